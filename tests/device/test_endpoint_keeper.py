"""An endpoint that refuses is asked again when there is reason to, and not before."""

from __future__ import annotations

import asyncio
import json
import socket
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from device.endpoint_keeper import EndpointHooks, EndpointKeeper
from device.link.endpoint import Endpoint, LinkLimits
from device.link.errors import LinkError, RateLimitedError
from device.link.mending import FIRST_S, LONGEST_S, LOOK_S, Mending, Source
from device.link.network_watch import NetworkWatch
from device.link.refusals import explain_error
from edge.errors import SettingsError
from edge.realtime.backoff import LONGEST_HERE_S
from edge.realtime.config import SessionConfig
from edge.realtime.dialects import STEPFUN
from edge.realtime.events import ServerError
from edge.realtime.session_client import ClientSession

LIMITS = LinkLimits(close_s=0.2)


class Clock:
    """Time that goes by only in its own sleep, which lets everything else run."""

    def __init__(self) -> None:
        self.now_ns = 1
        self.slept_s = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now_ns += round(seconds * 1e9)
        self.slept_s += seconds
        await asyncio.sleep(0)

    def read(self) -> int:
        return self.now_ns


class Vendor:
    """Lets in who has the key; counts who asks, and with which model. complaint: said by model as soon as somebody is in."""

    def __init__(self, key: str = "right", complaints: dict[str, dict[str, str]] | None = None, close: str = "") -> None:
        self.key = key
        self.complaints = complaints or {}
        self.close = close
        self.asked: Counter[str] = Counter()
        self.knocked: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        model = parse_qs(urlsplit(request.path).query).get("model", [""])[0]
        self.asked[model] += 1
        self.knocked[model].set()
        if request.headers.get("Authorization") == f"Bearer {self.key}":
            return None
        return connection.respond(HTTPStatus.UNAUTHORIZED, "no")

    async def serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        model = parse_qs(urlsplit(connection.request.path).query).get("model", [""])[0]
        if self.close:
            await connection.close(3000, self.close)
        elif model in self.complaints:
            await connection.send(json.dumps({"type": "error", "error": self.complaints[model]}))
        await connection.wait_closed()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        async with serve(self.serve, "127.0.0.1", 0, process_request=self.check) as server:
            yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/v1/realtime"


class Owner:
    """What the daemon does about an endpoint, without the daemon."""

    def __init__(self) -> None:
        self.attached = asyncio.Event()
        self.refused = asyncio.Event()
        self.told: list[tuple[str, str]] = []
        self.lasting: list[str] = []
        self.lasts = asyncio.Event()
        self.keeper: EndpointKeeper | None = None
        self.session = ClientSession(STEPFUN, SessionConfig())

    def hooks(self) -> EndpointHooks:
        return EndpointHooks(self.on_attached, self.on_received, lambda *_: None, self.on_refused, self.on_lasting)

    def on_attached(self, name: str) -> None:
        self.attached.set()

    def on_received(self, name: str, frames: object) -> None:
        assert isinstance(frames, list)
        assert self.keeper is not None
        endpoint = self.keeper.endpoint
        for frame in frames:
            for event in self.session.receive(frame):
                if isinstance(event, ServerError):
                    problem = explain_error(endpoint.name, endpoint.model, event.code, event.message)
                    assert isinstance(problem, LinkError)
                    self.keeper.refuse(problem)

    def on_refused(self, name: str, why: str, follows: str, code: str) -> None:
        self.told.append((code, follows))
        self.refused.set()

    def on_lasting(self, name: str, code: str) -> None:
        self.lasts.set()
        self.lasting.append(code)


def _endpoint(url: str, key: str = "right", model: str = "stepaudio-2.5-realtime") -> Endpoint:
    return Endpoint(url, STEPFUN, model, SecretStr(key), limits=LIMITS)


def test_a_mended_key_is_taken_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("wrong")
    vendor, owner = Vendor(), Owner()

    async def main() -> None:
        async with vendor.open() as url:

            def make() -> Endpoint:
                key = file.read_text()
                if not key:
                    raise SettingsError(file, "is empty")
                return _endpoint(url, key)

            clock = Clock()
            mending = Mending(Source([file, tmp_path / "not there"], make), clock.sleep, clock.read)
            owner.keeper = EndpointKeeper("cloud", make(), owner.hooks(), mending=mending)
            running = asyncio.create_task(owner.keeper.run())
            await owner.refused.wait()
            assert "refused" in owner.keeper.status
            asked = vendor.asked.total()
            file.write_text("")  # half written: not taken, and the wait goes on
            for _ in range(20):
                await asyncio.sleep(0)
            assert vendor.asked.total() == asked
            file.write_text("right")
            await owner.attached.wait()
            assert owner.keeper.status == "connected"
            running.cancel()

    asyncio.run(asyncio.wait_for(main(), 30))
    assert [code for code, _ in owner.told] == ["wrong_key"]
    assert vendor.asked.total() == 2


