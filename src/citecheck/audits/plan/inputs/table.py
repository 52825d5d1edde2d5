"""Briefs in a column of a database's table, named by the table and the row's primary key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from citecheck.audits.plan.inputs.documents import Fetch
from citecheck.audits.plan.inputs.found import Found, Unread
from citecheck.errors import CitecheckError

if TYPE_CHECKING:
    import sqlalchemy as sa

_ROWS_AT_ONCE = 50
_FORM = "write DATABASE-URL#table:column, such as sqlite:///cms.sqlite#articles:body"


def walk(target: str, fetch: Fetch) -> Iterator[Found | Unread]:
    """The rows of a table by primary key. Raises `CitecheckError` when they cannot be had."""
    import sqlalchemy as sa

    from citecheck.audits.store.database import store_url

    url, separator, place = target.rpartition("#")
    table_name, colon, column_name = place.partition(":")
    if not (separator and colon and url and table_name and column_name):
        raise CitecheckError(target, "names no table and column", _FORM)
    try:
        engine = sa.create_engine(store_url(url) if "://" in url else f"sqlite:///{url}")
        try:
            yield from _rows(engine, table_name, column_name)
        finally:
            engine.dispose()
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        cause = getattr(error, "orig", None) or error
        problem = f"cannot be read: {' '.join(str(cause).split())[:200]}"
        raise CitecheckError(target, problem, _FORM) from None


def _rows(engine: sa.Engine, table_name: str, column_name: str) -> Iterator[Found | Unread]:
    import sqlalchemy as sa

    table = sa.Table(table_name, sa.MetaData(), autoload_with=engine)
    if column_name not in table.c:
        known = ", ".join(column.name for column in table.c)
        raise CitecheckError(f"{table_name}:{column_name}", "no such column", f"known are {known}")
    keys = list(table.primary_key) or [table.c[column_name]]
    query = sa.select(*keys, table.c[column_name].label("citecheck_text")).order_by(*keys)
    with engine.connect() as connection:
        rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
        for number, row in enumerate(rows, 1):
            named = "/".join(str(value) for value in row[:-1]) if table.primary_key else str(number)
            yield _found(f"{table_name}/{named}", row.citecheck_text)


def _found(path: str, text: Any) -> Found | Unread:
    if text is None:
        return Unread(path, CitecheckError(path, "is empty (NULL)"))
    data = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogatepass")
    return Found(path, None, lambda: bytes(data))
