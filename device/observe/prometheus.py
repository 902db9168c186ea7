"""A Prometheus endpoint: the page /metrics on loopback or on a Unix socket."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from websockets.asyncio.server import Server, ServerConnection, serve, unix_serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from device.console.guard import LOOPBACK, own_host
from device.observe.table import BUCKETS, LATENCY, METRICS, PHASE, View
from device.observe.turns import Turn
from edge.errors import CabinError

_KIND = "text/plain; version=0.0.4; charset=utf-8"
_quiet = logging.getLogger("device.observe.websockets")
_quiet.setLevel(logging.CRITICAL)


class Page(Collector):
    """The newest picture of the daemon in Prometheus' words."""

    def __init__(self) -> None:
        self._view: View | None = None
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(self)
        self._latency = Histogram(*LATENCY, ["endpoint"], buckets=BUCKETS, registry=self.registry)
        self._phase = Histogram(*PHASE, ["phase"], buckets=BUCKETS, registry=self.registry)
        self._server: Server | None = None
        self.port = 0
        """Where it listens, when on a port."""

    def view(self, view: View | None) -> None:
        """The daemon's picture of itself; None: it is gone."""
        self._view = view

    def turn(self, turn: Turn) -> None:
        """A turn has ended."""
        if turn.latency_ms is not None:
            self._latency.labels(turn.endpoint).observe(turn.latency_ms / 1000)
        for span in turn.spans:
            if span.end is not None:
                self._phase.labels(span.name).observe(span.end - span.start)

    def collect(self) -> Iterable[Metric]:
        """See `Collector`."""
        if self._view is None:
            yield GaugeMetricFamily(METRICS[0].name, METRICS[0].help, value=0)
            return
        for metric in METRICS:
            labels = [metric.label] if metric.label else []
            family: Any = (GaugeMetricFamily if metric.kind == "gauge" else CounterMetricFamily)(
                metric.name, metric.help, labels=labels
            )
            for point, value in metric.read(self._view):
                family.add_metric(list(point.values()), value)
            yield family

    async def start(self, port: int | None, unix: Path | None) -> None:
        """Listen on a port of loopback (0: a free one) or on a Unix socket. Raises CabinError when that cannot be had."""
        options: dict[str, Any] = {"process_request": self._answer, "max_size": 1024, "server_header": None, "logger": _quiet}
        try:
            if unix is not None:
                unix.unlink(missing_ok=True)
                self._server = await unix_serve(self._refuse, str(unix), **options)
                unix.chmod(0o600)
            else:
                self._server = await serve(self._refuse, LOOPBACK, port, **options)
                self.port = next(iter(self._server.sockets)).getsockname()[1]
        except OSError as error:
            raise CabinError(f"metrics: {unix or f'port {port}'} cannot be had ({error.strerror})") from None
        self._unix = unix

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            if self._unix is not None:
                self._unix.unlink(missing_ok=True)

    def _answer(self, connection: ServerConnection, request: Request) -> Response:
        if self._unix is None and not own_host(request.headers.get_all("Host")):
            return _reply(HTTPStatus.MISDIRECTED_REQUEST, b"not addressed to this machine\n")
        if request.path.split("?", 1)[0] != "/metrics":
            return _reply(HTTPStatus.NOT_FOUND, b"there is only /metrics\n")
        return _reply(HTTPStatus.OK, generate_latest(self.registry), _KIND)

    async def _refuse(self, connection: ServerConnection) -> None:
        await connection.close()


def _reply(status: HTTPStatus, body: bytes, kind: str = "text/plain; charset=utf-8") -> Response:
    headers = Headers([("Content-Type", kind), ("Content-Length", str(len(body))), ("Connection", "close")])
    return Response(status.value, status.phrase, headers, body)
