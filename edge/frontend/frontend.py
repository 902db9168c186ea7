"""The front end: everything between the microphone and the dialogue, one frame of 10 ms at a time.

high-pass ▸ echo canceller ▸ voice activity ▸ wake word ▸ end of turn. The same samples in give the same events out.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.audio.ring import SampleRing
from edge.events import Json, TimelineEvent
from edge.frontend.echo.canceller import EchoCanceller, EchoState
from edge.frontend.echo.duplex import Duplex
from edge.frontend.endpoint import EndOfTurn, EndpointConfig, EndpointQuery
from edge.frontend.highpass import HighPass
from edge.frontend.input_watch import FaultLog, InputWatch
from edge.frontend.models import FrontEndModels
from edge.frontend.noise_prior import NoisePrior
from edge.frontend.prosody import Prosody, ProsodyTracker, measure
from edge.frontend.smart_turn import SECONDS as SMART_TURN_SECONDS
from edge.frontend.smart_turn import SmartTurn
from edge.frontend.vad import Gate, VadConfig, VoiceActivityDetector
from edge.frontend.wake import WakeDetector, WakeHit
from edge.frontend.wake_veto import FarEndVeto
from edge.language import Language

__all__ = ["FrontEnd", "FrontEndConfig", "FrontEndModels", "FrontEndOutput"]

_FRAME: Final = ENGINE_RATE // 100
_PREROLL_S: Final = 2.0
_HEARD_S: Final = float(SMART_TURN_SECONDS)
_TALK_FRAMES: Final = 120
_LEAST_TALK: Final = 20
"""Of so many frames this many must hold a talker, or what sounded like a wake phrase was left over from the loudspeaker."""

_PHRASE_TAIL: Final = ENGINE_RATE // 10
"""Voice that goes on for less than this behind a wake phrase still belongs to it."""


@dataclass(frozen=True, slots=True)
class FrontEndConfig:
    """Settings of the front end."""

    highpass_hz: float = 100.0
    """Corner of the high-pass in Hz."""
    echo_floor_db: float = -14.0
    """Least gain of the residual echo suppressor."""
    echo_bypass: bool = False
    """The car cancels the echo before the microphone reaches us: it is measured and the signal is left alone."""
    vad: VadConfig = field(default_factory=VadConfig)
    endpoint: EndpointConfig = field(default_factory=EndpointConfig)
    wake_refractory_s: float = 1.5
    """Seconds for which a phrase that was heard is not heard again."""
    wake_threshold: float | None = None
    """Score from which a phrase counts as said, in place of that of every head."""
    wake_hold_s: float = 1.5
    """Seconds after the last hint of a voice for which the wake word is looked for."""
    wake_in_turns: bool = True
    """The wake word is looked for in turns, too, and just after. Where nobody acts on it, it is the dearest part of listening."""
    veto_s: float = 3.0
    """Seconds after the far end fell silent in which it may still have said the wake word."""
    max_gap_s: float = 0.5
    """Longest gap in the microphone's frames that is filled with silence; a longer one starts over."""


@dataclass(frozen=True, slots=True)
class FrontEndOutput:
    """What one frame gave.

    clean: shape (160,), 16 kHz, the microphone without rumble and echo, FrontEnd.latency_samples later than the input.
    events: what became known with this frame.
    speech_probability: of the last 32 ms, 0 to 1.
    wake_scores: the smoothed score of each phrase.
    far_end_active: whether the loudspeakers play or have just played.
    near_end: log-odds that somebody in the cabin has begun to make a sound over what plays; None where nobody can tell.
    query: to be answered by `FrontEnd.answer_query`, soon; None most of the time, and always before `hand_out_queries`.
    """

    clean: Samples
    events: tuple[TimelineEvent, ...]
    speech_probability: float
    wake_scores: Mapping[str, float]
    far_end_active: bool
    query: EndpointQuery | None = None
    near_end: float | None = None


