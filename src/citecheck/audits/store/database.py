"""The store: opens it, brings its tables up to date, hands out transactions and locks.

SQLite in WAL mode by default, PostgreSQL by URL. A transaction that writes takes SQLite's write
lock at once, so that two processes wait for each other instead of failing.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecheck.audits.store import sums
from citecheck.errors import CitecheckError

if TYPE_CHECKING:
    import sqlalchemy as sa

HEAD = "0004"
"""The newest migration; a store that is older is brought up to it when it is opened."""

_LOG = logging.getLogger("citecheck.store")
_CHANGED = (
    "its bytes are not those that the last run left (a fault of the disk, or another program wrote"
    " to it), so what is read from it may be wrong; restore a copy, or begin a new store, or, when"
    " you have changed it yourself, delete the .sum file beside it"
)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PATIENCE = 120.0  # seconds that a process waits for another's write
_ROWS_AT_ONCE = 200  # of one insert; SQLite bounds the parameters of a statement


class StoreError(CitecheckError):
    """A store that cannot be opened, or a run that another process has in hand."""


def need_libraries() -> None:
    """Raise `StoreError` when what audits need besides citecheck itself is not installed."""
    for name in ("sqlalchemy", "alembic"):
        if importlib.util.find_spec(name) is None:
            raise StoreError("", f"audits need {name}", "pip install 'citecheck-briefs[audit]'")


class Store:
    """One open store. Cheap to open; each process opens its own.

    `url` is an SQLAlchemy URL. `location` is what the user named: a file or a URL.
    """

    def __init__(self, location: str) -> None:
        """Raises `StoreError` when the database cannot be reached or a driver is missing."""
        need_libraries()
        import sqlalchemy as sa

        self.location = location
        self.sums = self.written = False
        self.url = store_url(location)
        if not self.url.startswith(("sqlite:", "postgresql+psycopg:")):
            problem = "is neither an SQLite file nor a PostgreSQL database"
            raise StoreError(location, problem, "write postgresql://user@host/name")
        self._sa = sa
        try:
            self.engine = sa.create_engine(self.url, **_engine_options(self.url))
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
            raise StoreError(location, f"is no database URL: {_line(error)}") from None
        except ImportError as error:
            hint = "pip install 'citecheck-briefs[postgres]'"
            raise StoreError(location, f"its driver is missing: {error}", hint) from None
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _on_connect)
            sa.event.listen(self.engine, "begin", _on_begin)

    @property
    def file(self) -> Path | None:
        """The SQLite file, None for another database."""
        database = self.engine.url.database
        return Path(database) if self.is_sqlite and database else None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads: it sees the store as of its first statement."""
        with self.engine.connect() as connection:
            quiet = connection.execution_options(citecheck_reads=True)
            with quiet.begin():
                yield quiet

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes; committed at the end of the block, or rolled back."""
        if self.sums and self.file is not None:
            self.written = True
            sums.forget(self.file)
        with self.engine.begin() as connection:
            yield connection

    def insert_new(
        self, connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert rows; those whose key is there already are left as they are."""
        insert = self._insert(table)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = [dict(row) for row in rows[start : start + _ROWS_AT_ONCE]]
            connection.execute(insert.on_conflict_do_nothing(), part)

    def put(
        self, connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert rows; those whose primary key is there already are overwritten."""
        if not rows:
            return
        insert = self._insert(table)
        keys = [column.name for column in table.primary_key]
        changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
        statement = insert.on_conflict_do_update(index_elements=keys, set_=changed)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = [dict(row) for row in rows[start : start + _ROWS_AT_ONCE]]
            connection.execute(statement, part)

    def insert_from(
        self, connection: sa.Connection, table: sa.Table, names: list[str], query: sa.Select[Any]
    ) -> None:
        """Insert what a query gives; rows whose key is there already are left as they are."""
        insert = self._insert(table).from_select(names, query)
        connection.execute(insert.on_conflict_do_nothing())

    def _insert(self, table: sa.Table) -> Any:
        if self.is_sqlite:
            from sqlalchemy.dialects.sqlite import insert as insert_sqlite

            return insert_sqlite(table)
        from sqlalchemy.dialects.postgresql import insert as insert_postgresql

        return insert_postgresql(table)

    @contextmanager
    def lock(self, name: str, *, wait: bool) -> Iterator[bool]:
        """Hold a named lock of this store; yields False when `wait` is off and another has it.

        The lock ends with the process, however it ends.
        """
        if self.is_sqlite:
            with self._file_lock(name, wait) as held:
                yield held
            return
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with self.engine.connect() as connection:
            take = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            function = getattr(self._sa.func, take)
            held = connection.execute(self._sa.select(function(number))).scalar() is not False
            connection.commit()
            try:
                yield held
            finally:
                if held:
                    release = self._sa.func.pg_advisory_unlock(number)
                    connection.execute(self._sa.select(release))

    @contextmanager
    def _file_lock(self, name: str, wait: bool) -> Iterator[bool]:
        from filelock import FileLock, Timeout

        assert self.file is not None
        path = self.file.with_name(f"{self.file.name}.{name}.lock")
        try:
            lock = FileLock(path)
            lock.acquire(timeout=_PATIENCE if wait else 0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def forget_lock(self, name: str) -> None:
        """Remove the file of a lock that nobody will take again."""
        if self.file is not None:
            self.file.with_name(f"{self.file.name}.{name}.lock").unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def opened(location: str, *, create: bool = False) -> Iterator[Store]:
    """Open a store and bring its tables up to date.

    Raises `StoreError` when it is not there and `create` is off, cannot be read, or was written
    by a newer citecheck.
    """
    store = Store(location)
    import sqlalchemy as sa

    try:
        if store.file is not None:
            _check_file(store, create)
        changed = store.file is not None and sums.is_changed(store.file)
        store.sums = not changed  # of a store that has changed the old sum stays, and says so
        try:
            _migrate(store, create)
        except (sa.exc.DatabaseError, UnicodeError) as error:  # SQLite's own words, damaged too
            raise StoreError(location, f"cannot be opened: {_line(error)}") from None
        if changed:
            _LOG.warning("citecheck: %s: %s", location, _CHANGED)
        try:
            yield store
        except Exception as error:
            # Values that changed make whatever reads them fail as it will.
            code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) or 0
            if code & 0xFF == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), location) from None
            wrong = changed and isinstance(error, (sa.exc.SQLAlchemyError, ValueError, LookupError))
            if code & 0xFF not in _DAMAGED and not wrong:
                raise
            hint = "restore a copy, or begin a new store"
            raise StoreError(location, f"is damaged: {_line(error)}", hint) from None
    finally:
        store.close()
        if store.written and store.file is not None:
            sums.keep(store.file)


def store_url(location: str) -> str:
    """The SQLAlchemy URL of a file's path or of a database's URL."""
    if "://" not in location:
        path = str(Path(location).expanduser())
        return "sqlite:///" + path.replace("%", "%25").replace("?", "%3F")
    scheme, rest = location.split("://", 1)
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return f"{scheme}://{rest}"


def _check_file(store: Store, create: bool) -> None:
    assert store.file is not None
    if store.file.exists():
        return
    if not create:
        raise StoreError(store.location, "no such store", "run citecheck audit first")
    try:
        store.file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(store.location, f"cannot be made: {error.strerror}") from None


def _migrate(store: Store, create: bool) -> None:
    revision = _revision(store)
    if revision == HEAD:
        return
    if revision is None and not create:
        raise StoreError(store.location, "holds no audits", "run citecheck audit first")
    with store.lock("migration", wait=True):
        revision = _revision(store)
        if revision == HEAD:
            return
        if revision is not None and revision > HEAD:
            raise StoreError(store.location, "was written by a newer citecheck", "upgrade this one")
        _upgrade(store)


def _revision(store: Store) -> str | None:
    import sqlalchemy as sa

    with store.reading() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def _upgrade(store: Store) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": _PATIENCE, "check_same_thread": False}}
    # The rows of a crash's last moments are made again; losing them costs a fetch, no truth.
    options = "-c synchronous_commit=off -c lock_timeout=120000"
    return {"pool_pre_ping": True, "connect_args": {"options": options}}


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not the driver's
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16000")


def _on_begin(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get("citecheck_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _line(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split())[:300]
