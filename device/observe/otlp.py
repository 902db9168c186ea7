"""OpenTelemetry: metrics, and each turn as a trace from the wake phrase to the last sample, to a collector on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.metrics import CallbackOptions, Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExplicitBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import set_span_in_context

from device.observe import table
from device.observe.turns import Turn
from device.version import version
from edge.errors import InputError


def loopback_collector(url: str) -> str:
    """The address without a slash at its end. Raises InputError when it does not lead to this machine.

    What a car tells of itself leaves it by a collector that the car maker runs, never straight from here.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        local = parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
        _ = parts.port
    except ValueError:
        local = False
    if not local:
        raise InputError(f"--otlp {url}", "must be http:// on loopback, such as http://127.0.0.1:4318")
    return url.rstrip("/")


class Collector:
    """What is sent to an OTLP collector."""

    def __init__(self, url: str, every_s: float = 15.0) -> None:
        """url: of the collector, without a path. Raises InputError when it is not on loopback."""
        base = loopback_collector(url)
        self._view: table.View | None = None
        resource = Resource.create({"service.name": "cabin-voice", "service.version": version()})
        reader = PeriodicExportingMetricReader(OTLPMetricExporter(f"{base}/v1/metrics"), export_interval_millis=every_s * 1000)
        buckets = View(instrument_name="cabin_turn_*", aggregation=ExplicitBucketHistogramAggregation(table.BUCKETS))
        self._meters = MeterProvider([reader], resource=resource, views=[buckets], shutdown_on_exit=False)
        self._traces = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{base}/v1/traces"), schedule_delay_millis=1000))
        self._tracer = self._traces.get_tracer("cabin-voice")
        meter = self._meters.get_meter("cabin-voice")
        for metric in table.METRICS:
            make = meter.create_observable_gauge if metric.kind == "gauge" else meter.create_observable_counter
            make(metric.name, callbacks=[self._reading(metric)], description=metric.help)
        self._latency = meter.create_histogram(table.LATENCY[0], unit="s", description=table.LATENCY[1])
        self._phase = meter.create_histogram(table.PHASE[0], unit="s", description=table.PHASE[1])

    def view(self, view: table.View | None) -> None:
        """The daemon's picture of itself; None: it is gone."""
        self._view = view

    def turn(self, turn: Turn, epoch_ns: int) -> None:
        """A turn has ended. epoch_ns: Unix time of audio time 0."""

        def at(t: float) -> int:
            return epoch_ns + round(t * 1e9)

        ends = [span.end for span in turn.spans if span.end is not None]
        attributes: dict[str, Any] = {
            "cabin.turn": turn.number,
            "cabin.opened_by": turn.opened_by,
            "cabin.endpoint": turn.endpoint,
            "cabin.outcome": turn.outcome,
        }
        if turn.latency_ms is not None:
            attributes["cabin.latency_ms"] = turn.latency_ms
            self._latency.record(turn.latency_ms / 1000, {"endpoint": turn.endpoint})
        root = self._tracer.start_span("turn", start_time=at(turn.t), attributes=attributes)
        for what, t in turn.marks:
            root.add_event(what, timestamp=at(t))
        inside = set_span_in_context(root)
        for span in turn.spans:
            if span.end is not None:
                self._phase.record(span.end - span.start, {"phase": span.name})
                self._tracer.start_span(span.name, inside, start_time=at(span.start)).end(at(span.end))
        root.end(at(max(ends, default=turn.t)))

    def close(self) -> None:
        """Send what is left and stop. Takes as long as the collector does, so not on an event loop."""
        self._traces.shutdown()
        self._meters.shutdown()

    def _reading(self, metric: table.Metric) -> Callable[[CallbackOptions], Iterable[Observation]]:
        def read(options: CallbackOptions) -> Iterable[Observation]:
            if self._view is not None:
                for labels, value in metric.read(self._view):
                    yield Observation(value, labels)

        return read
