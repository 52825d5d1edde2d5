"""`citecheck init`: a settings file to begin with, and the hook."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Annotated, Any

import typer

from citecheck.errors import SettingsError

_HOOKS = ".pre-commit-config.yaml"
_DISTRIBUTION = "citecheck-briefs"  # its name for pip; `citecheck` on PyPI is another project
_FILES = "^briefs/"
_LOCAL = (
    ("name", "citecheck"),
    ("language", "system"),
    ("types_or", "[markdown, plain-text]"),
    ("require_serial", "true"),
)


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write; by default here.")
    ] = Path("."),
    hook: Annotated[
        bool, typer.Option("--hook", help=f"Add the hook to {_HOOKS} of pre-commit too.")
    ] = False,
) -> None:
    """Write a commented citecheck.toml; with --hook an entry for pre-commit too.

    What is there already stays as it is: a settings file is never overwritten, and the hook is
    added to a file of hooks only where that changes nothing else. Exit status: 0, or 2 when
    something is in the way.
    """
    from citecheck.settings.written import commented_toml

    if not folder.is_dir():
        raise SettingsError(str(folder), "is no folder", "make it first")
    settings = folder / "citecheck.toml"
    if settings.exists() and not hook:
        raise SettingsError(str(settings), "is there already; nothing is written")
    if not settings.exists() and _in_pyproject(folder / "pyproject.toml"):
        raise SettingsError(
            str(folder / "pyproject.toml"),
            "has [tool.citecheck], which a citecheck.toml would hide",
            "add the settings there; citecheck check --show-settings names them",
        )
    if settings.exists():
        typer.echo(f"{settings} is there already and stays as it is")
    else:
        _write(settings, commented_toml())
        typer.echo(f"wrote {settings}")
    if hook:
        _add_hook(folder / _HOOKS)


def _in_pyproject(path: Path) -> bool:
    import tomllib

    try:
        tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return isinstance(tool, dict) and "citecheck" in tool


def _add_hook(path: Path) -> None:
    lines = _entry()
    if not path.exists():
        _write(path, "repos:\n" + _indented(lines, "  "))
        typer.echo(f"wrote {path}; turn it on with: pre-commit install")
        _tell_files(path.parent)
        return
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"cannot be read: {error}") from None
    old = _parsed(text)
    hooks = old.get("repos") if isinstance(old, dict) else None
    if isinstance(hooks, list) and any(_is_ours(repo) for repo in hooks):
        typer.echo(f"{path} has the hook already")
        return
    merged = _merged(text, old, lines)
    if merged is None:
        raise SettingsError(
            str(path),
            "has a form that nothing can be added to safely; it stays as it is",
            f"add under repos: {' '.join(line.strip() for line in lines)}",
        )
    _write(path, merged)
    typer.echo(f"added the hook to {path}")
    _tell_files(path.parent)


def _tell_files(folder: Path) -> None:
    typer.echo(f"the hook checks files that match {_FILES}; edit files: if yours are elsewhere")
    if not (folder / "briefs").is_dir():
        typer.echo(f"there is no folder {folder / 'briefs'} yet")


def _entry() -> list[str]:
    """The lines of an entry that works today: the repository and commit that this program was
    installed from, or, when it was installed otherwise, the program itself."""
    came_from = _vcs()
    if came_from is not None:
        url, commit = came_from
        head = [f"- repo: {url}", f"  rev: {commit}", "  hooks:", "    - id: citecheck"]
        return [*head, f"      files: {_FILES}"]
    program = "citecheck" if shutil.which("citecheck") else f"{sys.executable} -m citecheck"
    own = [("entry", f"{program} check --only findings"), *_LOCAL, ("files", _FILES)]
    head = ["- repo: local", "  hooks:", "    - id: citecheck"]
    return head + [f"      {name}: {value}" for name, value in own]


def _vcs() -> tuple[str, str] | None:
    """Where pip got this program, when that is a repository: its URL and commit (PEP 610)."""
    try:
        written = distribution(_DISTRIBUTION).read_text("direct_url.json")
        found = json.loads(written or "{}")
        return found["url"], found["vcs_info"]["commit_id"]
    except (PackageNotFoundError, ValueError, KeyError):
        return None


def _merged(text: str, old: Any, lines: list[str]) -> str | None:
    """The file with the entry at its end; None unless that is all that changes in it."""
    if not isinstance(old, dict) or not isinstance(old.get("repos"), list):
        return None
    expected = {**old, "repos": [*old["repos"], *_parsed("\n".join(lines))]}
    for indent in ("", "  ", "    "):
        candidate = text.rstrip("\n") + "\n" + _indented(lines, indent)
        if _parsed(candidate) == expected:
            return candidate
    return None


def _indented(lines: list[str], indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in lines)


def _is_ours(repo: Any) -> bool:
    hooks = repo.get("hooks") if isinstance(repo, dict) else None
    return isinstance(hooks, list) and any(
        isinstance(hook, dict) and str(hook.get("id", "")).startswith("citecheck") for hook in hooks
    )


def _parsed(text: str) -> Any:
    from citecheck.outside import yaml

    try:
        return yaml.load(text)
    except ValueError:
        return None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(str(path), f"cannot be written: {error.strerror}") from None
