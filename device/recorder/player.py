"""The replay: parts from a checkpoint, fed with what is on the tape in the same order, and compared with what it says came out."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from device.recorder.tape import Fields, Step
from edge.audio.frame import Frame, Samples
from edge.errors import CabinError
from edge.frontend.endpoint import EndpointQuery
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.prosody import measure
from edge.realtime.dialects import DIALECTS
from edge.vehicle.state import Quality

_ELSEWHERE: Final = frozenset({"frame", "answer_query", "note_prosody", "reset", "expect_echo", "pull", "unplayed"})
"""Steps of other threads, which may come in the middle of one of the event loop's."""
_SHOWN: Final = 10


class DivergedError(CabinError):
    """The replay went another way than the recording, so far that it cannot be followed any more."""


@dataclass
class Result:
    """What a replay found.

    events: lines of the timeline as they came out now. differences: step and what differs, the first ones. counts: steps by op.
    """

    events: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    differing: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def same(self) -> bool:
        """Bit for bit the same."""
        return self.differing == 0


class Player:
    """Feeds one recording. It is the `Order` of the parts' taps: what they tell is compared with what the tape says."""

    def __init__(self, steps: list[Step]) -> None:
        self.lock = threading.RLock()
        self.result = Result()
        self._steps = steps
        self._place = 0
        self._depth = 0
        self._now: Step | None = None
        self._voiced: list[int] = []
        self._parts: Any = None

    # What the taps ask

    @property
    def outermost(self) -> bool:
        """See `Order`."""
        return self._depth == 0

    @contextmanager
    def inside(self) -> Iterator[None]:
        """See `Order`."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def step(self, op: str, time_ns: int | None, fields: Fields, **audio: Samples) -> None:
        """Compare what came out of a step with what the tape says."""
        now = self._now
        if now is None or now.op != op:
            self._differs(f"{op} where {now.op if now is not None else 'nothing'} was recorded")
        elif json.loads(json.dumps(fields)) != now.fields:
            wrong = [key for key, value in now.fields.items() if json.loads(json.dumps(fields.get(key))) != value]
            self._differs(f"{op}: {', '.join(wrong) or 'fields'}")

    def mark(self, op: str) -> None:
        """The event loop touches what others touch: first what they did before that."""
        if self._depth == 0:
            return
        while True:
            step = self._take()
            if step.op in _ELSEWHERE:
                self._do(step)
                continue
            if step.op != op:
                raise DivergedError(f"replay: at step {step.number} the recording says {step.op}, and now it is {op}")
            self.result.counts[op] += 1
            return

    def voiced(self, found: bool | None) -> bool:
        """See `Order`."""
        if not self._voiced:
            self._differs("webrtcvad was asked more often")
            return False
        return bool(self._voiced.pop(0))

    def take_voiced(self) -> list[int]:
        """What the tape says of the present frame."""
        return list(self._now.fields["voiced"]) if self._now is not None else []

    # Playing

    def play(self, parts: Any, on_event: Callable[[str], None] = lambda line: None) -> Result:
        """Feed all steps to parts from a checkpoint. Raises DivergedError when it cannot be followed any more."""
        self._parts = parts
        told = 0
        while self._place < len(self._steps):
            self._do(self._take())
            for line in self.result.events[told:]:
                on_event(line)
            told = len(self.result.events)
        return self.result

    def _take(self) -> Step:
        if self._place >= len(self._steps):
            raise DivergedError("replay: the recording ends in the middle of a step")
        step = self._steps[self._place]
        self._place += 1
        return step

    def _do(self, step: Step) -> None:
        before, self._now = self._now, step
        self.result.counts[step.op] += 1
        act = getattr(self, f"_on_{step.op}", None)
        if act is None:
            raise DivergedError(f"replay: step {step.number} is {step.op!r}, which nothing led to")
        try:
            act(step.fields, step)
        finally:
            self._now = before

    def _differs(self, what: str) -> None:
        self.result.differing += 1
        if len(self.result.differences) < _SHOWN:
            number = self._now.number if self._now is not None else 0
            self.result.differences.append(f"step {number}: {what}")

    # One method a step: what it does to the parts

    def _on_frame(self, f: Fields, step: Step) -> None:
        self._voiced = list(f["voiced"])

        def frame(name: str) -> Frame | None:
            if name not in step.audio:
                return None
            samples = step.audio[name].astype(np.float32) / np.float32(32768)
            return Frame(samples, f["rates"][name], f["index"], f["time_ns"])

        microphone = frame("microphone")
        if microphone is None:
            raise DivergedError(f"replay: step {step.number} has lost its sound")
        self._parts.front_end.process(microphone, frame("loudspeaker"), frame("loudspeaker_side"))

    def _on_answer_query(self, f: Fields, step: Step) -> None:
        query, network = self._query(f), self._parts.front_end.hand_out_queries()
        self._parts.front_end.answer_query(query, network.probability(query.audio))

    def _on_note_prosody(self, f: Fields, step: Step) -> None:
        query = self._query(f)
        self._parts.front_end.note_prosody(query, measure(query.audio))

    def _query(self, f: Fields) -> EndpointQuery:
        """What was asked about the end of the turn: the answer is computed anew."""
        for query in self._parts.front_end.asked:
            if query.at == f["at"]:
                return query  # type: ignore[no-any-return]
        raise DivergedError(f"replay: an answer about the end of the turn at sample {f['at']}, which nobody asked about")

    def _on_reset(self, f: Fields, step: Step) -> None:
        self._parts.front_end.reset()

    def _on_expect_echo(self, f: Fields, step: Step) -> None:
        self._parts.front_end.expect_echo(f["delay"])

    def _on_expect_noise(self, f: Fields, step: Step) -> None:
        self._parts.front_end.expect_noise(NoisePrior(**f))

    def _on_pull(self, f: Fields, step: Step) -> None:
        self._parts.playout.pull(f["n"])

    def _on_unplayed(self, f: Fields, step: Step) -> None:
        self._parts.playout.unplayed(f["n"])

    def _on_hear(self, f: Fields, step: Step) -> None:
        pending = self._parts.front_end.pending
        if len(pending) < f["frames"]:
            raise DivergedError(f"replay: at step {step.number} more frames were heard than there are")
        self._parts.assistant.hear([pending[place] for place in range(f["frames"])], f["now_ns"])

    def _on_receive(self, f: Fields, step: Step) -> None:
        self._parts.assistant.receive(f["endpoint"], f["frames"], f["now_ns"])

    def _on_attach(self, f: Fields, step: Step) -> None:
        self._parts.assistant.attach(f["endpoint"], DIALECTS[f["dialect"]], f["connect_s"])

    def _on_detach(self, f: Fields, step: Step) -> None:
        self._parts.assistant.detach(f["endpoint"], f["why"])

    def _on_link_state(self, f: Fields, step: Step) -> None:
        self._parts.assistant.link_state(f["endpoint"], f["waiting_bytes"])

    def _on_announce(self, f: Fields, step: Step) -> None:
        self._parts.assistant.announce(f["key"], f["text"])

    def _on_mute(self, f: Fields, step: Step) -> None:
        self._parts.assistant.mute()

    def _on_unmute(self, f: Fields, step: Step) -> None:
        self._parts.assistant.unmute()

    def _on_stop(self, f: Fields, step: Step) -> None:
        self._parts.assistant.stop()

    def _on_wake(self, f: Fields, step: Step) -> None:
        self._parts.assistant.wake()

    def _on_sent(self, f: Fields, step: Step) -> None:
        self._parts.assistant.take_outgoing()

    def _on_take_effects(self, f: Fields, step: Step) -> None:
        self._parts.assistant.take_effects()

    def _on_take_renewals(self, f: Fields, step: Step) -> None:
        self._parts.assistant.take_renewals()

    def _on_events(self, f: Fields, step: Step) -> None:
        self.result.events += [event.to_json() for event in self._parts.assistant.take_events()]

    def _on_note(self, f: Fields, step: Step) -> None:
        self.result.events += f["lines"]  # told by the world outside, such as a sound card that has gone

    def _on_can(self, f: Fields, step: Step) -> None:
        state = self._parts.state
        state.decoders[f["bus"]].feed_state(state, f["key"], bytes.fromhex(f["data"]), f["time_ns"])

    def _on_reset_decoder(self, f: Fields, step: Step) -> None:
        self._parts.state.decoders[f["bus"]].reset()

    def _on_set(self, f: Fields, step: Step) -> None:
        self._parts.state.set(f["path"], f["value"], f["time_ns"], Quality(f["quality"]))

    def _on_take_updates(self, f: Fields, step: Step) -> None:
        self._parts.state.take([(path, value, Quality(quality)) for path, value, quality in f["updates"]], f["time_ns"])

    def _on_hold(self, f: Fields, step: Step) -> None:
        self._parts.state.hold(f["path"], f["value"])

    def _on_invalidate(self, f: Fields, step: Step) -> None:
        self._parts.state.invalidate(f["paths"])

    def _on_sweep(self, f: Fields, step: Step) -> None:
        self._parts.state.sweep(f["now_ns"])
