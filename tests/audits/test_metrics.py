"""Metrics of an audit arrive at a receiver of the OpenTelemetry protocol."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)

from audits import archive
from audits.conftest import Audit
from servers.web import Site


def test_an_audit_reports_its_progress(audit: Audit, sites: list[Site], tmp_path: Path) -> None:
    archive.make(tmp_path / "archive", sites, briefs=4, pages=6)
    sites[0].pages.pop("/page/0")
    reports: list[ExportMetricsServiceRequest] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            assert self.path == "/v1/metrics"
            reports.append(ExportMetricsServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        finished = audit("archive", "--store", "store.sqlite", "--otel", address)
    finally:
        server.shutdown()
        server.server_close()
    assert finished.returncode == 1, finished.stderr
    values = {}
    for metric in reports[-1].resource_metrics[0].scope_metrics[0].metrics:
        for point in metric.gauge.data_points:
            labels = {a.key: a.value.string_value for a in point.attributes}
            key = labels.get("status") or labels.get("state") or ""
            values[metric.name, key] = point.as_int
    looked_up = dict(
        archive.rows(tmp_path / "store.sqlite", "SELECT status, count(*) FROM lookups GROUP BY 1")
    )
    assert values["citecheck.audit.briefs", "done"] == 4
    assert values["citecheck.audit.links.waiting", ""] == 0
    for status, count in looked_up.items():
        assert values["citecheck.audit.lookups", status] == count
    assert looked_up["not_found"] == 1


def test_a_receiver_that_is_not_there_disturbs_nothing(
    audit: Audit, sites: list[Site], tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=2, pages=4)
    finished = audit("archive", "--store", "store.sqlite", "--otel", "http://127.0.0.1:9")
    assert finished.returncode == 1, finished.stderr
    assert "2 of 2 briefs checked" in finished.stdout
    wrong = audit("archive", "--store", "store.sqlite", "--otel", "localhost")
    assert wrong.returncode == 2
    assert "is no URL" in wrong.stderr
