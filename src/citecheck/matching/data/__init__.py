"""Word lists, the lexicon and the weights, as files."""
