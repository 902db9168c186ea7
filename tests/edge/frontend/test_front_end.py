"""The front end as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import CabinTake, babble, echo_of, recording, room
from heads import template_head

from device.audio.virtual_cabin.scene import CabinScene, Loudspeaker
from edge.audio.frame import Frame, Samples
from edge.events import TimelineEvent
from edge.frontend.frontend import FrontEnd, FrontEndConfig, FrontEndOutput
from edge.frontend.models import FrontEndModels
from edge.frontend.wake import WakeHead

pytestmark = pytest.mark.weights


def run(
    front_end: FrontEnd, microphone: Samples, far_end: Samples | None = None, start: int = 0, far_rate: int = 16_000
) -> list[FrontEndOutput]:
    """Every whole frame."""
    outputs = []
    for at in range(0, len(microphone) - 159, 160):
        mic = Frame(microphone[at : at + 160], 16_000, start + at, 0)
        far = None
        if far_end is not None and far_rate == 16_000:
            far = Frame(far_end[at : at + 160], 16_000, start + at, 0)
        elif far_end is not None:
            far = Frame(np.zeros(far_rate // 100, np.float32), far_rate, start + at, 0)
        outputs.append(front_end.process(mic, far))
    return outputs


def events(outputs: list[FrontEndOutput]) -> list[TimelineEvent]:
    """All events in order."""
    return [event for output in outputs for event in output.events]


def named(outputs: list[FrontEndOutput], *names: str) -> list[TimelineEvent]:
    """The events of these names."""
    return [event for event in events(outputs) if event.event in names]


@pytest.fixture(scope="module")
def talk(data: Path) -> Samples:
    """A person talking, with pauses, 2 s of silence at the end."""
    speech = recording(data / "vad" / "speechbrain" / "valid.wav")[: 8 * 16_000]
    return np.concatenate([speech, np.zeros(32_000, np.float32)])


def test_speech_and_turns_of_a_person(models: FrontEndModels, talk: Samples) -> None:
    front_end = FrontEnd(FrontEndConfig(), models)
    front_end.arm_turn()
    outputs = run(front_end, talk)
    starts = [event.fields["onset"] for event in named(outputs, "speech_start")]
    ends = [event.fields["offset"] for event in named(outputs, "speech_end")]
    assert starts == pytest.approx([0.38, 4.1], abs=0.06)
    assert ends == pytest.approx([2.7, 5.88], abs=0.08)
    turns = named(outputs, "turn_end")
    assert [event.t for event in turns] == pytest.approx([3.35, 6.5], abs=0.08)
    assert all(event.fields == {"reason": "silence"} for event in turns)
    assert max(output.speech_probability for output in outputs) > 0.9
    assert sorted(event.t for event in events(outputs)) == [event.t for event in events(outputs)]


def test_no_turn_ends_while_disarmed(models: FrontEndModels, talk: Samples) -> None:
    front_end = FrontEnd(FrontEndConfig(), models)
    front_end.arm_turn()
    front_end.disarm_turn()
    assert named(run(front_end, talk), "turn_end") == []


def test_times_are_the_frames_times(models: FrontEndModels, talk: Samples) -> None:
    plain = events(run(FrontEnd(FrontEndConfig(), models), talk))
    later = events(run(FrontEnd(FrontEndConfig(), models), talk, start=160_000))
    assert [event.t + 10 for event in plain] == pytest.approx([event.t for event in later])


def test_the_same_frames_give_the_same_everything(models: FrontEndModels, talk: Samples) -> None:
    far = babble(len(talk) / 16_000, 4)
    microphone = talk + echo_of(far, 900, room(3))
    front_end = FrontEnd(FrontEndConfig(), models)
    first = run(front_end, microphone, far)
    front_end.reset()
    second = run(front_end, microphone, far)
    assert events(first) == events(second)
    assert all(np.array_equal(a.clean, b.clean) for a, b in zip(first, second, strict=True))


def test_clean_is_the_microphone_one_frame_later_and_the_preroll_holds_it(models: FrontEndModels) -> None:
    front_end = FrontEnd(FrontEndConfig(highpass_hz=5.0), models)
    near = babble(3, 4)
    clean = np.concatenate([output.clean for output in run(front_end, near)])
    late = front_end.latency_samples
    assert late == 160
    assert np.corrcoef(clean[late:], near[:-late])[0, 1] > 0.99
    assert np.array_equal(front_end.preroll(1.0), clean[-16_000:])
    assert np.array_equal(front_end.preroll(9.0), clean[-32_000:])


def test_echo_is_told_once_a_second_while_the_far_end_plays(models: FrontEndModels) -> None:
    scene = CabinScene(loudspeaker=Loudspeaker(delay_ms=90), noise=None, seconds=9)
    take = CabinTake(scene, babble(6, 1), [])
    outputs = run(FrontEnd(FrontEndConfig(), models), take.microphone, take.far_end)
    told = named(outputs, "echo")
    assert 4 <= len(told) <= 7
    assert np.diff([event.t for event in told]).min() > 0.99
    assert set(told[-1].fields) == {"delay_ms", "drift_ppm", "erle_db", "trust", "double_talk", "convergence_s"}
    assert told[-1].fields["trust"] == 1.0
    modes = [event.fields["mode"] for event in named(outputs, "duplex")]
    assert (modes[0], modes[-1]) == ("half", "full")
    assert outputs[300].far_end_active
    assert not outputs[-1].far_end_active


def test_where_nobody_acts_on_it_no_wake_word_is_looked_for_in_a_turn(models: FrontEndModels, data: Path, tmp_path: Path) -> None:
    word = recording(data / "wakeword" / "picovoice_benchmark" / "alexa" / "145.flac")
    head = WakeHead.load(template_head(tmp_path / "alexa.onnx", models.embedding, word, "alexa"))
    silence = (np.random.default_rng(1).standard_normal(48_000) * 1e-4).astype(np.float32)
    said = np.concatenate([silence, word, silence])
    said = said[: len(said) // 160 * 160]

    def heard(*, in_turns: bool, armed: bool) -> int:
        front_end = FrontEnd(FrontEndConfig(wake_in_turns=in_turns), replace(models, heads=(head,)))
        if armed:
            front_end.arm_turn()
        before = len(named(run(front_end, said[:-40_000]), "wake"))
        # The turn is over, nobody says more, and then the same phrase wakes.
        front_end.disarm_turn()
        after = run(front_end, said[-40_000:], start=len(said) - 40_000)
        assert any(max(output.wake_scores.values()) > 0 for output in after) is not (armed and not in_turns)
        assert len(named(run(front_end, said, start=len(said)), "wake")) == 1
        return before

    assert heard(in_turns=True, armed=True) == 1
    assert heard(in_turns=False, armed=False) == 1
    assert heard(in_turns=False, armed=True) == 0


def test_a_wake_word_is_heard_and_the_loudspeaker_s_own_is_vetoed(models: FrontEndModels, data: Path, tmp_path: Path) -> None:
    word = recording(data / "wakeword" / "picovoice_benchmark" / "alexa" / "145.flac")
    head = WakeHead.load(template_head(tmp_path / "alexa.onnx", models.embedding, word, "alexa"))
    front_end = FrontEnd(FrontEndConfig(), replace(models, heads=(head,)))
    silence = (np.random.default_rng(1).standard_normal(48_000) * 1e-4).astype(np.float32)
    told = named(run(front_end, np.concatenate([silence, word, silence])), "wake", "wake_veto")
    assert [event.event for event in told] == ["wake"]
    assert told[0].fields["word"] == "alexa"
    front_end.reset()
    far = np.concatenate([silence, word, silence])
    # The canceller has learnt nothing yet: the first word that the loudspeaker says comes through.
    far[:48_000] = 0
    told = named(run(front_end, echo_of(far, 600, room(3, decay_ms=5)), far), "wake", "wake_veto")
    assert {event.event for event in told} <= {"wake_veto"}


def test_lost_frames_are_told_filled_and_survived(models: FrontEndModels, talk: Samples) -> None:
    front_end = FrontEnd(FrontEndConfig(), models)
    first = run(front_end, talk[:32_000])
    second = run(front_end, talk[33_600:], start=33_600)
    faults = named(second, "fault")
    assert [event.fields["what"] for event in faults] == ["0.1 s of audio lost"]
    ends = [event.fields["offset"] for event in named(first + second, "speech_end")]
    assert ends == pytest.approx([2.7, 5.88], abs=0.15)


@pytest.mark.parametrize("jump", [160_000, -8_000, 333])
def test_after_a_long_gap_it_starts_over(models: FrontEndModels, talk: Samples, jump: int) -> None:
    front_end = FrontEnd(FrontEndConfig(), models)
    run(front_end, talk[:16_000])
    outputs = run(front_end, talk, start=16_000 + jump)
    assert len(named(outputs, "fault")) == 1
    starts = [event.fields["onset"] for event in named(outputs, "speech_start")]
    assert starts == pytest.approx([1 + jump / 16_000 + 0.38, 1 + jump / 16_000 + 4.1], abs=0.06)


def test_values_that_are_no_numbers_are_silence_and_a_fault(models: FrontEndModels) -> None:
    microphone, far = babble(4, 1), babble(4, 2)
    microphone[20_000], far[40_000] = np.nan, np.inf
    outputs = run(FrontEnd(FrontEndConfig(), models), microphone, far)
    assert all(np.isfinite(output.clean).all() for output in outputs)
    whats = [what for event in named(outputs, "fault") if "numbers" in (what := str(event.fields["what"]))]
    assert whats == ["microphone has values that are no numbers"] * 2 + ["reference has values that are no numbers"] * 2


def test_a_reference_of_another_rate_is_a_fault(models: FrontEndModels) -> None:
    outputs = run(FrontEnd(FrontEndConfig(), models), babble(1, 1), babble(1, 2), far_rate=48_000)
    assert [event.fields["what"] for event in named(outputs, "fault")] == ["reference of another rate"]


def test_a_microphone_of_another_rate_is_refused(models: FrontEndModels) -> None:
    with pytest.raises(ValueError, match="16000"):
        FrontEnd(FrontEndConfig(), models).process(Frame(np.zeros(480, np.float32), 48_000, 0, 0), None)


def test_a_late_reference_is_a_fault(models: FrontEndModels) -> None:
    far = babble(4, 1)
    early = np.concatenate([echo_of(far, 0, room(2))[480:], np.zeros(480, np.float32)])
    outputs = run(FrontEnd(FrontEndConfig(), models), early, far)
    assert [event.fields["what"] for event in named(outputs, "fault")] == ["reference late"]
