"""The plan of a run: which briefs it takes, and what they cite."""