def test_a_refusal_is_no_storm() -> None:
    clock = Clock()
    mending = Mending(None, clock.sleep, clock.read)
    waits: list[float] = []

    async def main() -> None:
        for _ in range(5):
            before = clock.slept_s
            assert await mending.wait(_endpoint("ws://127.0.0.1:1/")) == _endpoint("ws://127.0.0.1:1/")
            waits.append(clock.slept_s - before)
        mending.accepted()

    asyncio.run(main())
    assert [round(wait / LOOK_S) * LOOK_S for wait in waits] == [FIRST_S, 2 * FIRST_S, 4 * FIRST_S, LONGEST_S, LONGEST_S]
    assert mending.next_s == FIRST_S


def test_a_model_that_is_refused_within_the_session_is_asked_for_by_its_other_name() -> None:
    vendor = Vendor(complaints={"stepaudio-2.5-realtime": {"code": "model_not_found", "message": "no such model"}})
    owner = Owner()

    async def main() -> None:
        async with vendor.open() as url:
            owner.keeper = EndpointKeeper("cloud", _endpoint(url), owner.hooks(), mending=Mending())
            running = asyncio.create_task(owner.keeper.run())
            await vendor.knocked["step-2.5-realtime"].wait()
            assert owner.keeper.endpoint.model == "step-2.5-realtime"
            running.cancel()

    asyncio.run(asyncio.wait_for(main(), 30))
    assert vendor.asked == {"stepaudio-2.5-realtime": 1, "step-2.5-realtime": 1}


def test_a_refusal_within_the_session_or_at_its_end_is_one() -> None:
    complaint = {"code": "insufficient_balance", "message": "recharge"}
    for vendor, code in (
        (Vendor(complaints={"stepaudio-2.5-realtime": complaint}), "no_balance"),
        (Vendor(close="invalid_request_error.invalid_api_key"), "wrong_key"),
    ):
        owner = Owner()

        async def main(vendor: Vendor, owner: Owner) -> None:
            async with vendor.open() as url:
                owner.keeper = EndpointKeeper("cloud", _endpoint(url), owner.hooks(), mending=Mending())
                running = asyncio.create_task(owner.keeper.run())
                await owner.refused.wait()
                running.cancel()

        asyncio.run(asyncio.wait_for(main(vendor, owner), 30))
        assert [told for told, _ in owner.told] == [code]
        assert vendor.asked.total() == 1


def test_a_link_that_stays_down_is_told_once() -> None:
    owner = Owner()

    async def main() -> None:
        keeper = EndpointKeeper("cloud", _endpoint("ws://127.0.0.1:1/"), owner.hooks(), tell_after_s=0.5)
        running = asyncio.create_task(keeper.run())
        await owner.lasts.wait()
        running.cancel()

    asyncio.run(asyncio.wait_for(main(), 30))
    assert owner.lasting == ["nothing_listens"]
    assert len(owner.told) == 1


def test_who_speaks_or_a_network_that_has_changed_cuts_the_wait_short() -> None:
    owner = Owner()
    vendor = Vendor()

    async def main() -> None:
        near, far = socket.socketpair()
        near.setblocking(False)
        with socket.create_server(("127.0.0.1", 0)) as reserved:
            port = reserved.getsockname()[1]
        keeper = EndpointKeeper("cloud", _endpoint(f"ws://127.0.0.1:{port}/v1/realtime"), owner.hooks())
        keeper._backoff.attempts = 20  # as after an hour in a garage: the next attempt is due in half a minute or more
        watching = asyncio.create_task(NetworkWatch(keeper.probe, near).run())
        running = asyncio.create_task(keeper.run())
        await owner.refused.wait()
        owner.keeper = keeper
        async with serve(vendor.serve, "127.0.0.1", port, process_request=vendor.check):
            far.send(b"a route has come")
            await owner.attached.wait()
            watching.cancel()
            running.cancel()
            await asyncio.gather(watching, running, return_exceptions=True)
        far.close()

    asyncio.run(asyncio.wait_for(main(), 25))
    assert vendor.asked.total() == 1


def test_a_model_on_this_machine_is_looked_for_often_however_long_it_was_away() -> None:
    waits = {}
    for url in ("ws+unix:/nowhere/model.sock", "ws://127.0.0.1:1/"):
        keeper = EndpointKeeper("local", _endpoint(url), Owner().hooks())
        keeper._backoff.attempts = 20
        waits[url] = [keeper._backoff.next_s() for _ in range(50)]
    here, away = waits.values()
    assert max(here) <= LONGEST_HERE_S
    assert min(away) > LONGEST_HERE_S


def test_a_server_that_says_when_to_come_back_is_obeyed() -> None:
    keeper = EndpointKeeper("cloud", _endpoint("ws://127.0.0.1:1/"), Owner().hooks())
    keeper._on_failure(RateLimitedError("cloud", "too many", retry_after_s=0.3), 0.3)

    async def main() -> float:
        waiting = asyncio.create_task(keeper._wait(0.3))
        await asyncio.sleep(0)
        keeper.hurry()
        begun = asyncio.get_running_loop().time()
        await waiting
        return asyncio.get_running_loop().time() - begun

    assert asyncio.run(main()) >= 0.29


def test_the_system_s_own_socket_can_be_watched_and_left() -> None:
    async def main() -> None:
        watching = asyncio.create_task(NetworkWatch(lambda: None).run())
        await asyncio.sleep(0)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    asyncio.run(main())
