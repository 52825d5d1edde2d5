"""Processes of our own that read what may be hostile, under limits of time and memory.

A worker is started when it is first needed and takes one task after the other, since its start
takes as long as reading many pages. It is ended when a task takes too long, and it dies by itself
when it grows too large; the next task starts another.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any

from citecheck.faults import noted

MEMORY = 360 << 20  # bytes of address space; a worker without a task has 30 MB
_BUSY = 4  # times the time of the processor, after which the clock ends a task
_TASKS = 200  # after so many a worker is started afresh: its memory may be in pieces
_LENGTHS = struct.Struct(">II")
_LARGEST_ANSWER = 200 << 20  # bytes
_LARGE_ANSWER = 4 << 20  # bytes; whoever made it has grown, and gives the memory back by ending
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from citecheck.workers import serve; serve(sys.argv[2])"
)


class TaskFailed(Exception):
    """A task came to no answer; says in words why: it was too slow, it grew too large, or, with
    `fault`, citecheck itself failed on it."""

    def __init__(self, words: str, fault: bool = False) -> None:
        self.fault = fault
        super().__init__(words)


class Worker:
    """A process that serves the function `answer(header, body)` of one module.

    The header is a JSON object, the body bytes, the answer a JSON object.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._tasks = 0
        self._lock = threading.Lock()

    def ask(self, header: Mapping[str, object], body: bytes, seconds: float) -> dict[str, Any]:
        """The answer to one task. Raises `TaskFailed` when there is none within `seconds`.

        These are seconds of the processor; on the clock it may take several times as long, since
        the machine may be busy.
        """
        with self._lock:
            if self._tasks >= _TASKS:
                self.close()
            try:
                process = self._running()
                return self._asked(process, header, body, seconds)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """End the process; the next task starts another."""
        process, self._process, self._tasks = self._process, None, 0
        if process is None:
            return
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)  # and what it has started
            else:
                process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # The parent's own path, so that nothing is taken from the folder it was started in.
            command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path), self._module]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # where memory ends, Python prints a traceback
                bufsize=0,
                start_new_session=True,
            )
            atexit.unregister(self.close)
            atexit.register(self.close)
        return self._process

    def _asked(
        self,
        process: subprocess.Popen[bytes],
        header: Mapping[str, object],
        body: bytes,
        seconds: float,
    ) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        ends = time.monotonic() + _BUSY * seconds
        about = json.dumps({**header, "seconds": seconds}).encode()
        limits = f"{seconds:g} s and {MEMORY >> 20} MB"
        try:
            for part in (_LENGTHS.pack(len(about), len(body)), about, body):
                _write(process.stdin, part)
            (size,) = struct.unpack(">I", _read(process.stdout, 4, ends))
            if size > _LARGEST_ANSWER:
                raise TaskFailed(f"could not be read within {limits}")
            written = _read(process.stdout, size, ends)
        except (OSError, EOFError, TimeoutError):
            raise TaskFailed(f"could not be read within {limits}") from None
        self._tasks += 1
        if size > _LARGE_ANSWER:
            self.close()
        answer: dict[str, Any] = json.loads(written)
        if "failed" in answer:
            if answer["failed"]:
                raise TaskFailed(f"makes citecheck fail ({answer['failed']})", fault=True)
            raise TaskFailed(f"could not be read within {limits}")
        return answer


def _write(stream: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) or 0 :]


def _read(stream: IO[bytes], size: int, ends: float) -> bytes:
    """Exactly `size` bytes; raises `TimeoutError` after the time `ends`, `EOFError` at the end."""
    parts: list[bytes] = []
    while size:
        left = ends - time.monotonic()
        if left <= 0 or not _is_ready(stream, left):
            raise TimeoutError
        part = os.read(stream.fileno(), min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _is_ready(stream: IO[bytes], seconds: float) -> bool:
    if sys.platform == "win32":
        return True  # no way to wait for a pipe there; the worker's own limits remain
    poll = select.poll()
    poll.register(stream, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(seconds * 1000))


# ---------------------------------------------------------------- in the worker


def serve(module: str) -> None:
    """Answer tasks from standard input on standard output, until it ends."""
    from importlib import import_module

    answer: Callable[[dict[str, Any], bytes], dict[str, Any]] = import_module(module).answer
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    _limit()
    while True:
        lengths = tasks.read(_LENGTHS.size)
        if len(lengths) < _LENGTHS.size:
            return
        about, size = _LENGTHS.unpack(lengths)
        header, body = json.loads(tasks.read(about)), tasks.read(size)
        if hasattr(signal, "setitimer"):  # ends this process, in C code too
            signal.setitimer(signal.ITIMER_PROF, header["seconds"])
        try:
            found = answer(header, body)
            written = json.dumps(found).encode()
        except Exception as error:
            # Where memory ends, libraries raise whatever they have.
            fault = not isinstance(error, MemoryError) and not _is_full()
            said = noted(error, str(header)[:300]) if fault else ""
            found, written = {}, json.dumps({"failed": said}).encode()
        del header, body
        answers.write(struct.pack(">I", len(written)) + written)
        answers.flush()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)


def _is_full() -> bool:
    """Whether this process has come near its limit of memory, where the system tells."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            peak = next(line for line in file if line.startswith("VmPeak"))
        return int(peak.split()[1]) * 1024 > MEMORY // 2
    except (OSError, StopIteration, ValueError, IndexError):
        return False


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on this system; the parent's time limit remains
        return
    with suppress(ValueError, OSError):  # a system that knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