class FrontEnd:
    """Composes the detectors. Frames are at 16 kHz; the far end is what is written to the loudspeakers at that time."""

    latency_samples: Final = EchoCanceller.latency_samples
    """Samples by which `clean` is later than the microphone: 10 ms, always."""

    def __init__(self, config: FrontEndConfig, models: FrontEndModels) -> None:
        self.config = config
        self._highpass = HighPass(config.highpass_hz)
        self._canceller = EchoCanceller(
            models.echo, near_end=models.near_end, floor_db=config.echo_floor_db, bypass=config.echo_bypass
        )
        self._vad = VoiceActivityDetector(models.silero, config.vad)
        self._wake = WakeDetector(
            models.embedding, models.heads, refractory_s=config.wake_refractory_s, threshold=config.wake_threshold
        )
        self._veto = FarEndVeto(models.embedding)
        self._end_of_turn = EndOfTurn(config.endpoint)
        self._smart_turn = models.smart_turn
        self._query: EndpointQuery | None = None
        self._asked: EndpointQuery | None = None
        self._measured: tuple[int, Prosody | None] | None = None
        self._prosody = ProsodyTracker()
        self._hand_out = False
        self._heard = SampleRing(int((_PREROLL_S if self._smart_turn is None else _HEARD_S) * ENGINE_RATE))
        self._talked: deque[bool] = deque(maxlen=_TALK_FRAMES)
        self._faults = FaultLog()
        self._watch = InputWatch(self._faults)
        self._wake_hold = int(config.wake_hold_s * ENGINE_RATE)
        self._origin = 0
        self._expected: int | None = None
        self._clear()

    @property
    def wake_thresholds(self) -> Mapping[str, float]:
        """The score from which each phrase counts as said."""
        return self._wake.thresholds

    @property
    def echo(self) -> EchoState:
        """How the echo canceller is doing."""
        return self._canceller.state

    @property
    def listening(self) -> Samples:
        """The last frame once more, cleaned for people to listen to: of echo and noise less is left than in `clean`.

        Shape (160,), as late as `clean`; it is `clean` while nothing plays.
        """
        return self._canceller.listening

    def arm_turn(self, language: Language | None = None) -> None:
        """Listen for the end of a turn. language: of the talk, when known."""
        self._end_of_turn.language = language
        self._end_of_turn.arm()

    def disarm_turn(self) -> None:
        """No turn is being listened to."""
        if self._end_of_turn.armed:
            self._turn_closed = self._now
        self._end_of_turn.disarm()

    def preroll(self, seconds: float) -> Samples:
        """The last `seconds` of cleaned audio, at most 2 s and at most what there is."""
        return self._heard.latest(int(min(seconds, _PREROLL_S) * ENGINE_RATE))

    def expect_noise(self, prior: NoisePrior) -> None:
        """What noise the car makes from now on, as far as it is known."""
        self._vad.expect(prior)
        self._wake.expect(prior.speed_kmh)

    def hand_out_queries(self) -> SmartTurn | None:
        """From now on the end-of-turn network does not run inside `process`: the caller answers `FrontEndOutput.query`.

        Returns the network to answer with; None when there is none, and then there are no queries.
        """
        self._hand_out = True
        return self._smart_turn

    def gate_by(self, new_gate: Callable[[int], Gate]) -> None:
        """See `VoiceActivityDetector.gate_by`."""
        self._vad.gate_by(new_gate)

    def answer_query(self, query: EndpointQuery, probability: float) -> None:
        """The answer to a query: probability, 0 to 1, that the turn is finished. A late one does no harm."""
        self._end_of_turn.answer(query.at, probability)

    def note_prosody(self, query: EndpointQuery, measured: Prosody | None) -> None:
        """What `edge.frontend.prosody.measure` made of a query's audio, in time for the end of its turn or not."""
        self._measured = (query.at, measured)

    def expect_echo(self, delay: float) -> None:
        """The echo is expected `delay` samples behind the far end, as was found before; another one is taken when it is heard."""
        self._canceller.expect(delay)

    def reset(self) -> None:
        """Start over, as after a change of devices; the next frame may have any index."""
        self._canceller.reset()
        self._expected = None
        self._clear()

    def process(self, mic: Frame, far_end: Frame | None, side: Frame | None = None) -> FrontEndOutput:
        """One frame of the microphone and of the far end at the same time.

        far_end: None when nothing is known of it; a frame of another rate counts as None and is reported. side: of a stereo far
        end half the difference of left and right, and far_end is their mean; at the rate of far_end.
        Raises ValueError when the microphone's frame is not at 16 kHz.
        """
        if mic.rate != ENGINE_RATE:
            raise ValueError(f"the front end works at {ENGINE_RATE} Hz, not at {mic.rate}")
        events: list[TimelineEvent] = []
        if mic.index != self._expected:
            events.extend(self._bridge(mic.index))
        self._expected = mic.index + _FRAME
        reference: Samples | None = None
        if far_end is not None:
            wrong_rate = far_end.rate != ENGINE_RATE
            events.extend(self._faults.note(mic.seconds, "reference of another rate", wrong_rate, "echo is not cancelled"))
            reference = None if wrong_rate else far_end.samples
        clean = self._step(mic.samples, reference, events, side.samples if side is not None and reference is not None else None)
        query, self._query = self._query, None
        return FrontEndOutput(
            clean,
            tuple(events),
            self._vad.probability,
            self._wake.scores,
            self._canceller.far_end_active,
            query,
            self._canceller.near_end,
        )

    def _clear(self) -> None:
        self._highpass.reset()
        self._vad.reset()
        self._wake.reset()
        self._veto.reset()
        self._end_of_turn.restart()
        self._heard.clear()
        self._query = self._asked = self._measured = None
        self._now = 0
        self._phrase_end = -ENGINE_RATE
        self._turn_closed = -1
        self._talked.clear()
        self._veto_until = 0
        self._next_echo = 0
        self._told_duplex: Duplex | None = None

    def _seconds(self, sample: int) -> float:
        """Audio time of the input that became sample `sample` of the cleaned stream."""
        return max(0, self._origin + sample - self.latency_samples) / ENGINE_RATE

    def _bridge(self, index: int) -> Iterator[TimelineEvent]:
        """The next frame does not follow the last one: fill a short gap with silence, start over after a long one."""
        if self._expected is None:
            self._origin = index - self._now
            return
        lost = index - self._expected
        t = self._expected / ENGINE_RATE
        seconds = round(lost / ENGINE_RATE, 3)
        if lost % _FRAME == 0 and 0 < lost <= self.config.max_gap_s * ENGINE_RATE:
            yield TimelineEvent(t, "fault", {"what": f"{seconds} s of audio lost", "action": "filled with silence"})
            filled: list[TimelineEvent] = []
            for _ in range(lost // _FRAME):
                self._step(np.zeros(_FRAME, np.float32), None, filled)
            yield from filled
            return
        what = f"{seconds} s of audio lost" if lost > 0 else f"audio time went back by {-seconds} s"
        yield TimelineEvent(t, "fault", {"what": what, "action": "detectors start over"})
        if self._vad.speaking:
            yield TimelineEvent(t, "speech_end", {"offset": round(t, 3)})
        self._clear()
        self._origin = index

    def _step(self, mic: Samples, far_end: Samples | None, events: list[TimelineEvent], side: Samples | None = None) -> Samples:
        self._now += _FRAME
        t = (self._origin + self._now) / ENGINE_RATE
        mic = self._finite(mic, "microphone", t, events)
        if far_end is not None:
            far_end = self._finite(far_end, "reference", t, events)
        if side is not None and not math.isfinite(float(np.dot(side, side))):
            side = None
        events.extend(self._watch.process(t, mic, far_end))
        clean = self._canceller.process(self._highpass.process(mic), far_end, side)
        self._heard.write(clean)
        self._follow_echo(t, far_end, events)
        self._follow_speech(t, clean, events)
        return clean

    def _finite(self, samples: Samples, what: str, t: float, events: list[TimelineEvent]) -> Samples:
        broken = not math.isfinite(float(np.dot(samples, samples)))
        events.extend(self._faults.note(t, f"{what} has values that are no numbers", broken, "taken as silence"))
        return np.zeros(_FRAME, np.float32) if broken else samples

    def _follow_echo(self, t: float, far_end: Samples | None, events: list[TimelineEvent]) -> None:
        if self._canceller.far_end_active:
            self._veto_until = self._now + int(self.config.veto_s * ENGINE_RATE)
            if self._canceller.duplex != self._told_duplex:
                self._told_duplex = self._canceller.duplex
                events.append(TimelineEvent(t, "duplex", {"mode": self._told_duplex, "trust": self._canceller.trust}))
            if self._now >= self._next_echo and self._canceller.delay_known:
                self._next_echo = self._now + ENGINE_RATE
                state = self._canceller.state
                events.append(TimelineEvent(t, "echo", _echo_fields(state)))
                late = state.delay_ms is not None and state.delay_ms < 0
                events.extend(self._faults.note(t, "reference late", late, "echo is not cancelled"))
        if self._now < self._veto_until:
            self._veto.write(far_end if far_end is not None else np.zeros(_FRAME, np.float32))

    def _follow_speech(self, t: float, clean: Samples, events: list[TimelineEvent]) -> None:
        vad = self._vad
        edge = vad.process(clean, self._canceller.talk_probability)
        if edge is not None:
            at = round(self._seconds(edge.at), 3)
            name, key = ("speech_start", "onset") if edge.kind == "start" else ("speech_end", "offset")
            events.append(TimelineEvent(t, name, {key: at}))
        self._talked.append(self._canceller.talk_probability > 0.5 and vad.probability > 0.3)
        wanted = vad.last_hint is not None and self._now - vad.last_hint <= self._wake_hold
        if not self.config.wake_in_turns and vad.last_hint is not None:
            # What was heard before the turn was over was the turn; when somebody talks again, it is from the beginning.
            wanted = wanted and not self._end_of_turn.armed and vad.last_hint > self._turn_closed
        # What is heard of the loudspeakers alone would be vetoed: it is looked at, from its beginning on, when somebody talks.
        wanted = wanted and (self._now >= self._veto_until or sum(self._talked) >= _LEAST_TALK // 2)
        found = [self._wake_event(t, hit) for hit in self._wake.process(clean, wanted, self._now < self._veto_until)]
        events.extend(found)
        if any(event.event == "wake" for event in found):
            self._phrase_end = self._now
        if self._smart_turn is not None:
            self._ask(self._smart_turn, vad.last_voice)
        reason = self._end_of_turn.process(self._now, vad.speaking, vad.last_voice)
        if reason is not None:
            events.extend(self._prosody_event(t, vad.last_voice))
            events.append(TimelineEvent(t, "turn_end", {"reason": reason}))

    def _ask(self, network: SmartTurn, last_voice: int) -> None:
        # The silence behind a wake phrase ends no turn, whatever it sounds like; an answer would cost a small board a second.
        if last_voice <= self._phrase_end + _PHRASE_TAIL:
            return
        length = self._end_of_turn.asks(self._now, last_voice)
        if length is None:
            return
        query = self._asked = EndpointQuery(last_voice, self._heard.latest(length))
        if self._hand_out:
            self._query = query
        else:
            self.answer_query(query, network.probability(query.audio))

    def _prosody_event(self, t: float, last_voice: int) -> Iterator[TimelineEvent]:
        """How the turn was said, where that has been measured by now."""
        asked, self._asked = self._asked, None
        if not self._hand_out and asked is not None and asked.at == last_voice:
            self.note_prosody(asked, measure(asked.audio))
        measured, self._measured = self._measured, None
        if measured is not None and measured[0] == last_voice and measured[1] is not None:
            yield TimelineEvent(t, "prosody", self._prosody.place(measured[1]).fields())

    def _somebody_talked(self) -> bool:
        """Whether enough of the last second came from the cabin, where the suppressor can tell: a phrase takes that long."""
        return sum(self._talked) >= _LEAST_TALK

    def _wake_event(self, t: float, hit: WakeHit) -> TimelineEvent:
        fields: dict[str, Json] = {"word": hit.word, "score": round(hit.score, 3)}
        vetoed = self._now < self._veto_until and (self._veto.said(hit.head) or not self._somebody_talked())
        return TimelineEvent(t, "wake_veto" if vetoed else "wake", fields)


def _echo_fields(state: EchoState) -> dict[str, Json]:
    return {
        "delay_ms": round(state.delay_ms or 0.0, 1),
        "drift_ppm": round(state.drift_ppm, 1),
        "erle_db": round(state.erle_db, 1),
        "trust": state.trust,
        "double_talk": round(state.double_talk_share, 2),
        "convergence_s": state.convergence_s,
    }
