"""The conversation as a whole, from the wake phrase to the last sample."""

from __future__ import annotations

import json

import numpy as np
from cabin_rig import RANGE, START_NS, Rig
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.dialogue.ports import Effect
from edge.dialogue.turn import State
from edge.events import TimelineEvent


def test_a_question_is_answered_with_the_value_of_the_car() -> None:
    rig = Rig("local")
    rig.state.set(RANGE, 312_000, START_NS)
    rig.say_turn()
    assert rig.assistant.state is State.THINKING
    rig.until(State.SPEAKING)
    rig.until(State.FOLLOW_UP)
    (answer,) = rig.named("answer")
    assert "312000" in str(answer.fields["text"])
    assert answer.fields["endpoint"] == "local"
    assert [entry.role for entry in rig.assistant.transcript] == ["user", "assistant"]
    assert rig.named("playback_end")[0].fields["heard_ms"] == 2000
    rig.until(State.IDLE)


def test_the_turn_holds_the_preroll_and_what_was_said() -> None:
    rig = Rig("local")
    rig.say_turn(2.0)
    assert 1.5 + 2.0 <= rig.servers["local"].heard_s[0] <= 1.5 + 2.0 + 0.7


def test_only_a_turn_that_ends_with_silence_leaves_its_last_milliseconds_out() -> None:
    heard: dict[str, float] = {}
    for reason in ("silence", "max_length"):
        rig = Rig("local")
        rig.say_turn(2.0, reason)
        heard[reason] = rig.servers["local"].heard_s[0]
    assert heard["max_length"] - 0.08 <= heard["silence"] < heard["max_length"]
    assert round(heard["max_length"], 3) == 1.5 + 2.0 + 0.61


def test_the_wake_phrase_alone_waits_for_the_question() -> None:
    rig = Rig("local")
    rig.step(0.01, 0.0, rig.happen("wake", word="hello cabin", score=0.9))
    rig.step(0.1, 0.9)
    rig.step(0.6, 0.0, rig.happen("speech_end", offset=rig.assistant.t))
    rig.step(0.01, 0.0, rig.happen("turn_end", reason="silence"))
    assert rig.assistant.state is State.LISTENING
    assert rig.ears.armed
    rig.step(1.0, 0.9)
    rig.step(0.01, 0.0, rig.happen("turn_end", reason="silence"))
    assert rig.assistant.state is State.THINKING


def test_talking_over_the_answer_silences_it_at_once() -> None:
    rig = Rig("local")
    rig.state.set(RANGE, 312_000, START_NS)
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.5, 0.0, rig.happen("duplex", mode="full"))
    before = len(rig.played)
    rig.step(0.25, 0.95)
    assert rig.assistant.state is State.LISTENING
    assert float(np.abs(np.concatenate(rig.played[before + 7 :])).max()) == 0.0
    (barge_in,) = rig.named("barge_in")
    assert 0 < int(str(barge_in.fields["stop_ms"])) <= 60
    *_, said = rig.assistant.transcript
    assert said.role == "assistant"
    assert not said.complete
    assert "That is all" not in said.text


def test_the_first_word_of_an_interruption_is_sent_though_a_breath_follows_it() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.5, 0.0, rig.happen("duplex", mode="full"))
    rig.step(0.15, 0.95)
    rig.step(0.3, 0.0)
    assert rig.assistant.state is State.CANDIDATE
    rig.step(0.15, 0.95, rig.happen("speech_start", onset=rig.assistant.t))
    assert rig.assistant.state is State.LISTENING
    assert rig.assistant.answering.sender.seconds > 0.3 + 0.15 + 0.3
    (barge_in,) = rig.named("barge_in")
    assert 0 < int(str(barge_in.fields["stop_ms"])) <= 60


def test_a_cough_pauses_and_resumes() -> None:
    rig = Rig("local")
    rig.state.set(RANGE, 312_000, START_NS)
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.08, 0.95, rig.happen("duplex", mode="full"))
    assert rig.assistant.state is State.CANDIDATE
    assert rig.assistant.take_effects() == [Effect.FLUSH_OUTPUT], "what the device holds would sound for longer"
    rig.until(State.SPEAKING)
    assert rig.assistant.take_effects() == []
    assert rig.named("resume")
    rig.until(State.FOLLOW_UP)
    assert rig.named("playback_end")[0].fields["heard_ms"] == 2000


def test_an_echo_canceller_that_is_not_trusted_leaves_the_answer_alone() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(1.0, 0.95, rig.happen("duplex", mode="wake_word"))
    assert rig.assistant.state is State.SPEAKING
    rig.step(0.02, 0.95, rig.happen("wake", word="hello cabin", score=0.9))
    assert rig.assistant.state is State.LISTENING


def test_while_the_echo_is_not_under_control_nothing_interrupts() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.5, 0.95, rig.happen("duplex", mode="half"))
    rig.step(0.02, 0.95, rig.happen("wake", word="hello cabin", score=0.9))
    assert rig.assistant.state is State.SPEAKING
    assert len(rig.named("wake")) == 1
    assert len(rig.named("wake_veto")) == 1


