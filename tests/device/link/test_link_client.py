"""The client over real sockets: answers, refusals, silence, and one clear line for each."""

from __future__ import annotations

import asyncio
import logging
import socket
from pathlib import Path

import pytest
from link_peers import Tone, answered, http, mute, tcp_server, until
from pydantic import SecretStr
from websockets.asyncio.server import ServerConnection, serve
from websockets.frames import Frame, Opcode
from websockets.protocol import Event
from websockets.server import ServerProtocol

from device.link import errors
from device.link.answering import answering
from device.link.client import Link, open_link, open_link_patiently
from device.link.endpoint import Endpoint, LinkLimits
from device.link.server import Caller, listening
from edge.realtime.backoff import Backoff
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import OPENAI_BETA, OPENAI_GA, STEPFUN, Dialect
from edge.realtime.events import AudioDelta, SessionCreated
from edge.realtime.session_client import ClientSession

KEY = SecretStr("sk-secret-of-the-test")


async def one_turn(endpoint: Endpoint) -> int:
    """Ask once; bytes of audio in the answer."""
    async with await open_link(endpoint) as link:
        session = ClientSession(endpoint.dialect, SessionConfig())
        session.open()
        session.append_audio(bytes(9600))
        session.commit()
        session.request_response()
        found = await until(link, session, answered)
        assert isinstance(found[0], SessionCreated)
        assert session.ready
        assert link.counters.batches_in <= link.counters.frames_in
        assert link.dropped_audio_bytes == 0
        return sum(len(event.pcm) for event in found if isinstance(event, AudioDelta))


@pytest.mark.parametrize("dialect", [STEPFUN, OPENAI_BETA, OPENAI_GA], ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_a_turn(dialect: Dialect, kind: str, tmp_path: Path) -> None:
    async def talk() -> None:
        unix = tmp_path / "model.sock" if kind == "unix" else None
        async with listening(answering(Tone), unix=unix) as server:
            model = "stepaudio-2.5-realtime" if dialect is STEPFUN else ""
            assert await one_turn(Endpoint(server.address, dialect, model)) == 48_000
            # The door opens again once the first session is over.
            assert await one_turn(Endpoint(server.address, dialect, model)) == 48_000

    asyncio.run(talk())


def refused(url: str, **more: object) -> errors.LinkError:
    with pytest.raises(errors.LinkError) as caught:
        asyncio.run(open_link(Endpoint(url, **more)))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("status", "body", "kind", "retry"),
    [
        ("401 Unauthorized", "", errors.WrongKeyError, False),
        ("402 Payment Required", "", errors.NoBalanceError, False),
        ("400 Bad Request", "", errors.UnknownModelError, False),
        ("404 Not Found", "model not found", errors.UnknownModelError, False),
        ("404 Not Found", "", errors.WrongAddressError, False),
        ("451 Unavailable", "", errors.ModeratedError, False),
        ("418 Teapot", "", errors.RefusedError, False),
        ("429 Too Many Requests", "", errors.RateLimitedError, True),
        ("500 Oops", "", errors.UnavailableError, True),
        ("503 Busy", "too busy\nreally", errors.UnavailableError, True),
        ("200 OK", "<html>Welcome to the car park</html>", errors.CaptivePortalError, True),
        ("302 Found", "", errors.CaptivePortalError, True),
    ],
)
def test_http_instead_of_a_websocket(status: str, body: str, kind: type[errors.LinkError], retry: bool) -> None:
    async def ask() -> errors.LinkError:
        headers = "Location: http://portal.invalid/login\r\nRetry-After: 7\r\n"
        async with tcp_server(http(status, body, headers)) as port:
            with pytest.raises(errors.LinkError) as caught:
                await open_link(Endpoint(f"ws://127.0.0.1:{port}/v1/realtime", STEPFUN, "other-model"))
            return caught.value

    found = asyncio.run(ask())
    assert type(found) is kind
    assert found.retry is retry
    assert "\n" not in str(found)
    if status[:3] in ("429", "503"):
        assert found.retry_after_s == 7


