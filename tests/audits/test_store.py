"""The store: its migrations, its locks, what it refuses."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.audits.plan.inputs import Found
from citecheck.audits.plan.selection import Selection, select
from citecheck.audits.store import database as stores
from citecheck.audits.store.bodies import Bodies, BodyWriter
from citecheck.audits.store.database import Store, StoreError, opened
from citecheck.audits.store.schema import metadata
from citecheck.model import Source, SourceStatus


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    return str(request.getfixturevalue("database"))


def test_migrations_make_what_queries_are_written_with(place: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with opened(place, create=True) as store, store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_older_store_is_brought_up_to_date(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stores, "HEAD", "0001")
        with opened(place, create=True) as store:
            assert stores._revision(store) == "0001"
    with opened(place) as store:
        assert stores._revision(store) == stores.HEAD
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM audit_runs").scalar() == 0


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"
    with opened(str(place), create=True):
        pass
    with closing(sqlite3.connect(place)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer citecheck"), opened(str(place)):
        pass


def test_a_lock_has_one_holder_and_ends_with_it(place: str) -> None:
    with opened(place, create=True) as first:
        second = Store(place)
        with first.lock("run-1", wait=False) as held:
            assert held
            with second.lock("run-1", wait=False) as also:
                assert not also
            with second.lock("run-2", wait=False) as other:
                assert other
        with second.lock("run-1", wait=False) as later:
            assert later
        second.close()


@given(
    st.lists(st.tuples(st.binary(min_size=1, max_size=300), st.text(max_size=40)), max_size=8),
    st.booleans(),
)
def test_bodies_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, kept: list[tuple[bytes, str]], remote: bool
) -> None:
    folder = tmp_path_factory.mktemp("bodies")
    bodies = Bodies(f"file://{folder}" if remote else str(folder))
    writer = BodyWriter(bodies, "audit-1")
    places = []
    for body, content_type in kept:
        source = Source(
            "https://example.org/", SourceStatus.OK, content_type=content_type, body=body
        )
        places.append(writer.put(source))
    writer.close()
    assert [bodies.read(place) for place in places] == [body for body, _ in kept]


@given(st.lists(st.text(min_size=1, max_size=20), unique=True, max_size=60), st.integers(1, 7))
def test_shards_divide_and_samples_do_not_depend_on_order(names: list[str], parts: int) -> None:
    found = [Found(name) for name in names]

    def taken(selection: Selection, among: list[Found] = found) -> list[str]:
        return [each.path for each in select(among, selection)]

    shards = [taken(Selection(shard=(n, parts))) for n in range(1, parts + 1)]
    assert sorted(name for shard in shards for name in shard) == sorted(names)
    sample = set(taken(Selection(sample=5)))
    assert len(sample) == min(5, len(names))
    assert set(taken(Selection(sample=5), found[::-1])) == sample
