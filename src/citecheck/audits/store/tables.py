"""The views of a store as tables: their rows in batches, as CSV and as Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from citecheck.audits.store.database import Store
from citecheck.errors import SettingsError
from citecheck.reports.sanitise import plain

TABLES: Mapping[str, str] = {
    "runs": "audit_runs",
    "briefs": "audit_briefs",
    "claims": "audit_claims",
    "citations": "audit_citations",
    "links": "audit_links",
    "hosts": "audit_hosts",
}
"""The views that answer the usual questions, by the name that a user gives."""

_BATCH = 2000  # rows
_TIMES = frozenset({"started_at", "ended_at", "looked_up_at"})
_FLOATS = frozenset({"score", "citation_recall", "citation_precision"})
_TEXTS = frozenset(
    {
        "path", "title", "state", "problem", "brief_id", "result_id", "version", "model", "code",
        "claim_id", "text", "verdict", "problems", "reasons", "ref", "url", "host", "status",
        "detail", "final_url", "sha256",
    }
)  # fmt: skip


def rows(
    store: Store, table: str, run_id: int | None = None
) -> Iterator[tuple[Sequence[str], list[list[Any]]]]:
    """Column names, and rows in batches (at least one, perhaps empty), of one run or of all."""
    where = "" if run_id is None else " WHERE run_id = :run_id"
    query = sa.text(f"SELECT * FROM {TABLES[table]}{where}")
    with store.reading() as connection:
        parameters = {} if run_id is None else {"run_id": run_id}
        result = connection.execution_options(yield_per=_BATCH).execute(query, parameters)
        names = list(result.keys())
        some = False
        for batch in result.partitions(_BATCH):
            some = True
            yield names, [[_value(n, v) for n, v in zip(names, row, strict=True)] for row in batch]
        if not some:
            yield names, []


def write_csv(store: Store, table: str, run_id: int | None, file: IO[str]) -> None:
    """One table as CSV with a header; times in UTC by RFC 3339, nothing for NULL.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    writer = csv.writer(file, lineterminator="\n")
    for number, (names, batch) in enumerate(rows(store, table, run_id)):
        if number == 0:
            writer.writerow(names)
        writer.writerows([[_cell(value) for value in row] for row in batch])


def write_folder(store: Store, kind: str, run_id: int | None, folder: Path) -> list[Path]:
    """Every table as a file in a folder. `kind` is csv or parquet. Raises `SettingsError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for table in TABLES:
            path = folder / f"{table}.{kind}"
            if kind == "parquet":
                _write_parquet(store, table, run_id, path)
            else:
                with path.open("w", encoding="utf-8", newline="") as file:
                    write_csv(store, table, run_id, file)
            written.append(path)
    except OSError as error:
        raise SettingsError(str(folder), f"cannot be written: {error.strerror}") from None
    return written


def _write_parquet(store: Store, table: str, run_id: int | None, path: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        hint = "pip install 'citecheck-briefs[parquet]'"
        raise SettingsError("--format", "parquet needs pyarrow", hint) from None
    writer: Any = None
    try:
        for names, batch in rows(store, table, run_id):
            schema = pa.schema([(name, _arrow(pa, name)) for name in names])
            if writer is None:
                writer = pq.ParquetWriter(path, schema, compression="zstd")
            columns: list[Any] = list(zip(*batch, strict=True)) if batch else [[] for _ in names]
            arrays = [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    finally:
        if writer is not None:
            writer.close()


def _arrow(pa: Any, name: str) -> Any:
    if name in _TIMES:
        return pa.timestamp("us", tz="UTC")
    if name in _FLOATS:
        return pa.float64()
    if name == "needed":
        return pa.bool_()
    return pa.string() if name in _TEXTS else pa.int64()


def _value(name: str, value: Any) -> Any:
    """What both databases give, made the same: SQLite keeps times, flags and JSON as text and
    numbers."""
    if value is None:
        return None
    if name in _TIMES:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        return found.replace(tzinfo=found.tzinfo or UTC)
    if name == "needed":
        return bool(value)
    if name in _TEXTS and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value if name in _TEXTS | _FLOATS else int(value)


_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet takes for the start of one


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str):
        text = plain(value)
        formula = text.lstrip().startswith(_FORMULA) or value.startswith(_FORMULA)
        return f"'{text}" if formula else text
    return value