def test_a_hurried_turn_asks_for_a_short_answer_before_it_is_committed() -> None:
    rig = Rig("cloud")
    hurried = TimelineEvent(0.0, "prosody", {"relative": {"pace": 2.5, "level": 0.5}, "sounds": []})
    for expected, prosody in ((True, hurried), (False, TimelineEvent(0.0, "prosody", {"relative": {}, "sounds": []}))):
        rig.sent.clear()
        rig.step(0.01, 0.0, rig.happen("wake", word="hello cabin", score=0.9))
        rig.step(1.0, 0.9)
        rig.step(0.6, 0.0, rig.happen("speech_end", offset=rig.assistant.t))
        rig.step(0.01, 0.0, prosody, rig.happen("turn_end", reason="silence"))
        kinds = [event["type"] for _, event in rig.sent]
        before = rig.sent[: kinds.index("input_audio_buffer.commit")]
        states = [json.dumps(event) for _, event in before if event["type"] == "conversation.item.create"]
        assert states
        assert ("faster than usual" in states[-1]) is expected
        rig.until(State.FOLLOW_UP)


def test_a_follow_up_needs_no_wake_phrase() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.FOLLOW_UP)
    rig.step(1.0, 0.9, rig.happen("speech_start", onset=rig.assistant.t))
    rig.step(0.01, 0.0, rig.happen("turn_end", reason="silence"))
    rig.until(State.FOLLOW_UP)
    assert len(rig.named("answer")) == 2


def test_the_cloud_is_asked_first_and_the_board_takes_over_the_same_audio() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].silent = True
    rig.say_turn()
    rig.until(State.SPEAKING)
    assert [event.fields["endpoint"] for event in rig.named("sent")] == ["cloud", "local"]
    assert rig.servers["cloud"].heard_s == rig.servers["local"].heard_s
    assert rig.named("answer")[0].fields["endpoint"] == "local"
    rig.until(State.IDLE)
    assert len(rig.named("answer")) == 1


def test_a_link_that_breaks_while_thinking_hands_over_at_once() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].silent = True
    rig.say_turn()
    t = rig.assistant.t
    rig.detach("cloud")
    rig.until(State.SPEAKING)
    assert rig.assistant.t - t < 0.5


def test_a_turn_spoken_before_anybody_is_connected_is_answered_by_whoever_comes() -> None:
    rig = Rig()
    rig.say_turn()
    rig.step(1.0)
    rig.attach("local")
    rig.until(State.SPEAKING)
    assert rig.servers["local"].heard_s[0] > 2.0


def test_without_any_answer_the_driver_is_told() -> None:
    rig = Rig("local")
    rig.servers["local"].silent = True
    rig.say_turn()
    rig.until(State.SPEAKING, 40.0)
    assert rig.named("fault")[-1].fields == {"what": "no answer", "action": "apology"}
    rig.until(State.IDLE)


def test_an_answer_that_breaks_off_does_not_hang() -> None:
    rig = Rig("local")
    rig.servers["local"].cut_short = True
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.until(State.IDLE, 40.0)


def test_mute_drops_what_was_going_on() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.assistant.mute()
    rig.step(0.1)
    before = len(rig.played)
    rig.step(1.0, 0.9, rig.happen("wake", word="hello cabin", score=0.9))
    assert rig.assistant.state is State.MUTED
    assert float(np.abs(np.concatenate(rig.played[before:])).max()) == 0.0
    rig.assistant.unmute()
    assert rig.assistant.state is State.IDLE


def test_history_is_told_to_a_new_session() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.FOLLOW_UP)
    rig.detach("local")
    rig.attach("local")
    assert len(rig.servers["local"].session.conversation) == 2


_STEPS = st.sampled_from(
    ["wake", "speech", "quiet", "turn_end", "speech_start", "mute", "unmute", "stop", "cloud", "local", "deaf", "wait"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_STEPS, min_size=5, max_size=30))
def test_whatever_happens_no_move_is_illegal_and_rest_is_found(steps: list[str]) -> None:
    rig = Rig("local", strict=True)
    for step in steps:
        match step:
            case "wake":
                rig.step(0.02, 0.5, rig.happen("wake", word="hello cabin", score=0.9))
            case "speech_start":
                rig.step(0.02, 0.9, rig.happen("speech_start", onset=rig.assistant.t))
            case "turn_end":
                rig.step(0.02, 0.0, rig.happen("turn_end", reason="silence"))
            case "speech":
                rig.step(0.4, 0.95)
            case "quiet":
                rig.step(0.4)
            case "wait":
                rig.step(3.0)
            case "mute":
                rig.assistant.mute()
            case "unmute":
                rig.assistant.unmute()
            case "stop":
                rig.assistant.stop()
            case "deaf":
                for server in rig.servers.values():
                    server.silent = not server.silent
            case "cloud" | "local":
                rig.detach(step) if step in rig.servers else rig.attach(step)
    rig.assistant.unmute()
    rig.until(State.IDLE, 260.0)
    assert not rig.assistant.machine.illegal
