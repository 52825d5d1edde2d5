"""The values that pass between the stages of a check.

Everything here is plain and immutable. This module imports nothing of citecheck, every stage
imports it, and no stage needs to know another stage's insides.

Offsets count characters of the decoded document from 0, ends are exclusive; lines and columns
count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

DISCLAIMER = (
    "Verify before use. These verdicts are machine-made from text similarity and can be wrong. "
    "A supported claim is one that the cited page states, not one that is true."
)


class Verdict(StrEnum):
    """What the sources say about a claim; the words of the report."""

    SUPPORTED = "supported"
    PARTIALLY_SUPPORTED = "partially_supported"
    CONTRADICTED = "contradicted"
    NOT_SUPPORTED = "not_supported"
    UNVERIFIABLE = "unverifiable"
    UNRESOLVED = "unresolved"
    UNCITED = "uncited"


class BriefProblem(StrEnum):
    """What may be wrong with a brief as a whole; `--fail-on` counts it as it does a verdict."""

    NO_MARKERS = "no_markers"  # it has a source list, and no marker leads to it


class ReferenceProblem(StrEnum):
    """What may be wrong with an entry of a source list by a registry's record of the work."""

    REFERENCE_NOT_FOUND = "reference_not_found"  # no work has the identifier
    REFERENCE_DIFFERS = "reference_differs"  # the identifier is that of another work
    RETRACTED = "retracted"  # the work was retracted or withdrawn
    CORRECTED = "corrected"  # a correction or an expression of concern was published
    NOT_ARCHIVED = "not_archived"  # no web archive's copy of the cited page is known


FailOn = frozenset[Verdict | BriefProblem | ReferenceProblem]
"""What ends a check with status 1."""

FAIL_ON: FailOn = frozenset(
    {
        Verdict.CONTRADICTED,
        Verdict.NOT_SUPPORTED,
        Verdict.UNRESOLVED,
        BriefProblem.NO_MARKERS,
        ReferenceProblem.REFERENCE_NOT_FOUND,
        ReferenceProblem.REFERENCE_DIFFERS,
        ReferenceProblem.RETRACTED,
        ReferenceProblem.NOT_ARCHIVED,
    }
)
"""What ends a check with status 1 when nothing else is said."""


class SourceStatus(StrEnum):
    """Every way in which looking up a source can end. `OK` gives passages; so does `PAYWALLED`,
    those of the teaser."""

    OK = "ok"
    NOT_FOUND = "not_found"  # HTTP 404
    GONE = "gone"  # HTTP 410
    FORBIDDEN = "forbidden"  # HTTP 403, 451
    LOGIN_REQUIRED = "login_required"  # HTTP 401, 407
    RATE_LIMITED = "rate_limited"  # HTTP 429, after the retries
    HTTP_ERROR = "http_error"  # any other 4xx, or a status that makes no sense
    SERVER_ERROR = "server_error"  # 5xx, after the retries
    TIMEOUT = "timeout"
    DNS_FAILURE = "dns_failure"
    TLS_FAILURE = "tls_failure"
    CONNECTION_FAILED = "connection_failed"  # refused, unreachable
    BROKEN_RESPONSE = "broken_response"  # reset mid-body, bad chunking, wrong length, bad encoding
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"  # a content type that citecheck does not read
    EMPTY = "empty"  # a page without readable text
    SOFT_404 = "soft_404"  # status 200, and the page says that there is no such page
    BOT_WALL = "bot_wall"  # a challenge for robots in place of the page
    PAYWALLED = "paywalled"  # a teaser in place of the whole text
    CONSENT_WALL = "consent_wall"  # a question about cookies in place of the page
    NEEDS_BROWSER = "needs_browser"  # a shell that scripts would fill
    SCANNED = "scanned"  # pictures of text, without the text
    ENCRYPTED = "encrypted"  # a document that asks for a password
    DAMAGED = "damaged"  # a document that cannot be opened
    READER_FAILED = "reader_failed"  # the page makes citecheck itself fail
    REFUSED_BY_ROBOTS = "refused_by_robots"  # robots.txt, when asked to honour it
    REFUSED_BY_POLICY = "refused_by_policy"  # scheme, private address, file out of bounds
    INVALID_URL = "invalid_url"
    NO_URL = "no_url"  # the entry of the source list has no URL
    NOT_CACHED = "not_cached"  # --offline and nothing kept


