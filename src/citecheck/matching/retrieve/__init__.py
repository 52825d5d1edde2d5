"""A page made ready, the passages that could carry a claim, and the claim beside them."""
