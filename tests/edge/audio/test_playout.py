"""The playout: every sample ends in one place, and nothing clicks."""

from __future__ import annotations

import gc
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.playout import FADE_MS, Finished, Playout, PlayoutEvent, Started, Underrun

_BLOCK = VOICE_RATE // 100


def voice(seconds: float, hertz: float = 200.0) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * VOICE_RATE)) / VOICE_RATE)).astype(np.float32)


def play(playout: Playout, seconds: float) -> Samples:
    return np.concatenate([playout.pull(_BLOCK) for _ in range(round(seconds * 100))])


def steepest(samples: Samples) -> float:
    return float(np.abs(np.diff(samples)).max())


def kinds(events: list[PlayoutEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_a_response_is_played_as_it_is() -> None:
    playout = Playout()
    signal = voice(0.5)
    playout.push("r", "i", signal[:5000])
    playout.push("r", "i", signal[5000:])
    playout.finish("r")
    assert playout.active
    played = play(playout, 0.6)
    np.testing.assert_array_equal(played[: signal.shape[0]], signal)
    assert not played[signal.shape[0] + 200 :].any()
    assert playout.heard("i") == signal.shape[0]
    assert not playout.active
    assert playout.take_events() == [Started("r"), Finished("r", {"i": signal.shape[0]}, False)]
    assert playout.take_events() == []


def test_it_waits_for_a_reserve_before_it_begins() -> None:
    playout = Playout()
    playout.push("r", "i", voice(0.1))
    assert not play(playout, 0.2).any()
    playout.push("r", "i", voice(0.03))
    assert play(playout, 0.05).any()


def test_a_short_answer_that_is_complete_begins_at_once() -> None:
    playout = Playout()
    playout.push("r", "i", voice(0.05))
    playout.finish("r")
    assert playout.pull(_BLOCK).any()


def test_an_underrun_fades_out_waits_and_fades_in() -> None:
    playout = Playout()
    signal = voice(1.0, 210.0)
    playout.push("r", "i", signal[:3700])
    first = play(playout, 0.25)
    assert kinds(playout.take_events()) == ["Started", "Underrun"]
    playout.push("r", "i", signal[3700:5000])
    assert not play(playout, 0.05).any()
    playout.push("r", "i", signal[5000:])
    playout.finish("r")
    second = play(playout, 1.0)
    assert steepest(first) < 0.05
    assert steepest(second) < 0.05
    assert playout.heard("i") == signal.shape[0]
    assert playout.counters.underruns == 1
    assert playout.take_events() == [Finished("r", {"i": signal.shape[0]}, False)]


@pytest.mark.parametrize("fade_ms", [10, 15, 20])
@pytest.mark.parametrize("blocks", [7, 10, 31])
def test_a_flush_is_silent_after_the_fade_and_does_not_click(fade_ms: int, blocks: int) -> None:
    playout = Playout()
    playout.push("r", "i", voice(2.0, 333.0))
    before = play(playout, blocks / 100)
    heard = playout.flush(fade_ms)
    after = play(playout, 0.1)
    assert heard.items == {"i": blocks * _BLOCK}
    assert heard.dropped == 2 * VOICE_RATE - blocks * _BLOCK
    assert not after[fade_ms * VOICE_RATE // 1000 :].any()
    assert after[: _BLOCK // 2].any()
    assert steepest(np.concatenate([before, after])) < 0.05
    assert playout.heard("i") == blocks * _BLOCK


def test_a_killed_response_is_refused_for_ever() -> None:
    playout = Playout()
    playout.push("dead", "i", voice(0.5))
    play(playout, 0.1)
    playout.kill("dead")
    playout.push("dead", "i", voice(0.3))
    playout.finish("dead")
    play(playout, 0.05)
    assert not play(playout, 0.5).any()
    counters = playout.counters
    assert counters.refused == round(0.3 * VOICE_RATE)
    assert counters.refused_pushes == 1
    assert playout.take_events() == [Started("dead"), Finished("dead", {"i": VOICE_RATE // 10}, True)]
    playout.push("next", "j", voice(0.2))
    playout.finish("next")
    assert play(playout, 0.1).any()


def test_an_id_killed_before_its_first_sample_is_refused_too() -> None:
    playout = Playout()
    playout.kill("early")
    playout.push("early", "i", voice(0.5))
    assert not playout.active
    assert playout.take_events() == []


def test_responses_play_one_after_the_other() -> None:
    playout = Playout()
    playout.push("a", "1", np.full(1000, 0.25, np.float32))
    playout.push("b", "2", np.full(1000, 0.5, np.float32))
    playout.finish("b")
    assert not playout.pull(3000).any()
    playout.finish("a")
    played = playout.pull(3000)
    assert (played[:1000] == 0.25).all()
    assert (played[1200:2000] == 0.5).all()
    assert kinds(playout.take_events()) == ["Started", "Finished", "Started", "Finished"]


def test_a_response_without_sound_still_finishes() -> None:
    playout = Playout()
    playout.finish("mute")
    assert playout.take_events() == [Finished("mute", {}, False)]
    assert not playout.active


def test_what_the_device_threw_away_is_played_again() -> None:
    playout = Playout()
    signal = voice(0.5)
    playout.push("r", "i", signal)
    first = play(playout, 0.1)
    playout.unplayed(700)
    assert playout.heard("i") == first.shape[0] - 700
    rest = play(playout, 0.2)
    np.testing.assert_array_equal(rest, signal[1700 : 1700 + rest.shape[0]])


def test_a_barge_in_with_samples_given_back() -> None:
    """First `unplayed`, then `flush`: the fade goes on where the device stopped."""
    playout = Playout()
    signal = voice(1.0)
    playout.push("r", "i", signal)
    played = play(playout, 0.3)[:-480]
    playout.unplayed(480)
    assert playout.flush().items == {"i": 7200 - 480}
    after = play(playout, 0.05)
    assert steepest(np.concatenate([played, after])) < 0.05
    assert not after[400:].any()


def test_samples_given_back_after_the_flush_are_not_played_again() -> None:
    playout = Playout()
    playout.push("r", "i", voice(1.0))
    play(playout, 0.3)
    playout.flush()
    playout.unplayed(480)
    assert playout.heard("i") == 7200 - 480
    assert not play(playout, 0.1)[400:].any()


def test_a_pause_is_silent_and_loses_nothing() -> None:
    playout = Playout()
    signal = voice(1.0)
    playout.push("r", "i", signal)
    before = play(playout, 0.2)
    playout.pause()
    quiet = play(playout, 0.1)
    assert not quiet[400:].any()
    assert playout.active
    playout.resume()
    after = play(playout, 0.9)
    assert steepest(np.concatenate([before, quiet, after])) < 0.05
    np.testing.assert_array_equal(after[200:19200], signal[5000:24000])
    assert playout.heard("i") == VOICE_RATE


@pytest.mark.parametrize("late", [0, 1, 2])
def test_a_pause_with_samples_given_back_fades_where_the_listener_is(late: int) -> None:
    """The device took blocks ahead, some of them after the pause, and gives all of them back."""
    playout = Playout()
    signal = voice(1.0)
    playout.push("r", "i", signal)
    before = play(playout, 0.2)
    playout.pause()
    if late:
        play(playout, late / 100)
    playout.unplayed(_BLOCK * (late + 2))
    heard = before[: -2 * _BLOCK]
    fade = round(FADE_MS * VOICE_RATE / 1000)
    quiet = play(playout, 0.1)
    assert quiet[: fade // 2].any()
    assert not quiet[fade:].any()
    playout.resume()
    after = play(playout, 0.9)
    assert steepest(np.concatenate([heard, quiet, after])) < 0.05
    np.testing.assert_array_equal(after[200:19200], signal[len(heard) + 200 : len(heard) + 19200])
    assert playout.heard("i") == VOICE_RATE


def test_the_buffer_is_bounded() -> None:
    playout = Playout(capacity_s=1.0)
    playout.push("r", "i", voice(1.5))
    counters = playout.counters
    assert counters.pushed == VOICE_RATE
    assert counters.overflow == VOICE_RATE // 2
    playout.finish("r")
    play(playout, 1.1)
    assert playout.take_events()[-1] == Finished("r", {"i": VOICE_RATE}, True)


_RESPONSES = st.sampled_from(["a", "b", "c"])
_STEPS = st.one_of(
    st.tuples(st.just("push"), _RESPONSES, st.integers(0, 6000)),
    st.tuples(st.just("finish"), _RESPONSES, st.just(0)),
    st.tuples(st.just("kill"), _RESPONSES, st.just(0)),
    st.tuples(st.just("flush"), st.just(""), st.integers(0, 20)),
    st.tuples(st.just("pull"), st.just(""), st.integers(0, 4000)),
    st.tuples(st.just("unplayed"), st.just(""), st.integers(0, 3000)),
    st.tuples(st.sampled_from(["pause", "resume"]), st.just(""), st.just(0)),
)


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(_STEPS, max_size=40))
def test_every_sample_ends_in_exactly_one_place(steps: list[tuple[str, str, int]]) -> None:
    playout = Playout(capacity_s=1.0)
    offered = 0
    played: list[Samples] = [np.zeros(1, np.float32)]
    events: list[PlayoutEvent] = []
    for step, response, count in steps:
        if step == "push":
            offered += count
            playout.push(response, f"item of {response}", voice(count / VOICE_RATE, 100.0))
        elif step == "finish":
            playout.finish(response)
        elif step == "kill":
            playout.kill(response)
        elif step == "flush":
            playout.flush(count)
            assert playout.queued == 0
        elif step == "pull":
            played.append(playout.pull(count))
            assert played[-1].shape == (count,)
        elif step == "unplayed":
            playout.unplayed(count)
        elif step == "pause":
            playout.pause()
        else:
            playout.resume()
        events += playout.take_events()
        counters = playout.counters
        assert counters.pushed == counters.heard + counters.dropped + playout.queued
        assert counters.pushed + counters.refused + counters.overflow == offered
        assert sum(playout.heard(f"item of {one}") for one in "abc") == counters.heard
        assert min(counters.heard, counters.dropped, playout.queued) >= 0
        assert playout.queued <= VOICE_RATE
    for one in "abc":
        own = [event for event in events if event.response_id == one and not isinstance(event, Underrun)]
        assert kinds(own) in ([], ["Started"], ["Finished"], ["Started", "Finished"])
    everything = np.concatenate(played)
    assert np.isfinite(everything).all()
    assert np.abs(everything).max() <= 2.0


def test_what_is_remembered_of_responses_is_full_within_half_an_hour() -> None:
    playout = Playout()
    held = []
    for number in range(150):
        playout.push(f"answer {number}", f"item {number}", voice(0.01))
        playout.finish(f"answer {number}")
        playout.pull(_BLOCK)
        playout.take_events()
        if number in (49, 149):
            gc.collect()
            held.append(sys.getallocatedblocks())
    assert held[1] - held[0] < 50  # five for each response while its ids are kept
