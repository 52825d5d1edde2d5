"""Where WARC files are: a folder on this machine, or any place that fsspec knows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from filelock import FileLock, Timeout

from citecheck.errors import SettingsError


class Folder(Protocol):
    """What the writer and the reader need of a place. Names are relative to it."""

    @property
    def place(self) -> str:
        """The folder's path or URL, for messages."""

    def names(self, ending: str) -> list[str]:
        """The files whose names end so, sorted."""

    def size(self, name: str) -> int:
        """A file's size in bytes."""

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """A stretch of a file; less where the file ends."""

    def create(self, name: str) -> IO[bytes]:
        """A new file to append to. On a remote place it is there once it is closed."""

    def replace(self, name: str, content: bytes) -> None:
        """Write a small file in one step: afterwards it is the old or the new one, whole."""

    def claim(self, name: str) -> object:
        """Say that this process writes `name`; hand the result to `release`."""

    def release(self, name: str, claim: object) -> None:
        """Say that `name` is finished."""

    def abandoned(self) -> Iterator[str]:
        """Claimed files whose process has died; each is claimed while it is looked at."""

    def truncate(self, name: str, size: int) -> None:
        """Cut a file off."""


def folder_at(place: str | Path) -> Folder:
    """The folder at a path, or at a URL such as `s3://bucket/runs` (needs fsspec)."""
    if "://" not in str(place):
        return LocalFolder(Path(place))
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise SettingsError(
            str(place), "a remote folder needs fsspec", "pip install fsspec and its driver"
        ) from None
    try:
        return RemoteFolder(str(place), *url_to_fs(str(place)))
    except (ImportError, ValueError, OSError) as error:
        raise SettingsError(str(place), f"cannot be used: {error}") from None


def append(file: IO[bytes], data: bytes) -> None:
    """Write all of `data`: of what is not buffered, a disk that gets full takes only a part and
    says nothing before the next."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) or len(left) :]


class LocalFolder:
    """A folder on this machine, made when something is first written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def place(self) -> str:
        """The path."""
        return str(self._path)

    def names(self, ending: str) -> list[str]:
        """The files whose names end so, sorted."""
        if not self._path.is_dir():
            return []
        return sorted(p.name for p in self._path.iterdir() if p.name.endswith(ending))

    def size(self, name: str) -> int:
        """A file's size in bytes."""
        return (self._path / name).stat().st_size

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """A stretch of a file."""
        with (self._path / name).open("rb") as file:
            file.seek(start)
            return file.read(-1 if length is None else length)

    def create(self, name: str) -> IO[bytes]:
        """A new file to append to."""
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            return (self._path / name).open("xb", buffering=0)
        except OSError as error:
            raise SettingsError(
                self.place, f"sources cannot be saved there: {error}", "give another folder"
            ) from None

    def replace(self, name: str, content: bytes) -> None:
        """Write a file beside the old one and move it there."""
        fresh = self._path / f"{name}.{os.getpid()}.new"
        try:
            fresh.write_bytes(content)
            fresh.replace(self._path / name)
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise

    def claim(self, name: str) -> FileLock:
        """Lock `NAME.lock`; the operating system lets go of it when this process ends."""
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._path / f"{name}.lock", timeout=0)
            lock.acquire()
        except OSError as error:
            raise SettingsError(
                self.place, f"sources cannot be saved there: {error}", "give another folder"
            ) from None
        return lock

    def release(self, name: str, claim: object) -> None:
        """Remove the lock."""
        assert isinstance(claim, FileLock)
        # In this order, since Windows removes no open file. Who takes the lock in between finds a
        # finished file and changes nothing.
        claim.release()
        with suppress(PermissionError):
            (self._path / f"{name}.lock").unlink(missing_ok=True)

    def abandoned(self) -> Iterator[str]:
        """Files with a lock that nobody holds."""
        for lock_name in self.names(".warc.gz.lock"):
            name = lock_name.removesuffix(".lock")
            lock = FileLock(self._path / lock_name, timeout=0)
            try:
                lock.acquire()
            except Timeout:
                continue
            try:
                if (self._path / name).exists():
                    yield name
            finally:
                self.release(name, lock)

    def truncate(self, name: str, size: int) -> None:
        """Cut a file off."""
        os.truncate(self._path / name, size)


class RemoteFolder:
    """A place that fsspec reaches. Files appear there whole, so none can be left half-written."""

    def __init__(self, place: str, system: Any, root: str) -> None:
        self._place = place
        self._system = system
        self._root = root.rstrip("/")

    @property
    def place(self) -> str:
        """The URL."""
        return self._place

    def names(self, ending: str) -> list[str]:
        """The files whose names end so, sorted."""
        try:
            found = self._system.ls(self._root, detail=False, refresh=True)
        except FileNotFoundError:
            return []
        names = (str(path).rstrip("/").rsplit("/", 1)[-1] for path in found)
        return sorted(name for name in names if name.endswith(ending))

    def size(self, name: str) -> int:
        """A file's size in bytes."""
        return int(self._system.size(self._at(name)))

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """A stretch of a file."""
        end = None if length is None else start + length
        return bytes(self._system.cat_file(self._at(name), start=start, end=end))

    def create(self, name: str) -> IO[bytes]:
        """A new file, which is there once it is closed."""
        self._system.makedirs(self._root, exist_ok=True)
        stream: IO[bytes] = self._system.open(self._at(name), "wb")
        return stream

    def replace(self, name: str, content: bytes) -> None:
        """Write a small file whole."""
        self._system.makedirs(self._root, exist_ok=True)
        self._system.pipe_file(self._at(name), content)

    def claim(self, name: str) -> object:
        """Nothing to lock: the file has a name of its own and appears whole."""
        return None

    def release(self, name: str, claim: object) -> None:
        """Nothing to let go of."""

    def abandoned(self) -> Iterator[str]:
        """None can be."""
        return iter(())

    def truncate(self, name: str, size: int) -> None:
        """Never needed here."""
        raise NotImplementedError

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"
