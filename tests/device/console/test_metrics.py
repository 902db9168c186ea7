"""`cabin metrics` against a running daemon: what Prometheus reads, and what an OpenTelemetry collector is sent."""

from __future__ import annotations

import asyncio
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families
from rig import running
from waiting import until

from device.console.feed import Feed
from device.control.socket import request
from device.observe.command import Exporter
from device.observe.otlp import Collector, loopback_collector
from device.observe.prometheus import Page
from device.observe.turns import PHASES
from edge.errors import InputError
from edge.weights.store import WeightStore


class _Collecting(http.server.BaseHTTPRequestHandler):
    """An OTLP collector on loopback that keeps what it is sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, body))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def collecting() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Collecting)
    server.got = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


async def _get(port: int, path: str = "/metrics", host: str = "localhost") -> tuple[int, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), body.decode()


@pytest.mark.weights
def test_a_turn_is_a_trace_and_numbers(
    weights: WeightStore, tmp_path: Path, collecting: http.server.ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    page = Page()

    async def main() -> str:
        collector = Collector(f"http://127.0.0.1:{collecting.server_address[1]}/")
        exporter = Exporter(page, collector)
        await page.start(0, None)
        async with running(tmp_path, weights) as rig:
            following = asyncio.create_task(Feed(tmp_path / "control.sock", exporter.take).run())
            control = tmp_path / "control.sock"
            await until(lambda: exporter._epoch_ns is not None)
            await until(lambda: rig.daemon.status()["links"]["local"]["status"] == "connected")
            await asyncio.to_thread(request, control, "wake")
            rig.speak()

            async def counted() -> str:
                text: str = (await _get(page.port))[1]
                return text if "cabin_turn_latency_seconds_count" in text and "cabin_answers_total 1" in text else ""

            text: str = await until(counted)
            assert (await _get(page.port, "/"))[0] == 404
            assert (await _get(page.port, host="evil.example"))[0] == 421
            following.cancel()
        await asyncio.to_thread(collector.close)
        await page.stop()
        return text

    begun_ns = time.time_ns()
    text = asyncio.run(asyncio.wait_for(main(), 120))
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families["cabin_up"].samples[0].value == 1
    assert families["cabin_resident_bytes"].samples[0].value > 5e7
    assert {s.labels["phase"] for s in families["cabin_turn_phase_seconds"].samples} == set(PHASES)
    assert any(s.labels == {"quality": "valid"} and s.value > 10 for s in families["cabin_signals"].samples)

    traces, metrics = ExportTraceServiceRequest(), ExportMetricsServiceRequest()
    for path, body in collecting.got:  # type: ignore[attr-defined]
        (traces if path == "/v1/traces" else metrics).MergeFromString(body)
    spans = {span.name: span for r in traces.resource_spans for scope in r.scope_spans for span in scope.spans}
    assert set(spans) == {"turn", *PHASES}
    root = spans["turn"]
    assert begun_ns < root.start_time_unix_nano < root.end_time_unix_nano < time.time_ns()
    assert [event.name for event in root.events] == ["sent", "transcript"]
    attributes = {a.key: a.value for a in root.attributes}
    assert attributes["cabin.opened_by"].string_value == "button"
    assert attributes["cabin.outcome"].string_value == "answered"
    latency_ns = spans["speaking"].start_time_unix_nano - spans["end_of_turn"].start_time_unix_nano
    assert latency_ns / 1e6 == pytest.approx(attributes["cabin.latency_ms"].int_value, abs=50)
    for name in PHASES:
        assert spans[name].parent_span_id == root.span_id
        assert spans[name].trace_id == root.trace_id
    names = {metric.name for r in metrics.resource_metrics for scope in r.scope_metrics for metric in scope.metrics}
    assert {"cabin_up", "cabin_wakes", "cabin_turn_latency_seconds", "cabin_turn_phase_seconds"} <= names


@pytest.mark.parametrize(
    "url", ["http://collector.example:4318", "https://127.0.0.1:4318", "127.0.0.1:4318", "http://10.0.0.1", "http://[::1", ""]
)
def test_a_collector_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="loopback"):
        loopback_collector(url)


def test_without_a_way_out_it_says_so() -> None:
    for arguments in ([], ["--port", "0", "--unix", "/tmp/x"], ["--otlp", "http://example.com"]):
        found = subprocess.run([sys.executable, "-m", "device", "metrics", *arguments], capture_output=True, text=True, timeout=60)
        assert found.returncode == 2
        assert len(found.stderr.splitlines()) == 1


def test_on_a_unix_socket_for_this_user_alone(tmp_path: Path) -> None:
    async def main() -> str:
        page = Page()
        file = tmp_path / "metrics.sock"
        await page.start(None, file)
        assert file.stat().st_mode & 0o077 == 0
        reader, writer = await asyncio.open_unix_connection(str(file))
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        text = (await reader.read()).decode()
        writer.close()
        await page.stop()
        assert not file.exists()
        return text

    assert "cabin_up 0.0" in asyncio.run(asyncio.wait_for(main(), 30))
