"""From what was found to a probability, a verdict and its reasons."""