class Certainty(StrEnum):
    """How sure it is that a claim is, or is not, fully supported, in a word."""

    SURE = "sure"
    LIKELY = "likely"


SURE_FROM = 0.9
"""The calibrated probability from which a claim is surely, not only likely, supported
(`bench/verdicts.py --points` tells how much of that is right)."""


class Sort(StrEnum):
    """In which order a report for people shows the claims of a brief."""

    WORST = "worst"  # what needs a person first
    BRIEF = "brief"  # as they stand in the brief


class Only(StrEnum):
    """Which claims a report for people shows."""

    ALL = "all"
    FINDINGS = "findings"  # those that need a person; the rest is counted


class MarkerStatus(StrEnum):
    """What became of one marker of the brief; every marker has exactly one."""

    CITED = "cited"  # every label has an entry in the source list
    UNRESOLVED = "unresolved"  # at least one label has none
    PASSED_OVER = "passed_over"  # looks like a marker and is none, or vouches for nothing


class ReasonCode(StrEnum):
    """Why a verdict is what it is; stable codes for machines."""

    STATED = "stated"  # the passage says it
    QUANTITY_DIFFERS = "quantity_differs"
    DATE_DIFFERS = "date_differs"
    NAME_DIFFERS = "name_differs"
    QUOTATION_DIFFERS = "quotation_differs"
    QUOTATION_CUT_SHORT = "quotation_cut_short"  # the source goes on with "unless", "but"
    DIRECTION_DIFFERS = "direction_differs"
    POLARITY_DIFFERS = "polarity_differs"
    HEDGING_DIFFERS = "hedging_differs"
    ATTRIBUTION_DIFFERS = "attribution_differs"
    STATEMENT_DIFFERS = "statement_differs"  # something else of the same matter, by no single fact
    OUTSIDE_MAIN_TEXT = "outside_main_text"  # it stands in a comment, a menu, a link elsewhere
    MISSING_DETAIL = "missing_detail"  # words or facts of the claim that no passage carries
    NOT_FOUND_IN_SOURCE = "not_found_in_source"
    FRAGMENT_GONE = "fragment_gone"  # the words that the cited link points to are not there
    SOURCE_UNREADABLE = "source_unreadable"
    OTHER_LANGUAGE = "other_language"  # the claim is in one language, the page in another
    NO_ENTRY = "no_entry"  # the marker's label is not in the source list
    NO_MARKER = "no_marker"
    CHECK_FAILED = "check_failed"  # citecheck itself failed on the claim
    NEEDS_SEVERAL_SOURCES = "needs_several_sources"  # the union carries it, no source alone does


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a brief: character offset from 0, line and column from 1, of its decoded text.

    `where` says for a format without lines where a person finds it: a page and paragraph, a CSS
    path, a notebook's cell; it is empty where line and column are those of the file.
    """

    offset: int
    line: int
    column: int
    where: str = ""

    def __str__(self) -> str:
        return self.where or f"{self.line}:{self.column}"


# ---------------------------------------------------------------- briefs


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a brief's source list. `url` is None when the entry names none.

    `text` is the entry as written; `place` is None when the list came from another file whose
    format keeps no places.
    """

    label: str
    url: str | None
    title: str | None = None
    text: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker as it stands in the brief, `[1, 3]` being one with two labels.

    `reason` says in words why a marker is unresolved or passed over, and is empty otherwise.
    """

    text: str
    labels: tuple[str, ...]
    start: int
    end: int
    place: Place
    status: MarkerStatus
    reason: str = ""


class Scope(StrEnum):
    """What of the text around it a marker vouches for."""

    SENTENCE = "sentence"  # the sentence or clause before the marker
    RUN = "run"  # a sentence of a paragraph of which only the end is marked
    LIST = "list"  # an item under a marked lead-in


SCOPE_WORDS: Mapping[Scope, str] = {
    Scope.SENTENCE: "",
    Scope.RUN: "cited by the marker at its paragraph's end",
    Scope.LIST: "cited by the marker of its lead-in",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """The smallest stretch of a brief that a marker vouches for, or an uncited sentence.

    `text` has the markers and Markdown emphasis taken out and white space folded;
    `[start, end)` is the stretch in the brief as written, and `place` is where it starts.
    `refs` are the labels cited, in order, without repeats; empty for an uncited sentence.
    `scope` says by what right the marker vouches for it.
    `context` is what precedes the claim in its paragraph: the sentence before, or for a clause
    the earlier part of its own sentence. `id` is a hash of the claim's text and of its ordinal
    among identical texts, so that it does not change when other claims do.
    """

    id: str
    text: str
    refs: tuple[str, ...]
    start: int
    end: int
    place: Place
    heading: str | None = None
    context: str = ""
    scope: Scope = Scope.SENTENCE


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A stretch of the brief that is not judged, with the reason (heading, disclaimer, …)."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ignore:
    """An instruction in the brief to let findings pass, with its reason.

    `verdicts` are those that it lets pass, empty for all; `claims` the ids of the claims that it
    covers. `problem` says in words why it does not count, and is empty when it does.
    """

    reason: str
    verdicts: frozenset[Verdict]
    start: int
    end: int
    place: Place
    claims: tuple[str, ...] = ()
    problem: str = ""

    def covers(self, verdict: Verdict) -> bool:
        """Tell whether it lets this verdict pass."""
        return not self.problem and (not self.verdicts or verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Brief:
    """A parsed brief. `notices` are lines for the user, such as a missing source list; one that
    begins with the code of a problem ("no_markers: …") is a finding on the brief as a whole.

    `text` is the file itself or, for other formats than text, what it says as Markdown; `format`
    names the format and `style` the habit of citing that was recognised.
    `unchanged` are claims that are not judged, since an older version has them too; they are not
    among `claims`.
    """

    path: str
    title: str | None
    text: str
    encoding: str
    claims: tuple[Claim, ...]
    references: tuple[Reference, ...]
    markers: tuple[Marker, ...]
    passed_over: tuple[PassedOver, ...] = ()
    notices: tuple[str, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    unchanged: tuple[Claim, ...] = ()
    format: str = "text"
    style: str = ""

    @property
    def problems(self) -> Mapping[BriefProblem, str]:
        """What is wrong with the brief as a whole, with the line that says so."""
        return {
            problem: notice.removeprefix(f"{problem}: ")
            for problem in BriefProblem
            for notice in reversed(self.notices)
            if notice.startswith(f"{problem}: ")
        }


# ---------------------------------------------------------------- sources


class RobotsRule(StrEnum):
    """Whether robots.txt is asked for and honoured."""

    HONOUR = "honour"
    IGNORE = "ignore"


class RenderRule(StrEnum):
    """Which pages a browser renders: those that need it, none, all."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """Where a web archive's copy of a page is, for a person to look at, and from when it is."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """What one URL gave. `detail` says in words how the look-up ended and what to do next.

    `body` is the decoded (decompressed) body: the page's when `status` is `OK`, the error page's
    (at most 1 MB of it, else empty) when the server answered with an error, otherwise empty.
    `sha256` is the hex digest of `body`, None when there is none. `content_type` is the header as
    sent. `fetched_at` is when the bytes left the server, so for a cached answer the time of the
    original fetch. `redirects` are the URLs passed through before `final_url`. `archived` is set
    when the body is a web archive's copy (then `final_url` is still the page's own URL), and
    `rendered` when a browser ran the page's scripts first.
    """

    url: str
    status: SourceStatus
    detail: str = ""
    http_status: int | None = None
    final_url: str | None = None
    fetched_at: datetime | None = None
    content_type: str | None = None
    body: bytes = field(default=b"", repr=False)
    sha256: str | None = None
    from_cache: bool = False
    redirects: tuple[str, ...] = ()
    archived: ArchivedCopy | None = None
    rendered: bool = False


class Region(StrEnum):
    """Where on a page a passage stands; everything but `MAIN`, `TABLE`, `CAPTION`, `HEADING`,
    `TITLE`, `QUOTE` and `COLLAPSED` is boilerplate."""

    MAIN = "main"
    TITLE = "title"
    HEADING = "heading"
    TABLE = "table"
    CAPTION = "caption"
    COLLAPSED = "collapsed"  # what a click opens: a tab, an accordion, the rest of a text
    QUOTE = "quote"
    NAVIGATION = "navigation"
    HEADER = "header"
    FOOTER = "footer"
    ASIDE = "aside"
    RELATED = "related"
    COMMENTS = "comments"
    REFERENCES = "references"
    FORM = "form"
    BANNER = "banner"  # cookie and consent notices, advertisements
    METADATA = "metadata"  # description in the head, JSON-LD

    is_content: bool  # True for regions whose text is the page's own matter

    def __init__(self, name: str) -> None:
        self.is_content = name in (
            "main",
            "title",
            "heading",
            "table",
            "caption",
            "quote",
            "collapsed",
        )


class Passage(NamedTuple):  # a page has hundreds, and a frozen dataclass is slow to make
    """A block of a page (paragraph, list item, table row, heading, caption) in reading order.

    `text` is `page.text[start:end]`. `heading` is the nearest heading above it; `page` the page
    number, from 1, in paged formats.
    """

    text: str
    start: int
    end: int
    region: Region = Region.MAIN
    heading: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one source. `status` differs from `source.status` when the bytes arrived and
    cannot be read (`WRONG_TYPE`, `EMPTY`); then `detail` says why and `passages` is empty.

    `language` is a BCP 47 primary subtag such as "en", None when unknown. `published` is the
    page's own date, when it gives one.
    """

    source: Source
    status: SourceStatus
    detail: str = ""
    title: str | None = None
    language: str | None = None
    published: datetime | None = None
    text: str = field(default="", repr=False)
    passages: tuple[Passage, ...] = field(default=(), repr=False)


