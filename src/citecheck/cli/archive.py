"""`citecheck archive`: have a web archive save the cited pages, and write the copies' addresses."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citecheck.cli.options import Given, with_settings
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.archiving import Kept
    from citecheck.model import ArchivedCopy, Brief, Reference
    from citecheck.settings import Settings
    from citecheck.sources.saving import SavedPage

_WRITTEN = ("text", "html", "latex", "rst")  # formats of briefs that are written into
_LISTS = (".bib", ".txt", ".md", ".markdown", ".text", ".rst", "")  # and source lists
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")


@with_settings(Group.BRIEF, Group.FETCH, Group.ARCHIVING)
def archive(
    brief: Annotated[str, typer.Argument(metavar="BRIEF", help="A file; its pages are saved.")],
    given: Given,
    write: Annotated[
        bool, typer.Option("--write", help="Write the copies' addresses beside the entries.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write them here as JSON instead."),
    ] = None,
    pace: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0, help="Between two requests to the archive."),
    ] = 5.0,
    patience: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0, help="Wait at most this long for its jobs."),
    ] = 180.0,
    key: Annotated[
        str,
        typer.Option(
            metavar="ACCESS:SECRET",
            envvar="INTERNET_ARCHIVE_KEY",
            show_default=False,
            help="The keys of an account at the archive (default none).",
        ),
    ] = "",
) -> None:
    """Have a web archive save each page that BRIEF cites.

    What is saved stands in .citecheck/archived.jsonl beside the brief: a run that was broken off
    goes on where it was, and no page is asked for twice. Without --write or --output the addresses
    are shown as a diff of the brief. Addresses of internal hosts are not sent. --offline asks for
    nothing and writes what is known.

    Exit status: 0 every cited page has a copy, 1 some have none yet, 2 wrong usage.
    """
    from citecheck import archiving
    from citecheck.cli.inputs import folder_of, read_briefs
    from citecheck.cli.settled import settled
    from citecheck.errors import BriefError
    from citecheck.pipeline import cited_references

    if brief == "-":
        raise BriefError("-", "the copies are kept beside a file", "name one")
    settings = settled(given, folder_of([brief])).values
    parsed, errors = read_briefs([brief], settings)
    if errors:
        raise errors[0]
    kept = archiving.kept_for(brief)
    entries = [e for e in cited_references(parsed[0]).values() if e.url]
    entries = [entry for entry in entries if not archiving.names_copy(entry)]
    wanted = [e.url for e in entries if e.url and e.url not in kept.copies]
    if wanted and not settings.offline:
        _save(wanted, kept, settings, (pace, patience, key))
    copies = kept.copies
    have = [(e, copies[e.url]) for e in entries if e.url and e.url in copies]
    if output is not None:
        _list(output, copies, entries)
    else:
        _put(parsed[0], have, settings, write=write)
    lacking = [url for url in dict.fromkeys(wanted) if url not in copies]
    done = f"{len(have)} of {len(entries)} cited pages have a copy"
    print(f"citecheck: {brief}: {done}", file=sys.stderr)
    if lacking:
        raise typer.Exit(1)


def _save(
    urls: Sequence[str], kept: Kept, settings: Settings, how: tuple[float, float, str]
) -> None:
    from citecheck.cli.endings import one_line
    from citecheck.cli.fetching import fetch_settings
    from citecheck.sources.saving import Archiver, save_pages

    def step(page: SavedPage) -> None:
        kept.note(page.url, page.status, page.job, page.copy, page.detail)
        words = page.copy.url if page.copy else page.detail or "asked for"
        line = f"citecheck: {page.status.replace('_', ' ')}: {page.url}: {words}"
        print(one_line(line), file=sys.stderr, flush=True)

    pace, patience, key = how
    archiver = Archiver(settings.save_page, key, pace, patience)
    save_pages(urls, archiver, fetch_settings(settings), jobs=kept.jobs, on_step=step)


def _list(output: Path, copies: Mapping[str, ArchivedCopy], entries: Sequence[Reference]) -> None:
    """Write the entries with their copies as JSON."""
    from citecheck.cli.outputs import write_file
    from citecheck.reports.sanitise import json_text

    found = [(entry, copies.get(entry.url or "")) for entry in entries]
    value = [
        {
            "label": entry.label,
            "url": entry.url,
            "archived": copy.url if copy else None,
            "datetime": copy.at.isoformat() if copy else None,
        }
        for entry, copy in found
    ]
    write_file(output, json_text(value, indent=1) + "\n")


def _put(
    brief: Brief,
    have: Sequence[tuple[Reference, ArchivedCopy]],
    settings: Settings,
    *,
    write: bool,
) -> None:
    """Show what changes, file by file, or write it; say beside which entries nothing is put."""
    from citecheck import archiving, corrections
    from citecheck.cli.outputs import write_file

    left: list[tuple[Reference, str]] = []
    texts = {path: _text(path) for path in _lists(brief, settings)}
    before = dict(texts)
    main = Path(brief.path)
    rest = []
    for entry, copy in have:
        for path in [path for path in texts if path.suffix.lower() == ".bib"]:
            changed = archiving.in_bibtex(texts[path], entry.label, copy)
            if changed is not None:
                texts[path] = changed
                break
        else:
            rest.append((entry, copy))
    file = next((path for path in texts if path.suffix.lower() != ".bib"), main)
    format_ = brief.format if file == main else "text"
    if rest and file in texts:
        markdown = file.suffix.lower() in _MARKDOWN or "](" in texts[file]
        texts[file], over = archiving.beside(texts[file], rest, format_, markdown)
        left += [(one.entry, one.why) for one in over]
    else:
        why = "no address is written into a file of its kind; give --output"
        left += [(entry, why) for entry, _ in rest]
    for entry, why in left:
        print(f"citecheck: [{entry.label}]: left as it is, {why}", file=sys.stderr)
    for path, text in texts.items():
        if text != before[path] and write:
            write_file(path, text)
        elif text != before[path]:
            sys.stdout.write(corrections.diff(str(path), before[path], text))


def _lists(brief: Brief, settings: Settings) -> list[Path]:
    """The files in which entries may stand: the source list kept elsewhere, the bibliographies
    that the brief names, the brief."""
    from citecheck.briefs.bibliographies import named

    main = Path(brief.path)
    if settings.sources is not None:
        return [path for path in [settings.sources] if path.suffix.lower() in _LISTS]
    found = named(main.read_bytes(), main).files
    bibs = [path for path in found if path.suffix.lower() == ".bib"]
    return [*bibs, main] if brief.format in _WRITTEN else bibs


def _text(path: Path) -> str:
    """A file's text. Raises `BriefError` where it could not be written back as it is."""
    from citecheck.errors import BriefError

    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BriefError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BriefError(str(path), "is not UTF-8", "save it as UTF-8, or give --output") from None
