"""The work of a run: processes that fetch and judge, and how work passes to them."""