def test_the_model_s_other_spelling_is_tried_once() -> None:
    asked: list[str] = []

    async def ask(model: str) -> Link | None:
        async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode())
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 15\r\n\r\nmodel not found")
            await writer.drain()
            writer.close()

        async with tcp_server(serve_one) as port:
            return await open_link(Endpoint(f"ws://127.0.0.1:{port}/v1/realtime", STEPFUN, model))

    with pytest.raises(errors.UnknownModelError, match="step-2"):
        asyncio.run(ask("stepaudio-2.5-realtime"))
    assert asked == ["/v1/realtime?model=stepaudio-2.5-realtime", "/v1/realtime?model=step-2.5-realtime"]
    asked.clear()
    with pytest.raises(errors.UnknownModelError):
        asyncio.run(ask("step-audio-2"))
    assert len(asked) == 1


def test_nobody_is_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        assert type(refused(f"ws://127.0.0.1:{port}")) is errors.NothingListensError
    assert type(refused(f"ws+unix:{tmp_path}/none.sock")) is errors.NothingListensError
    assert type(refused("wss://no-such-host.invalid/v1/realtime")) is errors.NameNotFoundError


def test_a_peer_that_never_answers_or_hangs_up() -> None:
    async def ask() -> None:
        async with tcp_server(mute) as port:
            limits = LinkLimits(connect_s=0.05)
            with pytest.raises(errors.ConnectTimeoutError):
                await open_link(Endpoint(f"ws://127.0.0.1:{port}/", limits=limits))

        async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.close()

        async with tcp_server(hang_up) as port:
            with pytest.raises(errors.UnreachableError):
                await open_link(Endpoint(f"ws://127.0.0.1:{port}/"))

        async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"220 mail.example ESMTP\r\n\r\n")
            await writer.drain()
            writer.close()

        async with tcp_server(babble) as port:
            with pytest.raises(errors.CaptivePortalError):
                await open_link(Endpoint(f"ws://127.0.0.1:{port}/"))

    asyncio.run(ask())


def test_the_key_is_sent_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str | None] = []

    async def ask() -> None:
        async def keep(caller: Caller) -> None:
            seen.append(caller.headers.get("Authorization"))
            seen.append(caller.headers.get("Sec-WebSocket-Extensions"))

        async with listening(keep) as server:
            endpoint = Endpoint(server.address, key=KEY)
            assert "secret-of" not in repr(endpoint)
            async with await open_link(endpoint) as link:
                with pytest.raises(errors.LinkLostError):
                    await link.run(lambda frames: None)

    asyncio.run(ask())
    assert seen == ["Bearer sk-secret-of-the-test", None]
    assert "secret-of" not in caplog.text


def test_the_key_does_not_leave_unencrypted() -> None:
    assert type(refused("ws://192.0.2.1/v1/realtime", key=KEY)) is errors.InsecureKeyError


def test_trace_ids_are_kept() -> None:
    async def ask() -> None:
        async def handle(connection: ServerConnection) -> None:
            await connection.wait_closed()

        def trace(connection: ServerConnection, request: object, response: object) -> None:
            response.headers["X-Trace-Id"] = "abc"  # type: ignore[attr-defined]

        async with serve(handle, "127.0.0.1", 0, process_response=trace) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/")) as link:
                assert link.trace == {"x-trace-id": "abc"}
                assert link.connect_ms > 0

    asyncio.run(ask())


