"""Downloads over HTTP from a real server on loopback: resuming, refusing, giving up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from device.weights_fetch.transport import TransportError
from device.weights_fetch.upstream import Upstream

CONTENT = bytes(range(256)) * 4096


@dataclass
class Site:
    """A server of one file.

    cut: bytes after which each answer breaks off. ranges: whether it knows them. asked: the Range headers it saw.
    """

    address: str = ""
    cut: int | None = None
    ranges: bool = True
    status: int | None = None
    asked: list[str | None] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    facts = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers["Range"]
            facts.asked.append(wanted)
            if facts.status is not None:
                self.send_error(facts.status)
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and facts.ranges else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(CONTENT) - start))
            self.end_headers()
            self.wfile.write(CONTENT[start:][: facts.cut])

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    facts.address = f"http://127.0.0.1:{server.server_port}/file.bin"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield facts
    server.shutdown()
    thread.join()
    server.server_close()


def _fetch(site: Site, target: Path) -> list[int]:
    told: list[int] = []
    Upstream(timeout_s=5).fetch(site.address, target, len(CONTENT), told.append)
    return told


def test_whole(site: Site, tmp_path: Path) -> None:
    told = _fetch(site, tmp_path / "deep" / "file.part")
    assert (tmp_path / "deep" / "file.part").read_bytes() == CONTENT
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)
    assert site.asked == [None]


def test_goes_on_where_an_earlier_run_stopped(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(CONTENT[:1000])
    told = _fetch(site, tmp_path / "file.part")
    assert (tmp_path / "file.part").read_bytes() == CONTENT
    assert site.asked == ["bytes=1000-"]
    assert told[0] > 1000


def test_a_server_that_breaks_off_is_asked_for_the_rest(site: Site, tmp_path: Path) -> None:
    site.cut = len(CONTENT) // 3 + 1
    _fetch(site, tmp_path / "file.part")
    assert (tmp_path / "file.part").read_bytes() == CONTENT
    assert site.asked == [None, f"bytes={site.cut}-", f"bytes={2 * site.cut}-"]


def test_a_server_that_always_breaks_off(site: Site, tmp_path: Path) -> None:
    site.cut = 1000
    with pytest.raises(TransportError, match=r"127\.0\.0\.1:\d+ broke off at 4000 of 1048576 bytes"):
        _fetch(site, tmp_path / "file.part")
    assert (tmp_path / "file.part").read_bytes() == CONTENT[:4000]


def test_a_server_without_ranges_starts_anew(site: Site, tmp_path: Path) -> None:
    site.ranges = False
    (tmp_path / "file.part").write_bytes(b"something else")
    _fetch(site, tmp_path / "file.part")
    assert (tmp_path / "file.part").read_bytes() == CONTENT


def test_nothing_is_asked_when_all_is_there(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(CONTENT)
    _fetch(site, tmp_path / "file.part")
    assert site.asked == []


def test_refusals_are_told(site: Site, tmp_path: Path) -> None:
    site.status = 404
    with pytest.raises(TransportError, match=r"127\.0\.0\.1:\d+ answers 404 Not Found"):
        _fetch(site, tmp_path / "file.part")


def test_a_host_that_cannot_be_reached_is_asked_once(site: Site, tmp_path: Path) -> None:
    upstream = Upstream(timeout_s=5)
    for _ in range(2):
        with pytest.raises(TransportError, match=r"^127\.0\.0\.1:9 cannot be reached"):
            upstream.fetch("http://127.0.0.1:9/a", tmp_path / "a", 10, lambda _done: None)
