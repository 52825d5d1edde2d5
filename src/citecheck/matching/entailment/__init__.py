"""The entailment model: a cross-encoder that reads a claim and a passage and says what follows."""
