"""The table of settings: one entry each, with its type, default, kind and help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from citecheck.model import FAIL_ON, FailOn, Only, RenderRule, RobotsRule, Sort
from citecheck.reports import FORMATS
from citecheck.settings import kinds
from citecheck.settings.kinds import Kind


class Group(StrEnum):
    """What a setting is about; commands take the groups that they use. Also the headings of
    `--help`."""

    BRIEF = "Briefs"
    FETCH = "Fetching"
    JUDGE = "Judging"
    EVIDENCE = "Sources"
    RECORDS = "References"
    ARCHIVING = "Archiving"
    REPORT = "Report"
    CACHE = "Cache"


class Trust(StrEnum):
    """What a setting may do, and so who may set it.

    A project's file (`citecheck.toml` beside a brief or above it) may be a stranger's: it sets
    only what changes the judgement and the look. The rest comes from the command line, the
    environment, the user's own settings, or a folder that the user trusts.
    """

    OPEN = "open"  # changes the judgement and the look, or has citecheck do less
    BOUNDED = "bounded"  # costs time, memory or requests: open up to a bound
    BELOW = "below"  # names a file that is read: open for files below the project's folder
    OWN = "own"  # runs programs, opens the guard, reads, writes or sends elsewhere, loads a model


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting as the command line, the files and the documentation see it.

    `most` is the largest value that a project's file may ask for, where `trust` is `BOUNDED`.
    """

    name: str
    default: Any
    kind: Kind
    group: Group
    help: str
    short: str | None
    trust: Trust
    most: float | None = None
    off: str = ""

    @property
    def option(self) -> str:
        """The long option of the command line."""
        return "--" + self.name.replace("_", "-")


