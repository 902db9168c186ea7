"""The server over real sockets: one at a time, this machine only, interrupts, and files it leaves or finds."""

from __future__ import annotations

import asyncio
import socket
import stat
from pathlib import Path

import pytest
from link_peers import Tone, answered, until
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from device.link.answering import answering
from device.link.client import open_link
from device.link.endpoint import Endpoint
from device.link.errors import LinkLostError, UnavailableError
from device.link.server import Caller, listen, listening
from edge.errors import InputError
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import OPENAI_GA, STEPFUN
from edge.realtime.events import AudioDelta, ResponseFinished
from edge.realtime.session_client import ClientSession
from edge.realtime.wire import MAX_FRAME_BYTES


def test_a_second_session_is_refused_clearly() -> None:
    async def ask() -> None:
        async with listening(answering(Tone)) as server, await open_link(Endpoint(server.address)):
            with pytest.raises(UnavailableError, match="another session") as caught:
                await open_link(Endpoint(server.address))
            assert caught.value.retry_after_s == 1

    asyncio.run(ask())


def test_of_two_that_come_at_once_one_is_served() -> None:
    async def ask() -> None:
        async with listening(answering(Tone)) as server:

            async def one() -> str:
                try:
                    async with connect(server.address) as socket:
                        first = await socket.recv()
                        assert isinstance(first, str)
                        if "session_limit_reached" in first:
                            return "refused"
                        await gate.wait()
                        return "served"
                except InvalidStatus:
                    return "refused"

            gate = asyncio.Event()
            tasks = [asyncio.ensure_future(one()) for _ in range(5)]
            while sum(task.done() for task in tasks) < 4:
                await asyncio.wait([task for task in tasks if not task.done()], return_when=asyncio.FIRST_COMPLETED)
            gate.set()
            assert sorted(await asyncio.gather(*tasks)) == ["refused"] * 4 + ["served"]

    asyncio.run(ask())


def test_a_web_page_is_kept_out() -> None:
    async def ask() -> None:
        async with listening(answering(Tone)) as server:
            with pytest.raises(InvalidStatus) as caught:
                await connect(server.address, origin="https://evil.example")  # type: ignore[arg-type]
            assert caught.value.response.status_code == 403

    asyncio.run(ask())


def test_a_cancel_interrupts_the_answer_being_made() -> None:
    async def ask() -> None:
        made: list[Tone] = []

        def factory(caller: Caller) -> Tone:
            made.append(Tone(caller))
            made[0].endless = True
            return made[0]

        async with listening(answering(factory)) as server, await open_link(Endpoint(server.address)) as link:
            session = ClientSession(STEPFUN, SessionConfig())
            session.open()
            session.request_response()
            found = await until(link, session, lambda events: any(isinstance(e, AudioDelta) for e in events))
            assert not answered(found)
            response_id = session.cancel()
            found = await until(link, session, answered)
            [end] = [event for event in found if isinstance(event, ResponseFinished)]
            assert (end.response_id, end.status) == (response_id, "cancelled")
            assert made[0].interrupted.is_set()
            assert not [event for event in found if isinstance(event, AudioDelta)]
            made[0].endless = False
            session.request_response()
            assert answered(await until(link, session, answered))

    asyncio.run(ask())


def test_a_client_that_leaves_interrupts_too() -> None:
    async def ask() -> None:
        made: list[Tone] = []

        def factory(caller: Caller) -> Tone:
            made.append(Tone(caller))
            made[-1].endless = True
            return made[-1]

        async with listening(answering(factory)) as server:
            async with await open_link(Endpoint(server.address)) as link:
                session = ClientSession(STEPFUN, SessionConfig())
                session.request_response()
                await until(link, session, lambda events: any(isinstance(e, AudioDelta) for e in events))
            await asyncio.to_thread(made[0].interrupted.wait, 30)
            assert made[0].interrupted.is_set()

    asyncio.run(ask())


def test_a_frame_over_the_limit_ends_the_session() -> None:
    async def ask() -> None:
        async with listening(answering(Tone)) as server, await open_link(Endpoint(server.address)) as link:
            link.post(["x" * (MAX_FRAME_BYTES + 1)])
            with pytest.raises(LinkLostError):
                await link.run(lambda frames: None)
            async with await open_link(Endpoint(server.address)) as link:
                session = ClientSession(STEPFUN, SessionConfig())
                session.request_response()
                assert answered(await until(link, session, answered))

    asyncio.run(ask())


def test_a_client_that_floods_is_sent_away() -> None:
    async def ask() -> None:
        class Stuck(Tone):
            def receive(self, text, now_ns):  # type: ignore[no-untyped-def]
                self.interrupted.wait(30)
                return iter(())

        async with listening(answering(Stuck)) as server, await open_link(Endpoint(server.address)) as link:
            link.post(['{"type":"input_audio_buffer.commit"}'] * 5000)
            with pytest.raises(LinkLostError, match="too many frames"):
                await link.run(lambda frames: None)

    asyncio.run(ask())


def test_a_client_that_sends_its_key_as_a_subprotocol_is_taken() -> None:
    async def ask() -> None:
        async with listening(answering(Tone)) as server:
            offered = [Subprotocol(name) for name in ("realtime", "openai-insecure-api-key.k", "openai-beta.realtime-v1")]
            async with connect(server.address, subprotocols=offered) as connection:
                assert connection.subprotocol == "realtime"
                assert "session.created" in str(await connection.recv())
            async with connect(server.address, subprotocols=[Subprotocol("graphql")]) as connection:
                assert connection.subprotocol is None

    asyncio.run(ask())


def test_what_the_request_says_reaches_the_session() -> None:
    async def ask() -> None:
        seen: list[Caller] = []

        async def keep(caller: Caller) -> None:
            seen.append(caller)

        async with listening(keep) as server:
            for query in ("?dialect=openai", "?model=step-audio-2", ""):
                async with await open_link(Endpoint(server.address + query)) as link:
                    with pytest.raises(LinkLostError):
                        await link.run(lambda frames: None)
        assert [caller.dialect for caller in seen] == [OPENAI_GA, STEPFUN, None]
        assert len({caller.session_id for caller in seen}) == 3

    asyncio.run(ask())


def test_only_this_machine() -> None:
    for host in ("0.0.0.0", "192.0.2.1", "example.com"):
        with pytest.raises(InputError, match="this machine only"):
            asyncio.run(listen(answering(Tone), host=host))


def test_a_port_in_use_or_out_of_range() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="in use"):
            asyncio.run(listen(answering(Tone), port=taken.getsockname()[1]))
    with pytest.raises(InputError, match="70000"):
        asyncio.run(listen(answering(Tone), port=70_000))


def test_the_socket_s_file(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"

    async def ask() -> None:
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(path))
        async with listening(answering(Tone), unix=path) as server:
            assert server.address == f"ws+unix:{path}"
            assert stat.S_IMODE(path.stat().st_mode) == 0o660
            with pytest.raises(InputError, match="another server"):
                await listen(answering(Tone), unix=path)
        assert not path.exists()
        path.write_text("precious")
        with pytest.raises(InputError, match="no socket"):
            await listen(answering(Tone), unix=path)
        assert path.read_text() == "precious"
        with pytest.raises(InputError):
            await listen(answering(Tone), unix=tmp_path / ("x" * 120))
        with pytest.raises(InputError):
            await listen(answering(Tone), unix=tmp_path / "none" / "model.sock")

    asyncio.run(ask())
