"""A store whose bytes changed says so, and one that only citecheck wrote to says nothing."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from citecheck.audits.store.database import StoreError, opened
from citecheck.audits.store.schema import engines, runs

WORDS = "bytes are not those that the last run left"


def write(store: Path, version: str = "a version") -> None:
    now = datetime.now(UTC)
    with opened(str(store), create=True) as kept, kept.writing() as connection:
        engine = {"version": version, "model": "m", "code": "c"}
        number = connection.execute(engines.insert().values(engine)).inserted_primary_key[0]
        run = {"plan": "p", "state": "finished", "started_at": now, "engine_id": number}
        connection.execute(runs.insert().values({**run, "inputs": [], "options": {}}))


def said(store: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    caplog.clear()
    with caplog.at_level(logging.WARNING), opened(str(store)) as kept, kept.reading() as connection:
        connection.execute(runs.select()).all()
    return [record.getMessage() for record in caplog.records if WORDS in record.getMessage()]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.sqlite"
    write(path)
    return path


def test_a_byte_that_changed_in_a_value_is_said(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert said(store, caplog) == []
    store.write_bytes(store.read_bytes().replace(b"a version", b"b version"))
    (line,) = said(store, caplog)
    assert str(store) in line
    assert "restore a copy" in line
    write(store, "another")
    assert said(store, caplog), "nor does a further run make it better"
    store.with_name("store.sqlite.sum").unlink()
    assert said(store, caplog) == [], "whoever changed it may say so"


def test_a_value_that_nobody_can_read_ends_in_a_line(store: Path) -> None:
    store.write_bytes(store.read_bytes().replace(b"finished", b"fini\xf5hed").replace(b"[]", b"[["))
    with (
        pytest.raises(StoreError, match="is damaged"),
        opened(str(store)) as kept,
        kept.reading() as connection,
    ):
        connection.execute(runs.select()).all()


def test_what_citecheck_writes_is_no_damage(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(store, "another")
    assert said(store, caplog) == []


def test_a_writer_that_is_killed_leaves_no_sum_that_accuses_it(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(str(store)) as kept:
        with kept.writing() as connection:
            connection.execute(engines.insert().values(version="v", model="m", code="c"))
        assert not store.with_name("store.sqlite.sum").exists()
        kept.written = False  # it never comes to its end
    assert said(store, caplog) == []


def test_no_sum_is_left_while_another_has_the_store_open(store: Path) -> None:
    with closing(sqlite3.connect(store)) as other:
        other.execute("SELECT count(*) FROM runs").fetchone()
        write(store, "another")
        assert not store.with_name("store.sqlite.sum").exists()


def test_a_store_that_is_broken_while_it_is_read_ends_in_a_line(store: Path) -> None:
    with closing(sqlite3.connect(store)) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'runs' AND type = 'table'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    data = bytearray(store.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    store.write_bytes(data)
    with (
        pytest.raises(StoreError, match="is damaged"),
        opened(str(store)) as kept,
        kept.reading() as connection,
    ):
        connection.execute(runs.select()).all()
