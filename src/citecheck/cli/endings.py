"""How a run ends: what is thrown becomes an exit status and at most one line; no traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from citecheck.errors import CitecheckError
from citecheck.limits import OutOfTime

WRONG_USAGE = 2
INTERNAL = 70  # EX_SOFTWARE of sysexits.h
OUTPUT = 74  # EX_IOERR
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it
BROKEN_PIPE = 141  # the same of SIGPIPE
_OUTPUT_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EBADF, errno.EIO, errno.EFBIG})

_DIGITS = 4  # of the width of a terminal: at most 999 columns


class Ended(BaseException):
    """The run is over, with an exit status and a line for standard error (or none).

    No `Exception`, since typer turns a broken pipe into the status of findings.
    """

    def __init__(self, status: int, line: str = "") -> None:
        self.status = status
        self.line = line
        super().__init__(line)


@contextmanager
def endings() -> Iterator[None]:
    """Turn what the block throws, and what is wrong with standard output, into `Ended`."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except CitecheckError as error:
        raise Ended(WRONG_USAGE, str(error)) from None
    except BrokenPipeError:
        raise Ended(BROKEN_PIPE) from None  # the reader (head, less) has seen enough
    except OSError as error:
        if error.errno in _OUTPUT_ERRORS:
            place = error.filename or "the output"
            line = f"{place}: cannot be written: {error.strerror}; make room, or write elsewhere"
            raise Ended(OUTPUT, line) from None
        raise Ended(INTERNAL, _fault(error)) from None
    except KeyboardInterrupt:
        raise Ended(INTERRUPTED, "interrupted") from None
    except (OutOfTime, Exception) as error:
        if hasattr(error, "exit_code"):  # typer's own: usage, --help, an exit status
            raise
        raise Ended(INTERNAL, _fault(error)) from None


def is_full(error: OSError) -> bool:
    """Whether an error says that there is no more room where something was to be written."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def end(ended: Ended) -> int:
    """Print the line of an end; the exit status. What is left for a broken output is dropped."""
    if ended.line:
        with suppress(OSError, ValueError):
            print(f"citecheck: {one_line(ended.line)}", file=sys.stderr, flush=True)
    if ended.status in (OUTPUT, BROKEN_PIPE):
        # Python's own flush at exit must not complain.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return ended.status


def open_streams() -> None:
    """Give standard streams that the caller has closed a file of their own.

    Else the next file that is opened, the cache perhaps, would take their number. What is written
    to a closed output still fails.
    """
    for number, (name, flags) in enumerate(
        (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))
    ):
        if getattr(sys, name) is not None:
            continue
        with suppress(OSError):
            file = os.open(os.devnull, flags)
            if file != number:
                os.dup2(file, number)
                os.close(file)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def sensible_width() -> None:
    """Drop a `COLUMNS` of the environment that no terminal has: a line of a hundred million
    columns takes gigabytes."""
    given = os.environ.get("COLUMNS", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < _DIGITS):
        del os.environ["COLUMNS"]


def one_line(text: str) -> str:
    """`text` on one line, without what could move a terminal's cursor."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return line.replace("##[", "## [")


def _fault(error: BaseException) -> str:
    from citecheck.faults import noted

    what = "memory ran out" if isinstance(error, MemoryError) else "citecheck itself failed"
    return f"{what} ({noted(error, ' '.join(sys.argv))}); please report it"
