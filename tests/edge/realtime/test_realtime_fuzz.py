"""Whatever arrives, neither side raises, and what it keeps stays bounded.

CABIN_FUZZ_EVENTS sets how many events each side is given (10,000 by default).
"""

from __future__ import annotations

import json
import os
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire_samples import CONFIG, open_session

from device.bench.link.fuzz import Nonsense
from device.bench.link.malformed import FROM_CLIENT, FROM_SERVER, KEYS, garbled, mutated
from edge.events import Json
from edge.realtime.commands import ResponseRequested
from edge.realtime.dialects import DIALECTS
from edge.realtime.events import ServerEvent
from edge.realtime.session_client import ClientSession
from edge.realtime.session_server import ServerSession

EVENTS = int(os.environ.get("CABIN_FUZZ_EVENTS", "10000"))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["r1", "i1", "c1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def check_client(session: ClientSession, found: list[ServerEvent]) -> None:
    book = session.reader.book
    assert len(book.open) <= 8
    assert len(book.closed) <= 256
    assert len(session.reader.unknown) <= 32
    assert all(isinstance(event, ServerEvent) for event in found)


def act(random: Random, session: ClientSession) -> None:
    """One thing the assistant might do."""
    match random.randrange(9):
        case 0:
            session.request_response()
        case 1:
            session.cancel()
        case 2:
            session.append_audio(bytes(random.randrange(4000)))
        case 3:
            session.commit()
        case 4:
            session.replace_state(str(random.randrange(5)))
        case 5:
            session.tell_heard("i1", random.randrange(5000), "x")
        case 6:
            session.abandon_response()
        case 7:
            session.update(CONFIG)
        case _:
            session.send_tool_result("c1", "{}")


def test_client_against_mutated_events() -> None:
    random = Random(20260)
    session = open_session()
    for number in range(EVENTS):
        if number % 1000 == 0:
            session = open_session(random.choice(list(DIALECTS.values())))
        frame = json.dumps(mutated(random, random.choice(FROM_SERVER)))
        check_client(session, session.receive(garbled(random, frame)))
        if random.random() < 0.2:
            act(random, session)
            for sent in session.take_outgoing():
                sent.encode()


def test_server_against_mutated_events() -> None:
    random = Random(20261)
    server = ServerSession(None)
    for number in range(EVENTS):
        if number % 1000 == 0:
            server = ServerSession(random.choice([None, *DIALECTS.values()]))
            server.open()
        frame = json.dumps(mutated(random, random.choice(FROM_CLIENT)))
        for command in server.receive(garbled(random, frame)):
            if isinstance(command, ResponseRequested):
                server.begin_response()
                server.text_delta("Hi")
                server.audio_delta(bytes(random.randrange(20_000)))
        if random.random() < 0.1:
            server.tool_call("f", {})
            server.end_response()
        for sent in server.take_outgoing():
            json.loads(sent.encode())
        assert len(server.conversation) <= 1000


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6), max_size=10), st.randoms())
def test_any_json_with_known_keys_and_types(events: list[dict[str, Json]], random: Random) -> None:
    session, server = open_session(), ServerSession(None)
    for event in events:
        for side, samples in ((session, FROM_SERVER), (server, FROM_CLIENT)):
            kind = random.choice(samples)["type"]
            side.receive(json.dumps({**event, "type": kind}))
    session.cancel()
    server.end_response()
    for frame in session.take_outgoing() + server.take_outgoing():
        frame.encode()


@given(st.text() | st.binary())
def test_any_frame(frame: str | bytes) -> None:
    session, server = open_session(), ServerSession(None)
    assert all(isinstance(event, ServerEvent) for event in session.receive(frame))
    server.receive(frame)
    assert server.take_outgoing()


def test_the_whole_conversation_against_nonsense() -> None:
    nonsense = Nonsense(20262)
    nonsense.run(EVENTS // 2)
    assert nonsense.counts["spoken"] > 0
    assert nonsense.counts["refused"] > 0
    assert nonsense.counts["frames to nobody"] == 0
    nonsense.assistant.stop()
