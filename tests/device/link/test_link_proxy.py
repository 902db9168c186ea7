"""The proxy that the environment names: used for addresses on a network, never for this machine."""

from __future__ import annotations

import asyncio

import pytest
from link_peers import Tone, answered, http, tcp_server, until

from device.link.answering import answering
from device.link.client import open_link
from device.link.endpoint import Endpoint
from device.link.errors import ProxyFailedError
from device.link.server import listening
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_client import ClientSession

FAR = "ws://realtime.example/v1/realtime"
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "socks_proxy", "ws_proxy", "wss_proxy")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def one_turn(url: str) -> bool:
    async with await open_link(Endpoint(url)) as link:
        session = ClientSession(STEPFUN, SessionConfig())
        session.request_response()
        return answered(await until(link, session, answered))


def test_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def ask() -> None:
        async with listening(answering(Tone)) as server:
            port = int(server.address.split(":")[2].split("/")[0])

            async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                asked.append((await reader.readuntil(b"\r\n\r\n")).splitlines()[0])
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

                async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
                    while data := await source.read(65_536):
                        sink.write(data)
                        await sink.drain()
                    sink.close()

                await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

            async with tcp_server(tunnel) as proxy_port:
                monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy_port}")
                monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy_port}")
                assert await one_turn(FAR)
                # The model on this machine is reached directly.
                assert await one_turn(server.address)

    asyncio.run(ask())
    assert asked == [b"CONNECT realtime.example:80 HTTP/1.1"]


def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask() -> None:
        async with tcp_server(http("407 Proxy Authentication Required")) as port:
            monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
            with pytest.raises(ProxyFailedError, match="407"):
                await open_link(Endpoint(FAR))

    asyncio.run(ask())
