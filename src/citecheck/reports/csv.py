"""CSV (RFC 4180): one line a citation, for spreadsheets.

A cell that a spreadsheet would take for a formula gets a `'` before it, and every cell is quoted,
as OWASP's page "CSV Injection" advises.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from citecheck.model import Report
from citecheck.reports.rows import rows
from citecheck.reports.sanitise import plain

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def render(report: Report, options: RenderOptions) -> str:
    """A line of names, then one line a citation."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    header = False
    for row in rows(report, options.uncited):
        if not header:
            writer.writerow(row)
            header = True
        writer.writerow(_cell(value) for value in row.values())
    if not header:
        writer.writerow(["disclaimer"])
        writer.writerow([report.disclaimer])
    return file.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or value.startswith(_FORMULA) else text
