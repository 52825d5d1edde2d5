"""Checkable details in claims and passages: quantities, dates, quotations, polarity, direction."""
