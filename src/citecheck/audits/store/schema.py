"""The tables of an audit's store, the same in SQLite and PostgreSQL.

What does not change is kept once and shared by all runs: briefs, claims, references, URLs,
sources (a URL's body with a given content), readings (a source's text as one version of citecheck
reads it), assessments (a claim against texts, as one version judges it) and results (all findings
on a brief whose sources said what they said). A run only points at these. The migrations in
`migrations/` make the tables; this module is what queries are written with.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which keeps no time zones, gives it back with one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Turn it to UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_Json = sa.JSON(none_as_null=True)
_Time = UtcTime()


def _table(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, *columns)


engines = _table(
    "engines",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Text, nullable=False),  # of citecheck
    sa.Column("model", sa.Text, nullable=False),  # a digest of the model's weights
    sa.Column("code", sa.Text, nullable=False),  # a digest of the code that reads and judges
    sa.UniqueConstraint("version", "model", "code"),
)

runs = _table(
    "runs",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("plan", sa.Text, nullable=False),  # a digest of what was asked; finds it to resume
    sa.Column("state", sa.Text, nullable=False),  # planning, running, stopping, stopped, finished
    sa.Column("started_at", _Time, nullable=False),
    sa.Column("ended_at", _Time),
    sa.Column("engine_id", sa.Integer, sa.ForeignKey("engines.id"), nullable=False),
    sa.Column("inputs", _Json, nullable=False),
    sa.Column("options", _Json, nullable=False),
)

briefs = _table(
    "briefs",
    sa.Column("id", sa.Text, primary_key=True),  # a digest of the content, format and source list
    sa.Column("sha256", sa.Text, nullable=False),  # of the bytes
    sa.Column("title", sa.Text),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # compressed by zlib
    sa.Column("source_list", _Json),  # kept elsewhere; NULL where the brief has its own
    sa.Column("engine_id", sa.Integer, sa.ForeignKey("engines.id")),  # what parsed it last
    sa.Column("no_markers", sa.Text),  # why no marker leads to its source list, if none does
)

claims = _table(
    "claims",
    sa.Column("brief_id", sa.Text, sa.ForeignKey("briefs.id"), primary_key=True),
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("heading", sa.Text),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("refs", _Json, nullable=False),
    sa.Column("claim_key", sa.Text, nullable=False),  # a digest of all that is judged of it
)

references = _table(
    "brief_references",
    sa.Column("brief_id", sa.Text, sa.ForeignKey("briefs.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("url", sa.Text),  # as the brief has it
    sa.Column("url_id", sa.Integer, sa.ForeignKey("urls.id"), index=True),
    sa.Column("cited", sa.Boolean, nullable=False),  # a claim cites it, so it is fetched
)

urls = _table(
    "urls",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("url", sa.Text, nullable=False, unique=True),  # canonical
    sa.Column("host", sa.Text, nullable=False, index=True),
)

sources = _table(
    "sources",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("url_id", sa.Integer, sa.ForeignKey("urls.id"), nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text, nullable=False),  # the header as sent, "" for none
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("first_seen", _Time, nullable=False),
    sa.Column("warc", sa.Text, nullable=False),  # the file in the folder of bodies
    sa.Column("warc_offset", sa.BigInteger, nullable=False),
    sa.Column("warc_length", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("url_id", "sha256", "content_type"),
)

readings = _table(
    "readings",
    sa.Column("source_id", sa.Integer, sa.ForeignKey("sources.id"), primary_key=True),
    sa.Column("engine_id", sa.Integer, sa.ForeignKey("engines.id"), primary_key=True),
    sa.Column("lookup_status", sa.Text, primary_key=True),  # how the look-up itself had ended
    sa.Column("status", sa.Text, nullable=False),  # of the page: ok, empty, wrong_type, ...
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("readable", sa.Boolean, nullable=False),  # there is something to match
    sa.Column("title", sa.Text),
    sa.Column("characters", sa.Integer),
    sa.Column("text_key", sa.Text, nullable=False),  # a digest of all that is judged of it
)

lookups = _table(
    "lookups",
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("url_id", sa.Integer, sa.ForeignKey("urls.id"), primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("status", sa.Text),  # NULL until it is looked up
    sa.Column("detail", sa.Text),
    sa.Column("http_status", sa.Integer),
    sa.Column("final_url", sa.Text),
    sa.Column("redirects", _Json),
    sa.Column("fetched_at", _Time),
    sa.Column("looked_up_at", _Time),
    sa.Column("from_cache", sa.Boolean),
    sa.Column("archived_url", sa.Text),  # of a web archive's copy, where the body is one
    sa.Column("archived_at", _Time),
    sa.Column("rendered", sa.Boolean),
    sa.Column("source_id", sa.Integer, sa.ForeignKey("sources.id")),
    sa.Index("lookups_by_host", "run_id", "host"),
    sa.Index("lookups_by_url", "url_id"),
)

run_hosts = _table(
    "run_hosts",
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("host", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # waiting, taken, done
    sa.Column("owner", sa.Text),  # the lane that has taken it
    sa.Index("run_hosts_by_state", "run_id", "state"),
)

run_briefs = _table(
    "run_briefs",
    sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("brief_id", sa.Text, sa.ForeignKey("briefs.id")),
    sa.Column("state", sa.Text, nullable=False),  # waiting, taken, done, failed
    sa.Column("owner", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("problem", sa.Text),  # why it failed
    sa.Column("result_id", sa.Text, sa.ForeignKey("results.id")),
    sa.Column("accepted", sa.Integer),  # findings that a reviewer's decision lets pass
    sa.Index("run_briefs_by_state", "run_id", "state", "position"),
    sa.Index("run_briefs_by_path", "path"),
    sa.Index("run_briefs_by_brief", "brief_id"),
)

results = _table(
    "results",
    sa.Column("id", sa.Text, primary_key=True),  # a digest of the brief, engine and sources
    sa.Column("brief_id", sa.Text, sa.ForeignKey("briefs.id"), nullable=False),
    sa.Column("engine_id", sa.Integer, sa.ForeignKey("engines.id"), nullable=False),
    sa.Column("made_at", _Time, nullable=False),
    sa.Column("claims", sa.Integer, nullable=False),
    sa.Column("citations", sa.Integer, nullable=False),
    sa.Column("supported", sa.Integer, nullable=False),
    sa.Column("partially_supported", sa.Integer, nullable=False),
    sa.Column("contradicted", sa.Integer, nullable=False),
    sa.Column("not_supported", sa.Integer, nullable=False),
    sa.Column("unverifiable", sa.Integer, nullable=False),
    sa.Column("unresolved", sa.Integer, nullable=False),
    sa.Column("uncited", sa.Integer, nullable=False),
    sa.Column("unresolved_citations", sa.Integer, nullable=False),
    sa.Column("citation_recall", sa.Float),
    sa.Column("citation_precision", sa.Float),
)

findings = _table(
    "findings",
    sa.Column("result_id", sa.Text, sa.ForeignKey("results.id"), primary_key=True),
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("reasons", _Json, nullable=False),
    sa.Column("problems", _Json),  # verdicts that count against it, but for what it ignores
)

citations = _table(
    "citations",
    sa.Column("result_id", sa.Text, sa.ForeignKey("results.id"), primary_key=True),
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("ref", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("score", sa.Float),
    sa.Column("needed", sa.Boolean, nullable=False),
    sa.Column("url_id", sa.Integer, sa.ForeignKey("urls.id"), index=True),
    sa.Column("source_id", sa.Integer, sa.ForeignKey("sources.id")),
    sa.Column("assessment_id", sa.Text, sa.ForeignKey("assessments.id")),
    sa.Column("reasons", _Json),  # where they are not those of the assessment
)

assessments = _table(
    "assessments",
    sa.Column("id", sa.Text, primary_key=True),  # a digest of the claim, pages and engine
    sa.Column("claim_key", sa.Text, nullable=False),
    sa.Column("page_key", sa.Text, nullable=False),  # several, joined by "+", for a union
    sa.Column("engine_id", sa.Integer, sa.ForeignKey("engines.id"), nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("reasons", _Json, nullable=False),
    sa.Column("evidence", _Json, nullable=False),
    sa.Index("assessments_by_claim", "claim_key", "engine_id"),
)

decisions = _table(
    "decisions",
    sa.Column("brief_path", sa.Text, primary_key=True),
    sa.Column("decided_at", _Time, primary_key=True),
    sa.Column("claim", sa.Text, primary_key=True),  # its text when it was decided
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text),
    sa.Column("cited_urls", _Json),  # the URLs that the claim cited then
    sa.Column("evidence", sa.Text),  # a digest of the passages then seen
)


def read_by(engine_id: sa.ColumnElement[int] | int) -> sa.ColumnElement[bool]:
    """The condition that joins `readings` to `lookups`: what an engine read of what was found."""
    return sa.and_(
        readings.c.source_id == lookups.c.source_id,
        readings.c.engine_id == engine_id,
        readings.c.lookup_status == lookups.c.status,
    )