def test_silence_ends_a_link() -> None:
    async def ask() -> None:
        async def handshake_only(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            """A half-open peer: it takes the handshake and everything else and says no more."""
            protocol = ServerProtocol()
            protocol.receive_data(await reader.readuntil(b"\r\n\r\n"))
            [request] = protocol.events_received()
            protocol.send_response(protocol.accept(request))  # type: ignore[arg-type]
            writer.write(b"".join(protocol.data_to_send()))
            await reader.read()
            writer.close()

        limits = LinkLimits(ping_after_s=0.02, dead_after_s=0.1)
        async with tcp_server(handshake_only) as port, await open_link(Endpoint(f"ws://127.0.0.1:{port}/", limits=limits)) as link:
            with pytest.raises(errors.LinkSilentError):
                await link.run(lambda frames: None)

    asyncio.run(ask())


def test_a_quiet_link_is_pinged_again_and_again() -> None:
    async def ask() -> None:
        pinged = asyncio.Semaphore(0)

        class Counting(ServerConnection):
            def process_event(self, event: Event) -> None:
                if isinstance(event, Frame) and event.opcode is Opcode.PING:
                    pinged.release()
                super().process_event(event)

        async def listen_only(connection: ServerConnection) -> None:
            await connection.wait_closed()

        async with serve(listen_only, "127.0.0.1", 0, ping_interval=None, create_connection=Counting) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            limits = LinkLimits(ping_after_s=0.01)
            async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/", limits=limits)) as link:
                running = asyncio.ensure_future(link.run(lambda frames: None))
                for _ in range(3):
                    await pinged.acquire()
                await link.close()
                await running

    asyncio.run(ask())


def test_silence_is_noticed_behind_bytes_that_nobody_takes() -> None:
    async def ask() -> None:
        async def ignore(connection: ServerConnection) -> None:
            await connection.wait_closed()

        async with serve(ignore, "127.0.0.1", 0, max_queue=1, close_timeout=0.1, compression=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            limits = LinkLimits(ping_after_s=0.05, dead_after_s=0.1)
            async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/", limits=limits)) as link:
                link.post(["x" * 100_000] * 200)
                with pytest.raises(errors.LinkSilentError):
                    await link.run(lambda frames: None)

    asyncio.run(ask())


def test_the_other_side_ends_the_link() -> None:
    async def ask(code: int, reason: str) -> str:
        async def leave(connection: ServerConnection) -> None:
            await connection.send('{"type":"error"}')
            await connection.close(code, reason)

        async with serve(leave, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/")) as link:
                frames: list[str] = []
                with pytest.raises(errors.LinkLostError) as caught:
                    await link.run(frames.extend)
                assert frames == ['{"type":"error"}']
                return str(caught.value)

    assert "code 1001 'session expired'" in asyncio.run(ask(1001, "session expired"))


def test_a_frame_over_the_limit_ends_the_link() -> None:
    async def ask() -> None:
        async def shout(connection: ServerConnection) -> None:
            await connection.send("x" * 2_000_000)
            await connection.wait_closed()

        async with serve(shout, "127.0.0.1", 0, compression=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            limits = LinkLimits(max_frame_bytes=1_000_000)
            async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/", limits=limits)) as link:
                with pytest.raises(errors.FrameTooLargeError, match="1000000 bytes"):
                    await link.run(lambda frames: None)

    asyncio.run(ask())


def test_a_peer_that_does_not_read_costs_audio_and_bounded_memory() -> None:
    async def ask() -> None:
        async def ignore(connection: ServerConnection) -> None:
            await connection.wait_closed()

        async with serve(ignore, "127.0.0.1", 0, max_queue=1, close_timeout=0.1, compression=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            limits = LinkLimits(send_queue_bytes=1_000_000, close_s=0.1)
            async with await open_link(Endpoint(f"ws://127.0.0.1:{port}/", limits=limits)) as link:
                session = ClientSession(STEPFUN, SessionConfig())
                running = asyncio.ensure_future(link.run(lambda frames: None))
                while link.dropped_audio_bytes == 0:
                    session.append_audio(bytes(480_000))
                    link.post(session.take_outgoing())
                    await asyncio.sleep(0)
                assert link.waiting_bytes <= 1_000_000
                await link.close()
                await running

    asyncio.run(ask())


def test_a_peer_that_hangs_up_at_once_is_left_alone_for_longer_and_longer() -> None:
    async def ask() -> None:
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)

        async def leave(connection: ServerConnection) -> None:
            await connection.close(1011, "no")

        async with serve(leave, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            backoff = Backoff(3)
            for _ in range(4):
                endpoint = Endpoint(f"ws://127.0.0.1:{port}/")
                async with await open_link_patiently(endpoint, backoff, lambda problem, wait_s: None, sleep) as link:
                    with pytest.raises(errors.LinkLostError):
                        await link.run(lambda frames: None)
        assert len(waited) == 3
        assert waited[2] >= 2

    asyncio.run(ask())


def test_trying_again_waits_longer_and_stops_where_it_does_not_help() -> None:
    async def ask() -> None:
        told: list[tuple[str, float]] = []
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)

        answers = [http("503 Busy", "", "Retry-After: 40\r\n"), http("500 Oops"), http("401 No")]

        async def serve_next(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await answers.pop(0)(reader, writer)

        async with tcp_server(serve_next) as port:
            with pytest.raises(errors.WrongKeyError):
                await open_link_patiently(
                    Endpoint(f"ws://127.0.0.1:{port}/"),
                    Backoff(3),
                    lambda problem, wait_s: told.append((problem.code, wait_s)),
                    sleep,
                )
        assert [code for code, _ in told] == ["unavailable", "unavailable"]
        assert waited == [wait for _, wait in told]
        assert waited[0] == 40
        assert 1 <= waited[1] <= 2

    asyncio.run(ask())