# ---------------------------------------------------------------- verdicts


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a verdict: a code, what the claim says, what the source says, in words."""

    code: ReasonCode
    claim: str | None = None
    source: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A run of one to a few sentences of a page that bears on a claim.

    `text` is `page.text[start:end]`. `aligned` holds quadruples (claim start, claim end, page
    start, page end) of matching words: the first two are offsets into the claim's text, the last
    two into the page's text. `score` is this passage's own score, 0 to 1. `url` is the page's
    final URL.
    """

    text: str
    start: int
    end: int
    url: str
    score: float
    region: Region = Region.MAIN
    heading: str | None = None
    page: int | None = None
    aligned: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the matcher says of one claim against one page, or against several together.

    `score` is the probability, 0 to 1, that a careful reader would call the claim fully
    supported. `features` names each input of the model and its contribution (log-odds), for
    `citecheck match --explain`.
    """

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    features: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one citation, a (claim, reference) pair.

    `score` is None when nothing was judged (unverifiable, unresolved). `needed` is True when the
    citation carries the claim alone or as a needed part of the union (citation precision; Liu,
    Zhang, Liang, "Evaluating Verifiability in Generative Search Engines", 2023).
    """

    ref: str
    verdict: Verdict
    score: float | None
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    needed: bool = False


class DecisionKind(StrEnum):
    """What a reviewer can say of a finding."""

    ACCEPT = "accept"  # the claim stands as it is; the finding no longer counts
    WRONG_VERDICT = "wrong_verdict"  # the sources say something else than the verdict
    FIX_CLAIM = "fix_claim"  # the brief is to be mended
    REPLACE_SOURCE = "replace_source"  # another source is to be cited
    NOTE = "note"  # a remark; changes nothing
    WITHDRAW = "withdraw"  # takes back what was decided before


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a claim: `by` are the initials, `verdict` is the one then seen.

    `claim` is the claim's text at that time. `changed` names what has changed since ("claim",
    "references", "evidence"); a decision with any of these is stale and counts no more.
    """

    kind: DecisionKind
    by: str
    at: datetime
    why: str
    claim: str
    verdict: Verdict | None = None
    changed: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """True when the claim, its references or the evidence are no longer those decided on."""
        return bool(self.changed)


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one claim, from all its citations together.

    `decisions` are those of reviewers, oldest first, stale ones among them. `ignore` is the
    brief's own instruction to let a verdict of this finding pass. `known` is True when the report
    given as a baseline has the finding, no better than it is now.
    """

    claim: Claim
    verdict: Verdict
    score: float | None
    reasons: tuple[Reason, ...] = ()
    citations: tuple[Assessment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ignore: Ignore | None = None
    known: bool = False

    @property
    def decision(self) -> Decision | None:
        """The decision in force: the last one that is neither stale nor a note."""
        for decision in reversed(self.decisions):
            if not decision.is_stale and decision.kind is not DecisionKind.NOTE:
                return None if decision.kind is DecisionKind.WITHDRAW else decision
        return None

    @property
    def accepted(self) -> Decision | None:
        """The decision that accepts this finding, so that it counts for no exit status."""
        decision = self.decision
        return decision if decision and decision.kind is DecisionKind.ACCEPT else None

    @property
    def ignored(self) -> Ignore | None:
        """The instruction that lets this finding's own verdict pass."""
        if self.ignore is None or self.verdict is Verdict.SUPPORTED:
            return None
        return self.ignore if self.ignore.covers(self.verdict) else None

    @property
    def problems(self) -> frozenset[Verdict]:
        """What may count against it: its verdict, and `UNRESOLVED` when a citation of it is so,
        but for what the brief says to ignore."""
        verdicts = {self.verdict} - {Verdict.SUPPORTED}
        verdicts.update(c.verdict for c in self.citations if c.verdict is Verdict.UNRESOLVED)
        if self.ignore is not None:
            verdicts = {verdict for verdict in verdicts if not self.ignore.covers(verdict)}
        return frozenset(verdicts)

    @property
    def certainty(self) -> Certainty | None:
        """How sure the verdict is that the claim is, or is not, fully supported, by its score.

        None where nothing was judged, and for a claim that is supported in part.
        """
        if self.score is None or self.verdict is Verdict.PARTIALLY_SUPPORTED:
            return None
        supported = self.verdict is Verdict.SUPPORTED
        probability = self.score if supported else 1 - self.score
        return Certainty.SURE if probability >= SURE_FROM else Certainty.LIKELY

    @property
    def excused(self) -> bool:
        """True when a reviewer has accepted it, the brief says to ignore it, or a baseline has
        it, so that it counts for nothing."""
        return self.known or self.accepted is not None or self.ignored is not None

    def counts(self, fail_on: FailOn, *, strict: bool = False) -> bool:
        """Tell whether one of its problems is among `fail_on`, no reviewer has accepted it and
        no baseline has it. With `strict` a claim that is only likely supported counts too."""
        if self.known or self.accepted is not None:
            return False
        doubtful = self.verdict is Verdict.SUPPORTED and self.certainty is not Certainty.SURE
        return (strict and doubtful) or not self.problems.isdisjoint(fail_on)


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """One thing that is wrong with an entry by a registry's record.

    `detail` says it as a sentence; `entry` and `record` are what the two say where they differ.
    `known` is True when the report given as a baseline has it too.
    """

    problem: ReferenceProblem
    detail: str
    entry: str | None = None
    record: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """What a registry says of an entry's identifier, such as "doi:10.1000/182".

    `detail` tells in words how the look-up ended, `findings` what is wrong with the entry.
    """

    identifier: str
    registry: str
    detail: str
    findings: tuple[RecordFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceCheck:
    """One entry of the source list and what became of it. `source` is None for an entry that no
    claim cites (it is not fetched); `page_title`, `characters` describe the text that was read.
    `record` is None unless a registry was asked about the entry's identifier (`--metadata`), or
    an archive about its page (`--require-archived`)."""

    reference: Reference
    source: Source | None
    status: SourceStatus | None
    detail: str = ""
    page_title: str | None = None
    characters: int | None = None
    record: RecordCheck | None = None

    @property
    def problems(self) -> tuple[RecordFinding, ...]:
        """What is wrong with the entry by the registry's record, but for what is known."""
        findings = self.record.findings if self.record else ()
        return tuple(finding for finding in findings if not finding.known)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one brief. The two measures are None when there is nothing to measure.

    `citation_recall` is the share of cited claims that their citations support in full,
    `citation_precision` the share of citations that carry a claim (Liu, Zhang, Liang 2023).
    `markers` counts every marker of the document by what became of it.
    """

    claims: int
    verdicts: Mapping[Verdict, int]
    citations: int
    citation_recall: float | None
    citation_precision: float | None
    markers: Mapping[MarkerStatus, int]


@dataclass(frozen=True, slots=True)
class BriefReport:
    """All findings on one brief. `lost_decisions` are those whose claim is no longer in it."""

    brief: Brief
    references: tuple[ReferenceCheck, ...]
    findings: tuple[Finding, ...]
    summary: Summary
    lost_decisions: tuple[Decision, ...] = ()

    def counts(self, fail_on: FailOn, *, strict: bool = False) -> bool:
        """Tell whether a claim, an entry of the source list or the brief itself has a problem
        that is among `fail_on`."""
        return (
            any(finding.counts(fail_on, strict=strict) for finding in self.findings)
            or not fail_on.isdisjoint(self.brief.problems)
            or any(f.problem in fail_on for check in self.references for f in check.problems)
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run over one or more briefs."""

    version: str
    checked_at: datetime
    briefs: tuple[BriefReport, ...]
    disclaimer: str = DISCLAIMER
