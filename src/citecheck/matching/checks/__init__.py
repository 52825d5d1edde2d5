"""What a passage says against a claim: one module for each kind of difference."""
