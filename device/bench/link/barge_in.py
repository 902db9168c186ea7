"""Talking over the answer in the virtual cabin, through the real front end: how soon the loudspeaker is silent, measured at itself.

Each trial is an answer of ten seconds over which either somebody begins to speak (it has to stop) or something else is heard: a
cough, a bang, a listener's hum (it may pause, and has to go on). Until then nobody makes a sound, and what pauses the answer is
counted as well; so it is in drives with music and without anybody. The wake event is given, all else is heard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from device.assembly import assemble, open_vehicle
from device.audio.virtual_cabin import CabinRecorder, CabinScene, VirtualCabin
from device.audio.virtual_cabin.scene import Radio
from device.bench.echo.voices import music
from device.bench.framework import BenchOptions, Row
from device.demo.barge_in_truth import silent_after_ms
from device.demo.talker import Speech, render
from device.settings import load_settings
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, FRAME_MS, VOICE_RATE, Samples
from edge.audio.playout import FADE_MS
from edge.dialogue.turn import State
from edge.dialogue.turn_audio import pcm16
from edge.events import Json, TimelineEvent
from edge.realtime.commands import ResponseRequested
from edge.realtime.dialects import STEPFUN
from edge.realtime.session_server import ServerSession

SPEEDS_KMH = (0.0, 50.0, 100.0)
_SILENT_S = 0.2
"""The loudspeaker counts as silent when nothing is heard of it for this long; the answer has no pause of that length."""
_LONGEST_PAUSE_S = 0.12
_ANSWER_S = 10.0
_TRIALS, _QUICK_TRIALS = 60, 12
_MUSIC_ANSWERS, _QUICK_MUSIC_ANSWERS = 4, 1
_MUSIC_DBFS = -30.0
_ANSWER = (
    "The range is about two hundred and ten kilometres, and the battery stands at sixty four percent, so the motorway to the coast "
    "is no problem today, the tyres are all within their limits, the rain should stop before noon, and the next charging park on "
    "your way has six places, four of which were free when I looked a minute ago, with a bakery right beside it."
)
_INTERRUPTIONS = (
    Speech("Okay, that is enough, thank you.", "en", "am_michael"),
    Speech("Wait, which charging park do you mean?", "en", "af_nicole"),
    Speech("No, take me home instead.", "en", "am_michael", 1.15),
    Speech("Stop, I know that already.", "en", "af_nicole", 0.9),
    Speech("停一下，先告诉我电量。", "zh", "zm_yunxi"),
    Speech("好了好了，不用再说了。", "zh", "zm_yunxi", 1.1),
)
_HUMS = (Speech("Uh huh.", "en", "am_michael"), Speech("Hmm.", "en", "af_nicole"), Speech("Aha.", "en", "af_nicole"))
_ANSWERING = Speech(_ANSWER, "en", "af_heart")
_QUESTION = Speech("How far can we still go?", "en", "am_michael")
_LONGEST_WAIT_S = 20.0


def barge_in_rows(options: BenchOptions) -> Iterator[Row]:
    """A row for each speed, and one of all. Raises WeightsError when a network is not fetched."""
    store = default_store()
    cache = store.root.parent / "demo"
    answer, question, *voices = render([_ANSWERING, _QUESTION, *_INTERRUPTIONS, *_HUMS], store, cache)
    total = _Tally()
    trials = _QUICK_TRIALS if options.quick else _TRIALS
    for place, speed in enumerate(SPEEDS_KMH):
        sounds = _Sounds(voices[: len(_INTERRUPTIONS)], voices[len(_INTERRUPTIONS) :], options.seed * 10 + place)
        tally = _Drive(_without_pauses(answer), question, speed, options.seed * 10 + place).run(sounds, trials // len(SPEEDS_KMH))
        total.add(tally)
        yield {"case": f"talked over at {speed:.0f} km/h", **tally.figures()}
        tune = Radio(music(20.0, options.seed), ENGINE_RATE, dbfs=_MUSIC_DBFS)
        alone = _Drive(_without_pauses(answer), question, speed, options.seed * 10 + place, tune)
        tally = alone.listen(_QUICK_MUSIC_ANSWERS if options.quick else _MUSIC_ANSWERS)
        total.add(tally)
        yield {"case": f"nobody talks, music, {speed:.0f} km/h", **tally.undisturbed()}
    yield {"case": "talked over", **total.figures()}


@dataclass
class _Tally:
    """What came of the trials."""

    stops_ms: list[float] = field(default_factory=list)
    """From the first loud sample of the interruption at the microphone to the loudspeaker's last: with its fade and the 40 ms of
    delay that the simulated sound system has."""
    paused_ms: list[float] = field(default_factory=list)
    """From the same sample until the output is silent, the fade included and that delay left out."""
    counts: Counter[str] = field(default_factory=Counter)
    undisturbed_s: float = 0.0
    """Playback during which nobody made a sound."""

    def add(self, other: _Tally) -> None:
        self.undisturbed_s += other.undisturbed_s
        self.stops_ms += other.stops_ms
        self.paused_ms += other.paused_ms
        self.counts += other.counts

    def figures(self) -> dict[str, Json]:
        """For people and programs; None where nothing was to be measured."""
        counts = self.counts
        stopped = counts["false stops"]
        return {
            "barge_ins": counts["barge-ins"],
            "barge_ins_taken": counts["taken"],
            "barge_in_stop_ms_p50": _percentile(self.stops_ms, 50),
            "barge_in_stop_ms_p95": _percentile(self.stops_ms, 95),
            "barge_in_paused_ms_p50": _percentile(self.paused_ms, 50),
            "barge_in_paused_ms_p95": _percentile(self.paused_ms, 95),
            "disturbances": counts["disturbances"],
            "false_stops": stopped,
            "false_stops_resumed": counts["resumed"],
            "false_stops_resumed_percent": round(100 * counts["resumed"] / stopped, 1) if stopped else None,
            **self.undisturbed(),
        }

    def undisturbed(self) -> dict[str, Json]:
        """Of playback with nobody in it: how long it was, and what paused and what ended it."""
        minutes = self.undisturbed_s / 60
        return {
            "undisturbed_minutes": round(minutes, 1),
            "pauses_for_nothing": self.counts["pauses for nothing"],
            "pauses_for_nothing_a_minute": round(self.counts["pauses for nothing"] / minutes, 2) if minutes else None,
            "ends_for_nothing": self.counts["ends for nothing"],
        }


def _percentile(values: list[float], share: float) -> float | None:
    return round(float(np.percentile(values, share)), 1) if values else None


class _Sounds:
    """What is heard over the answers, in turn."""

    def __init__(self, interruptions: list[Samples], hums: list[Samples], seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self._interruptions = interruptions
        self._hums = hums

    def interruption(self, number: int) -> Samples:
        return self._interruptions[number % len(self._interruptions)]

    def disturbance(self, number: int) -> tuple[Samples, float]:
        """(samples at 24 kHz, level over the talker's in dB)."""
        match number % 4:
            case 0:
                return self._burst(0.25, 600.0, 0.08), 3.0  # a cough
            case 1:
                return self._burst(0.12, 120.0, 0.03), 6.0  # a thing that falls over
            case 2:
                return np.concatenate([self._burst(0.03, 2500.0, 0.006), np.zeros(2000, np.float32)]), 0.0  # a belt's buckle
            case _:
                return self._hums[number // 4 % len(self._hums)], -3.0

    def _burst(self, seconds: float, centre_hz: float, decay_s: float) -> Samples:
        """Noise around a frequency that dies away."""
        count = round(seconds * VOICE_RATE)
        t = np.arange(count) / VOICE_RATE
        spectrum = np.fft.rfft(self.random.standard_normal(count))
        hz = np.fft.rfftfreq(count, 1 / VOICE_RATE)
        shaped = np.fft.irfft(spectrum * np.exp(-np.abs(np.log2((hz + 1) / centre_hz)) * 1.2), count)
        burst = shaped * np.exp(-t / decay_s) * np.minimum(1.0, t / 0.004)
        return np.asarray(0.5 * burst / np.abs(burst).max(), np.float32)


class _Answerer:
    """An endpoint that gives its one long answer to every request, as fast as the wire takes it."""

    def __init__(self, speech: Samples) -> None:
        self._session = ServerSession(STEPFUN, session_id="bench")
        self._session.open()
        self._pcm = pcm16(speech)

    def exchange(self, frames: list[str]) -> list[str]:
        for frame in frames:
            for command in self._session.receive(frame):
                if isinstance(command, ResponseRequested):
                    self._session.begin_response()
                    self._session.text_delta(_ANSWER)
                    self._session.audio_delta(self._pcm)
                    self._session.end_response()
        return self._session.take_outgoing()


class _Drive:
    """One cabin at one speed, and the assistant in it."""

    def __init__(self, answer: Samples, question: Samples, speed_kmh: float, seed: int, radio: Radio | None = None) -> None:
        store = default_store()
        settings = load_settings({"CABIN_TURN__SMART": "false"}).settings
        parts = assemble(settings, store, open_vehicle(settings), strict=True)
        self._front_end, self._assistant, self._playout = parts.front_end, parts.assistant, parts.playout
        self._recorder = CabinRecorder()
        scene = CabinScene(speed_kmh=((0.0, speed_kmh),), radio=radio)
        self._cabin = VirtualCabin(scene, parts.playout, seed=seed, sink=self._recorder)
        self._endpoint = _Answerer(answer)
        self._question = question
        self.tally = _Tally()
        self._assistant.attach("local", STEPFUN)

    def run(self, sounds: _Sounds, trials: int) -> _Tally:
        """So many interruptions and as many disturbances, after one answer that the echo canceller learns from."""
        self._cabin.start()
        self._ask()
        self._until_rest()
        for number in range(trials):
            self._interrupt(sounds.interruption(number), sounds.random.uniform(1.0, 4.0))
            self._disturb(*sounds.disturbance(number), sounds.random.uniform(1.0, 4.0))
        self._cabin.close()
        return self.tally

    def listen(self, answers: int) -> _Tally:
        """So many answers over which nobody makes a sound, after one that the echo canceller learns from."""
        self._cabin.start()
        for number in range(answers + 1):
            self._ask()
            while self._assistant.state in (State.SPEAKING, State.CANDIDATE):
                events = self._step()
                if number:
                    self._note_undisturbed(events, FRAME_MS / 1000)
            self._assistant.stop()
            self._for(0.5)
            self._until_rest()
        self._cabin.close()
        return self.tally

    def _note_undisturbed(self, events: list[TimelineEvent], seconds: float) -> None:
        tally = self.tally
        tally.undisturbed_s += seconds
        tally.counts["pauses for nothing"] += len(_pauses(events))
        tally.counts["ends for nothing"] += sum(event.event == "barge_in" for event in events)

    def _step(self, name: str | None = None, **fields: Json) -> list[TimelineEvent]:
        """10 ms; name: an event that the ears are said to have noticed."""
        block = self._cabin.read(0.0)
        if block is None:
            return []
        assistant = self._assistant
        output = self._front_end.process(block.mic, block.far_end)
        if name is not None:
            output = replace(output, events=(*output.events, TimelineEvent(assistant.t, name, fields)))
        assistant.hear([output], block.mic.time_ns)
        frames = [frame for _, outgoing in assistant.take_outgoing() for frame in outgoing]
        assistant.receive("local", self._endpoint.exchange(frames), block.mic.time_ns)
        if assistant.take_effects():
            self._playout.unplayed(self._cabin.flush())
        return assistant.take_events()

    def _for(self, seconds: float) -> list[TimelineEvent]:
        return [event for _ in range(round(seconds * 1000 / FRAME_MS)) for event in self._step()]

    def _ask(self) -> None:
        """A turn, up to the first sample of its answer."""
        self._step("wake", word="hello cabin", score=0.9)
        self._cabin.say(self._question, VOICE_RATE)
        until = self._cabin.seconds + _LONGEST_WAIT_S
        while self._assistant.state is not State.SPEAKING and self._cabin.seconds < until:
            self._step()

    def _until_rest(self) -> None:
        while self._assistant.state in (State.SPEAKING, State.CANDIDATE, State.THINKING):
            self._step()
        self._assistant.stop()
        self._for(0.5)

    def _interrupt(self, speech: Samples, after_s: float) -> None:
        self._ask()
        self._note_undisturbed(self._for(after_s), after_s)
        if self._assistant.state is not State.SPEAKING:
            self._until_rest()
            return  # it has paused or interrupted itself: counted already
        utterance = self._cabin.say(speech, VOICE_RATE)
        seconds = (utterance.end - utterance.start) / ENGINE_RATE + 0.5
        events = self._for(seconds)
        taken = [event for event in events if event.event == "barge_in"]
        self.tally.counts["barge-ins"] += 1
        self.tally.counts["taken"] += bool(taken)
        if taken:
            self.tally.stops_ms.append(silent_after_ms(self._recorder.part("loudspeaker"), utterance.onset, _SILENT_S))
            paused = [event.t for event in _pauses(events)]
            self.tally.paused_ms.append(1000 * (paused[0] - utterance.onset_s) + FADE_MS)
        self._assistant.stop()
        self._for(0.5)
        self._until_rest()

    def _disturb(self, sound: Samples, level_db: float, after_s: float) -> None:
        self._ask()
        self._note_undisturbed(self._for(after_s), after_s)
        self._cabin.say(sound, VOICE_RATE, level_db=level_db)
        events = self._for(2.0)
        paused = _pauses(events)
        lost = [event for event in events if event.event == "barge_in"]
        self.tally.counts["disturbances"] += 1
        if paused or lost:
            self.tally.counts["false stops"] += 1
            self.tally.counts["resumed"] += not lost and self._assistant.state is State.SPEAKING
        self._assistant.stop()
        self._for(0.5)
        self._until_rest()


def _pauses(events: list[TimelineEvent]) -> list[TimelineEvent]:
    return [event for event in events if event.event == "state" and event.fields["to"] == "candidate"]


def _without_pauses(speech: Samples) -> Samples:
    """An answer whose own pauses are too short to be taken for the end of it, at most ten seconds long."""
    quiet = np.abs(speech) < 0.004
    kept = np.ones(len(speech), bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8)))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        kept[begin + round(_LONGEST_PAUSE_S * VOICE_RATE) : end] = False
    return speech[kept][: round(_ANSWER_S * VOICE_RATE)]
