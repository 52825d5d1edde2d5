"""Shows a report to a reviewer and records what they decide.

`session.py` knows the report and the decisions, `server.py` knows HTTP; neither fetches a source.
"""

from citecheck.review.server import serve
from citecheck.review.session import Refused, Session

__all__ = ["Refused", "Session", "serve"]
