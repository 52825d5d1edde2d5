"""What counts against each finding, and views that answer the usual questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

VIEWS = {
    "audit_briefs": """
        SELECT rb.run_id, rb.path, b.title, rb.state, rb.problem, r.claims, r.supported,
            r.partially_supported, r.contradicted, r.not_supported, r.unverifiable, r.unresolved,
            r.uncited, r.citations, r.citation_recall, r.citation_precision, rb.accepted,
            rb.brief_id, rb.result_id
        FROM run_briefs rb
        LEFT JOIN briefs b ON b.id = rb.brief_id
        LEFT JOIN results r ON r.id = rb.result_id""",
    "audit_runs": """
        SELECT runs.id AS run_id, runs.started_at, runs.ended_at, runs.state, e.version, e.model,
            e.code, count(ab.path) AS briefs,
            sum(CASE WHEN ab.state = 'failed' THEN 1 ELSE 0 END) AS not_readable,
            sum(ab.claims) AS claims, sum(ab.supported) AS supported,
            sum(ab.partially_supported) AS partially_supported,
            sum(ab.contradicted) AS contradicted, sum(ab.not_supported) AS not_supported,
            sum(ab.unverifiable) AS unverifiable, sum(ab.unresolved) AS unresolved,
            sum(ab.uncited) AS uncited
        FROM runs
        JOIN engines e ON e.id = runs.engine_id
        LEFT JOIN audit_briefs ab ON ab.run_id = runs.id
        GROUP BY runs.id, runs.started_at, runs.ended_at, runs.state, e.version, e.model, e.code""",
    "audit_claims": """
        SELECT rb.run_id, rb.path, c.line, c.claim_id, c.text, f.verdict, f.score, f.problems,
            f.reasons
        FROM run_briefs rb
        JOIN findings f ON f.result_id = rb.result_id
        JOIN claims c ON c.brief_id = rb.brief_id AND c.claim_id = f.claim_id""",
    "audit_citations": """
        SELECT rb.run_id, rb.path, ci.claim_id, ci.ref, u.url, u.host, l.status, ci.verdict,
            ci.score, ci.needed
        FROM run_briefs rb
        JOIN citations ci ON ci.result_id = rb.result_id
        LEFT JOIN urls u ON u.id = ci.url_id
        LEFT JOIN lookups l ON l.run_id = rb.run_id AND l.url_id = ci.url_id""",
    "audit_links": """
        SELECT l.run_id, u.url, l.host, l.status, l.detail, l.http_status, l.final_url,
            l.looked_up_at, s.sha256, s.size,
            (SELECT count(*) FROM brief_references br
                JOIN run_briefs rb ON rb.brief_id = br.brief_id
                WHERE rb.run_id = l.run_id AND br.url_id = l.url_id AND br.cited) AS cited_by
        FROM lookups l
        JOIN urls u ON u.id = l.url_id
        LEFT JOIN sources s ON s.id = l.source_id""",
    "audit_hosts": """
        SELECT l.run_id, l.host, count(*) AS links,
            sum(CASE WHEN l.status = 'ok' THEN 1 ELSE 0 END) AS ok,
            sum(CASE WHEN l.status <> 'ok' THEN 1 ELSE 0 END) AS not_ok
        FROM lookups l
        GROUP BY l.run_id, l.host""",
}


def upgrade() -> None:
    """Add the columns, make the views."""
    op.add_column("findings", sa.Column("problems", sa.JSON(none_as_null=True)))
    op.add_column("run_briefs", sa.Column("accepted", sa.Integer()))
    op.drop_column("decisions", "line")
    op.add_column("decisions", sa.Column("cited_urls", sa.JSON(none_as_null=True)))
    op.add_column("decisions", sa.Column("evidence", sa.Text()))
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
