"""How far a run is, as OpenTelemetry metrics sent by OTLP over HTTP; only on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from citecheck.audits.progress import Progress
from citecheck.errors import SettingsError
from citecheck.version import __version__

if TYPE_CHECKING:
    from opentelemetry.metrics import CallbackOptions, Observation

_EVERY = 10_000.0  # milliseconds between two reports; the last one goes out at the end
_PATIENCE = 10  # seconds for one report


@contextmanager
def reported(endpoint: str) -> Iterator[Callable[[Progress], None]]:
    """A function that takes progress, of which the receiver at `endpoint` hears while the block
    runs, and once more at its end.

    The metrics: `citecheck.audit.lookups` by status, `citecheck.audit.briefs` by state (done,
    failed, waiting), `citecheck.audit.links.waiting`. A receiver that is not there disturbs
    nothing. Raises `SettingsError` when the libraries are missing or the address makes no sense.
    """
    if not endpoint.startswith(("http://", "https://")):
        raise SettingsError("--otel", f"{endpoint!r} is no URL", "write http://127.0.0.1:4318")
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
    except ImportError:
        hint = "pip install 'citecheck-briefs[otel]'"
        raise SettingsError("--otel", "needs OpenTelemetry", hint) from None
    url = f"{endpoint.rstrip('/')}/v1/metrics"
    exporter = OTLPMetricExporter(endpoint=url, timeout=_PATIENCE)
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=_EVERY)
    about = Resource({"service.name": "citecheck", "service.version": __version__})
    provider = MeterProvider([reader], resource=about, shutdown_on_exit=False)
    seen = Progress(0, "planning")

    def take(found: Progress) -> None:
        nonlocal seen
        seen = found

    _measure(provider, lambda: seen)
    try:
        yield take
    finally:
        provider.shutdown(timeout_millis=2000 * _PATIENCE)


def _measure(provider: Any, seen: Callable[[], Progress]) -> None:
    from opentelemetry.metrics import Observation

    meter = provider.get_meter("citecheck.audits", __version__)

    def lookups(_: CallbackOptions) -> Iterable[Observation]:
        run = seen().run_id
        return [Observation(n, {"status": s, "run": run}) for s, n in seen().statuses.items()]

    def briefs(_: CallbackOptions) -> Iterable[Observation]:
        now = seen()
        states = {
            "done": now.briefs_done,
            "failed": now.briefs_failed,
            "waiting": now.briefs_waiting,
        }
        return [Observation(n, {"state": s, "run": now.run_id}) for s, n in states.items()]

    def waiting(_: CallbackOptions) -> Iterable[Observation]:
        now = seen()
        return [Observation(now.urls - now.urls_done, {"run": now.run_id})]

    gauge = meter.create_observable_gauge
    gauge("citecheck.audit.lookups", [lookups], description="Look-ups that have ended, by status")
    gauge("citecheck.audit.briefs", [briefs], description="Briefs of the run, by state")
    gauge("citecheck.audit.links.waiting", [waiting], description="Links not yet looked up")
