"""Finds the source lists that a brief names: .bib and .bbl files of LaTeX, Markdown and Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from citecheck.outside import yaml

_HEAD = 50_000  # bytes at both ends of a brief in which it names its bibliography
_IN_LATEX = re.compile(
    r"^(?:[^%\n]|\\%)*?\\(?:bibliography|addbibresource|addglobalbib)(?:\[[^][\n]{0,200}\])?"
    r"\s*\{([^{}]{1,2000})\}",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(
    r"^(?:```|~~~|:::)\{bibliography\}[ \t]*([^\n]{0,500})"
    r"|^\.\. bibliography::[ \t]*([^\n]{0,500})",
    re.MULTILINE,
)
_ROLE = re.compile(r"\{cite(?::\w+)?\}`|:cite(?::\w+)?:`")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SPHINX = re.compile(
    r"bibtex_bibfiles\s{0,40}[:=]\s{0,40}(\[[^\]]{0,1000}\]|(?:\s{0,40}-[^\n]{1,300}){1,40})"
)
_CONFIGURATIONS = ("_config.yml", "conf.py", "myst.yml")
_LONGEST_NAME = 80  # letters of a named bibliography that a notice shows
_MOST_NAMED = 20  # bibliographies of one brief


class Bibliographies(NamedTuple):
    """The source lists that a brief names: the files, and the names, as written and cut to a line,
    of which there is no such file."""

    files: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()


def named(data: bytes, path: Path) -> Bibliographies:
    """The bibliographies of a brief, below its folder.

    `\\bibliography{refs,more}` and `\\addbibresource{refs.bib}`, with the .bbl that LaTeX made of
    them; `bibliography: refs.bib` (one or a list) in YAML front matter; the directive
    `bibliography` of MyST and Sphinx; for their roles without one, what the project's
    configuration names.
    """
    if b"\0" in data[:_HEAD]:
        return Bibliographies()
    text = (data[:_HEAD] + b"\n" + data[_HEAD:][-_HEAD:]).decode("utf-8", "replace")
    folder = path.parent.resolve()
    in_latex = [name for found in _IN_LATEX.findall(text) for name in found.split(",")]
    names = [name for name in (*in_latex, *_in_markdown(text)) if name.strip()][:_MOST_NAMED]
    found = {name.strip(): _file(folder, name.strip()) for name in names}
    files = [file for file in found.values() if file is not None]
    made = _made_of_them(path, text, in_latex)
    if made is not None:
        files.append(made)
        found = {name: file for name, file in found.items() if name not in in_latex}
    if not files and path.name.startswith("storm_gen_article"):
        files += filter(None, [below(folder, folder / "url_to_info.json")])
    if not files and _ROLE.search(text):
        files += _configured(folder)
    missing = [on_a_line(name) for name, file in found.items() if file is None]
    return Bibliographies(tuple(dict.fromkeys(files)), tuple(missing))


def on_a_line(name: str) -> str:
    """A name out of a brief, cut to what a notice shows."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"


def below(folder: Path, candidate: Path) -> Path | None:
    """The file at a path, None when there is none or it is not below the folder."""
    try:
        found = candidate.resolve()
        return found if found.is_relative_to(folder) and found.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def _file(folder: Path, name: str) -> Path | None:
    for candidate in (folder / name, folder / f"{name}.bib"):
        found = below(folder, candidate)
        if found is not None:
            return found
    return None


def _made_of_them(path: Path, text: str, names: list[str]) -> Path | None:
    """The .bbl beside a LaTeX brief: of its own name, of a bibliography's, or the only one."""
    if not names and "\\printbibliography" not in text and "\\cite" not in text:
        return None
    folder = path.parent.resolve()
    for name in (path.stem, *(Path(name.strip()).stem for name in names)):
        found = below(folder, folder / f"{name}.bbl")
        if found is not None:
            return found
    if "\\bibitem" in text:
        return None
    try:
        others = sorted(folder.glob("*.bbl"))
    except OSError:
        return None
    return below(folder, others[0]) if len(others) == 1 else None


def _in_markdown(text: str) -> Iterator[str]:
    front = _FRONT_MATTER.match(text.replace("\r\n", "\n").lstrip("\ufeff"))
    if front is not None and "bibliography" in front[1]:
        value = _yaml(front[1])
        own = value.get("bibliography") if isinstance(value, dict) else None
        for item in own if isinstance(own, list) else [own]:
            if isinstance(item, str):
                yield item
    for match in _DIRECTIVE.finditer(text):
        yield from (match[1] or match[2] or "").split()


def _yaml(text: str) -> Any:
    try:
        return yaml.load(text)
    except ValueError:
        return None


def _configured(folder: Path) -> list[Path]:
    """The .bib files of a Sphinx or MyST project: those that the configuration at its root names,
    else those that lie there."""
    for root in (folder, *folder.parents[:3]):
        for name in _CONFIGURATIONS:
            file = below(root, root / name)
            if file is None:
                continue
            with file.open("rb") as opened:
                match = _SPHINX.search(opened.read(200_000).decode("utf-8", "replace"))
            names = re.findall(r"[\w./-]+\.bib\b", match[1]) if match else []
            found = [_file(root, name) for name in names[:_MOST_NAMED]]
            return [file for file in found if file is not None] or _bibs(root)
    return _bibs(folder)


def _bibs(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.glob("*.bib"))[:_MOST_NAMED]
    except OSError:
        return []
    return [file for file in (below(folder, one) for one in found) if file is not None]
