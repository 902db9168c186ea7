"""Our client against our server over a memory pipe: any interleaving of what both do ends well."""

from __future__ import annotations

from collections import deque

from hypothesis import given, settings
from hypothesis import strategies as st
from wire_samples import CONFIG

from edge.realtime.commands import AudioCommitted, ResponseRequested
from edge.realtime.dialects import DIALECTS, Dialect
from edge.realtime.events import (
    AudioDelta,
    InputTranscript,
    ResponseFinished,
    ResponseStarted,
    ServerError,
    ServerEvent,
    TextDelta,
    ToolCall,
)
from edge.realtime.session_client import ClientSession
from edge.realtime.session_server import ServerSession


class Pipe:
    """Both sessions, the frames between them, and a server that answers in small steps."""

    def __init__(self, dialect: Dialect) -> None:
        self.client = ClientSession(dialect, CONFIG)
        self.server = ServerSession(dialect, session_id="s")
        self.up: deque[str] = deque()
        self.down: deque[str] = deque()
        self.events: list[ServerEvent] = []
        # Ids the client gave up; nothing of them may come out afterwards.
        self.dead: set[str] = set()
        self.server.open()
        self.client.open()

    def client_frames(self) -> None:
        """The client's frames reach the wire."""
        self.up.extend(self.client.take_outgoing())

    def deliver_up(self) -> None:
        """The server takes one frame."""
        self.client_frames()
        if self.up:
            for command in self.server.receive(self.up.popleft()):
                if isinstance(command, AudioCommitted):
                    self.server.input_transcript(command.item_id, "x")
                elif isinstance(command, ResponseRequested):
                    self.server.begin_response()
        self.down.extend(self.server.take_outgoing())

    def deliver_down(self) -> None:
        """The client takes one frame."""
        if self.down:
            for event in self.client.receive(self.down.popleft()):
                if isinstance(event, AudioDelta | TextDelta | ToolCall):
                    assert event.response_id not in self.dead
                self.events.append(event)

    def speak(self) -> None:
        self.server.text_delta("word ")
        self.server.audio_delta(bytes(960))
        self.down.extend(self.server.take_outgoing())

    def call(self) -> None:
        self.server.tool_call("f", {"a": 1})
        self.down.extend(self.server.take_outgoing())

    def end(self) -> None:
        self.server.end_response()
        self.down.extend(self.server.take_outgoing())

    def ask(self) -> None:
        self.client.append_audio(bytes(4000))
        self.client.commit()
        self.client.request_response()

    def cancel(self) -> None:
        dead = self.client.cancel()
        if dead:
            self.dead.add(dead)

    def state(self) -> None:
        self.client.replace_state(f"Speed {len(self.events)}")

    def settle(self) -> None:
        """Everything is delivered and the server ends what it has begun."""
        for _ in range(1000):
            self.client_frames()
            if not self.up and not self.down and self.server.writer is None:
                return
            self.deliver_up()
            if not self.up:
                self.end()
            self.deliver_down()
        raise AssertionError("the two sessions never come to rest")


STEPS = st.lists(st.sampled_from(["deliver_up", "deliver_down", "speak", "call", "end", "ask", "cancel", "state"]), max_size=80)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(DIALECTS.values())), STEPS)
def test_any_interleaving_comes_to_rest(dialect: Dialect, steps: list[str]) -> None:
    pipe = Pipe(dialect)
    for step in steps:
        getattr(pipe, step)()
    pipe.settle()
    started = [event.response_id for event in pipe.events if isinstance(event, ResponseStarted)]
    finished = [event.response_id for event in pipe.events if isinstance(event, ResponseFinished)]
    assert len(set(finished)) == len(finished)
    assert set(started) <= set(finished)
    assert not pipe.client.busy
    errors = [event for event in pipe.events if isinstance(event, ServerError)]
    assert {event.kind for event in errors} <= {"benign"}
    assert all(event.code == "response_cancel_not_active" for event in errors)
    assert pipe.client.counters.unknown == 0
    assert pipe.client.counters.malformed == 0
    assert pipe.server.counters.unknown == 0
    committed = sum(step == "ask" for step in steps)
    assert sum(isinstance(event, InputTranscript) for event in pipe.events) == committed
