"""Runs the command line: `python -m citecheck`."""

from citecheck.cli import run

if __name__ == "__main__":
    run()
