"""`python -m citecheck`, and what the command `citecheck` runs."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # A run makes many objects and few cycles: collecting a hundred times less often, imports
    # included, saves a fifth of a short run's time.
    gc.set_threshold(70_000, 20, 20)
    from citecheck.cli import run

    run()


if __name__ == "__main__":
    main()