def _setting(
    default: Any,
    kind: Kind,
    group: Group,
    help_: str,
    *,
    trust: Trust,
    short: str | None = None,
    most: float | None = None,
    off: str = "",
) -> Any:
    """A field of the settings. `off` says what a flag does when it is turned off."""
    about = {"kind": kind, "group": group, "help": help_, "short": short}
    return field(default=default, metadata={**about, "trust": trust, "most": most, "off": off})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a check. Times are seconds, sizes bytes after decompression."""

    sources: Path | None = _setting(
        None,
        kinds.path(),
        Group.BRIEF,
        "A source list kept elsewhere: text, JSON, CSV, YAML, BibTeX, .bbl or CSL-JSON.",
        trust=Trust.BELOW,
    )
    links: bool = _setting(
        False,
        kinds.flag(),
        Group.BRIEF,
        "Take links with words as text for citations too.",
        trust=Trust.OPEN,
    )
    offline: bool = _setting(
        False,
        kinds.flag(),
        Group.FETCH,
        "Make no request; use what earlier runs have kept.",
        trust=Trust.OPEN,
    )
    refresh: bool = _setting(
        False,
        kinds.flag(),
        Group.FETCH,
        "Ask for every page again.",
        trust=Trust.OPEN,
    )
    allow_private_hosts: bool = _setting(
        False,
        kinds.flag(),
        Group.FETCH,
        "Let URLs lead to this machine or its network.",
        trust=Trust.OWN,
    )
    timeout: float = _setting(
        30.0,
        kinds.number(0.1, metavar="SECONDS"),
        Group.FETCH,
        "At most this long for a source.",
        trust=Trust.BOUNDED,
        most=120,
    )
    max_bytes: int = _setting(
        20_000_000,
        kinds.whole(1000),
        Group.FETCH,
        "At most this many bytes for a source.",
        trust=Trust.BOUNDED,
        most=50_000_000,
    )
    concurrency: int = _setting(
        40,
        kinds.whole(1),
        Group.FETCH,
        "Requests at once.",
        trust=Trust.BOUNDED,
        most=100,
    )
    per_host: int = _setting(
        2,
        kinds.whole(1),
        Group.FETCH,
        "Requests at once to one host.",
        trust=Trust.BOUNDED,
        most=8,
    )
    delay: float = _setting(
        0.0,
        kinds.number(metavar="SECONDS"),
        Group.FETCH,
        "At least this long between two requests to one host.",
        trust=Trust.BOUNDED,
        most=60,
    )
    robots: RobotsRule = _setting(
        RobotsRule.IGNORE,
        kinds.choice(RobotsRule),
        Group.FETCH,
        "Whether to honour robots.txt and its Crawl-delay.",
        trust=Trust.OPEN,
    )
    retries: int = _setting(
        2,
        kinds.whole(),
        Group.FETCH,
        "Retries of a request that may pass.",
        trust=Trust.BOUNDED,
        most=5,
    )
    allow_files: bool = _setting(
        False,
        kinds.flag(),
        Group.EVIDENCE,
        "Let references be files below the brief's folder.",
        trust=Trust.OWN,
    )
    render: RenderRule = _setting(
        RenderRule.NEVER,
        kinds.choice(RenderRule),
        Group.EVIDENCE,
        "Run the scripts of pages that need it, of none, of all (extra 'browser').",
        trust=Trust.OWN,
    )
    browser: Path | None = _setting(
        None,
        kinds.path(),
        Group.EVIDENCE,
        "The Chromium that renders (default the one that is found).",
        trust=Trust.OWN,
    )
    archive: bool = _setting(
        True,
        kinds.flag(),
        Group.EVIDENCE,
        "Ask a web archive for pages that cannot be read.",
        trust=Trust.OWN,
        off="Do not ask a web archive for pages that cannot be read.",
    )
    at: datetime | str | None = _setting(
        None,
        kinds.moment_or("brief"),
        Group.EVIDENCE,
        "Read the archived copies nearest to a date, or to the date in the brief itself.",
        trust=Trust.OWN,
    )
    timegate: str = _setting(
        "https://web.archive.org/web/",
        kinds.url(),
        Group.EVIDENCE,
        "The archive's Memento TimeGate; page URLs are appended to it.",
        trust=Trust.OWN,
    )
    save_sources: str | None = _setting(
        None,
        kinds.text(metavar="DIR"),
        Group.EVIDENCE,
        "Keep what was read as WARC files here (a folder, or a URL that fsspec knows).",
        trust=Trust.OWN,
    )
    metadata: bool = _setting(
        False,
        kinds.flag(),
        Group.RECORDS,
        "Ask registries whether references with a DOI, PMID, arXiv number or ISBN are real.",
        trust=Trust.OWN,
    )
    contact: str | None = _setting(
        None,
        kinds.text(metavar="EMAIL"),
        Group.RECORDS,
        "An address that registries are told, as they ask for.",
        trust=Trust.OWN,
    )
    crossref: str = _setting(
        "https://api.crossref.org/",
        kinds.url(),
        Group.RECORDS,
        "Where to ask for DOIs of articles and books.",
        trust=Trust.OWN,
    )
    datacite: str = _setting(
        "https://api.datacite.org/",
        kinds.url(),
        Group.RECORDS,
        "Where to ask for DOIs of data and preprints.",
        trust=Trust.OWN,
    )
    doi_agency: str = _setting(
        "https://doi.org/ra/",
        kinds.url(),
        Group.RECORDS,
        "Where to ask whether there is a DOI.",
        trust=Trust.OWN,
    )
    pubmed: str = _setting(
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/",
        kinds.url(),
        Group.RECORDS,
        "Where to ask for PMIDs.",
        trust=Trust.OWN,
    )
    arxiv: str = _setting(
        "https://export.arxiv.org/api/",
        kinds.url(),
        Group.RECORDS,
        "Where to ask for arXiv numbers.",
        trust=Trust.OWN,
    )
    openlibrary: str = _setting(
        "https://openlibrary.org/",
        kinds.url(),
        Group.RECORDS,
        "Where to ask for ISBNs.",
        trust=Trust.OWN,
    )
    require_archived: bool = _setting(
        False,
        kinds.flag(),
        Group.RECORDS,
        "Tell which cited pages no web archive has a copy of.",
        trust=Trust.OWN,
    )
    save_page: str = _setting(
        "https://web.archive.org",
        kinds.url(),
        Group.ARCHIVING,
        "The archive that saves pages, by Save Page Now's protocol.",
        trust=Trust.OWN,
    )
    cache_dir: Path | None = _setting(
        None,
        kinds.path(metavar="DIR"),
        Group.CACHE,
        "Where fetched pages are kept (default the user's cache folder; cache info names it).",
        trust=Trust.OWN,
    )
    model: bool = _setting(
        True,
        kinds.flag(),
        Group.JUDGE,
        "Ask the entailment model that --nli or a settings file names.",
        trust=Trust.OPEN,
        off="Do not ask an entailment model.",
    )
    nli: str | None = _setting(
        None,
        kinds.text(metavar="MODEL"),
        Group.JUDGE,
        "Ask this entailment model instead: an installed one (model list) or a folder.",
        trust=Trust.OWN,
    )
    nli_budget: float = _setting(
        600.0,
        kinds.number(0.0, metavar="SECONDS"),
        Group.JUDGE,
        "At most this long for the entailment model in one run.",
        trust=Trust.BOUNDED,
        most=600,
    )
    format: tuple[str, ...] = _setting(
        ("terminal",),
        kinds.words(*FORMATS, metavar="NAME"),
        Group.REPORT,
        f"{', '.join(FORMATS)}; may be given several times, each with its --output.",
        short="-f",
        trust=Trust.OPEN,
    )
    fail_on: FailOn = _setting(
        FAIL_ON,
        kinds.verdicts(),
        Group.REPORT,
        "Exit with 1 at these verdicts and problems of briefs and references; 'none' for never.",
        trust=Trust.OPEN,
    )
    strict: bool = _setting(
        False,
        kinds.flag(),
        Group.REPORT,
        "Count claims that are supported, but only likely so, as findings too.",
        trust=Trust.OPEN,
    )
    sort: Sort = _setting(
        Sort.WORST,
        kinds.choice(Sort),
        Group.REPORT,
        "Show what needs you first, or the claims as they stand in the brief.",
        trust=Trust.OPEN,
    )
    only: Only = _setting(
        Only.ALL,
        kinds.choice(Only),
        Group.REPORT,
        "Show all claims, or only those that need you with a count of the rest.",
        trust=Trust.OPEN,
    )
    baseline: Path | None = _setting(
        None,
        kinds.path(),
        Group.REPORT,
        "An older JSON report: what it has, no better, counts for no exit status.",
        trust=Trust.BELOW,
    )
    uncited: bool = _setting(
        False,
        kinds.flag(),
        Group.REPORT,
        "Report sentences without a marker too.",
        trust=Trust.OPEN,
    )


def describe() -> Iterator[Entry]:
    """Every setting, in the order of the table."""
    for entry in fields(Settings):
        assert entry.default is not MISSING
        about = entry.metadata
        yield Entry(
            entry.name,
            entry.default,
            about["kind"],
            about["group"],
            about["help"],
            about["short"],
            about["trust"],
            about["most"],
            about["off"],
        )
