"""Sessions come and go and the conversation goes on: renewal, history, answers in writing, fixed sentences, server turns."""

from __future__ import annotations

import json

import numpy as np
from cabin_rig import RANGE, START_NS, Rig

from edge.dialogue.history import Entry, told
from edge.dialogue.seats import SessionLife
from edge.dialogue.settings import DialogueSettings
from edge.dialogue.turn import State
from edge.events import Json
from edge.persona.tokens import estimate_tokens
from edge.realtime.config import SAY_EXACTLY, TurnDetection

YOUNG = DialogueSettings(life=SessionLife(renew_after=60.0, renew_at_last=90.0))


def _renew(rig: Rig) -> list[str]:
    """Do what the daemon does: connect anew."""
    names = [name for name, _ in rig.renewals]
    rig.renewals.clear()
    for name in names:
        rig.attach(name)
    return names


def test_an_old_session_is_renewed_between_turns_and_told_what_was_heard() -> None:
    rig = Rig("cloud", settings=YOUNG)
    rig.say_turn()
    rig.until(State.FOLLOW_UP)
    rig.until(State.IDLE)
    old = rig.servers["cloud"].session
    rig.step(60.0)
    assert [name for name, _ in rig.renewals] == ["cloud"]
    assert _renew(rig) == ["cloud"]
    new = rig.servers["cloud"].session
    assert new is not old
    assert len(new.conversation) == 2
    assert new.config.instructions == old.config.instructions
    assert new.config.voice == old.config.voice
    rig.say_turn()
    rig.until(State.IDLE)
    assert len(rig.named("answer")) == 2
    assert not rig.named("fault")


def test_an_old_session_is_not_taken_away_from_a_turn() -> None:
    rig = Rig("cloud", settings=YOUNG)
    rig.servers["cloud"].delays = {"response.output_item.added": 2.0}
    rig.step(58.0)
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.5)
    assert not rig.renewals
    rig.until(State.IDLE)
    rig.step(0.1)
    assert rig.renewals


def test_sessions_that_were_told_what_is_not_right_any_more_are_replaced_when_nobody_talks() -> None:
    rig = Rig("cloud", "local")
    rig.state.set(RANGE, 312_000, START_NS)
    rig.say_turn()
    rig.assistant.care.outdate("Ann speaks")
    rig.until(State.SPEAKING)
    assert not rig.renewals
    rig.until(State.IDLE)
    rig.step(0.2)
    assert rig.renewals == [("cloud", "Ann speaks"), ("local", "Ann speaks")]


def test_a_cancelled_answer_that_never_ends_does_not_block_the_next_turn() -> None:
    rig = Rig("cloud")
    rig.vanish("cloud")
    rig.say_turn()
    rig.step(0.2)
    rig.step(0.02, 0.9, rig.happen("wake", word="hello cabin", score=0.9))
    rig.step(2.5, 0.9)
    assert rig.renewals == [("cloud", "a cancelled answer never began nor ended")]
    _renew(rig)
    rig.step(0.01, 0.0, rig.happen("turn_end", reason="silence"))
    rig.until(State.FOLLOW_UP)
    assert len(rig.named("answer")) == 1


def test_an_answer_in_writing_is_spoken_by_the_board() -> None:
    rig = Rig("cloud", "local")
    rig.state.set(RANGE, 312_000, START_NS)
    rig.servers["cloud"].in_writing = True
    rig.say_turn()
    rig.until(State.FOLLOW_UP)
    (asked,) = rig.servers["local"].requests
    assert asked.instructions is not None
    assert asked.instructions.startswith(SAY_EXACTLY + "cloud says")
    *_, said = rig.assistant.transcript
    assert "312000" in said.text
    for _ in range(2):
        rig.until(State.IDLE)
        rig.say_turn()
        rig.until(State.FOLLOW_UP)
    assert ("cloud", "its answers have no sound") in rig.renewals


def test_an_answer_in_writing_is_spoken_once_though_it_costs_the_session() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].in_writing = True
    rig.servers["cloud"].calls = rig.servers["local"].calls = []
    rig.servers["local"].delays["response.created"] = 0.2
    for _ in range(2):
        rig.say_turn()
        rig.until(State.FOLLOW_UP)
    assert [name for name, _ in rig.renewals] == ["cloud"], "two answers without sound"
    rig.step(1.0)
    assert len(rig.named("playback_end")) == 2
    assert rig.named("handover") == []
    assert len(rig.servers["local"].requests) == 2, "the board speaks what was written, and is asked nothing"
    assert all(request.instructions for request in rig.servers["local"].requests)


def test_an_answer_in_writing_without_a_voice_ends_the_wait() -> None:
    rig = Rig("cloud")
    rig.servers["cloud"].in_writing = True
    rig.say_turn()
    rig.until(State.FOLLOW_UP, 2.0)


def test_an_interrupted_answer_is_told_to_the_endpoint_as_far_as_it_was_heard() -> None:
    rig = Rig("local")
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.5, 0.0, rig.happen("duplex", mode="full"))
    rig.step(0.3, 0.95)
    rig.step(0.2, 0.95)
    *_, said = rig.assistant.transcript
    kinds = [event["type"] for _, event in rig.sent]
    told_after = kinds[kinds.index("response.cancel") if "response.cancel" in kinds else 0 :]
    assert "conversation.item.delete" in told_after, "StepFun cannot truncate: the item goes ..."
    items = [event["item"] for _, event in rig.sent if event["type"] == "conversation.item.create"]
    assert said.text
    assert any(said.text in str(item) and "assistant" in str(item) for item in items), "... and the heard words take its place"
    assert rig.servers["local"].session.counters.refused == 0


def test_the_servers_own_detector_ends_a_turn_with_trailing_silence() -> None:
    rig = Rig()
    rig.context._detection["cloud"] = TurnDetection(silence_ms=600)
    server = rig.attach("cloud")
    rig.say_turn()
    assert rig.assistant.state is State.THINKING
    assert server.heard_s == []
    (event,) = server.session.speech_stopped(3000)
    rig.deliver("cloud", server.session.take_outgoing())
    server.answer_unasked()
    rig.deliver("cloud", server.session.take_outgoing())
    rig.until(State.FOLLOW_UP)
    sent_s = len(event.pcm) / 48_000  # type: ignore[attr-defined]
    assert sent_s > 1.5 + 1.0 + 0.6 + 0.6, "pre-roll, question, hangover, and the silence that ends the turn"


def test_a_server_that_ends_the_turn_first_is_followed() -> None:
    rig = Rig()
    rig.context._detection["cloud"] = TurnDetection(silence_ms=300)
    server = rig.attach("cloud")
    rig.step(0.01, 0.0, rig.happen("wake", word="hello cabin", score=0.9))
    rig.step(1.0, 0.9)
    rig.step(0.4)
    assert rig.assistant.state is State.LISTENING
    for command in server.session.speech_stopped(2900):
        server.session.input_transcript(command.item_id, "How far?", "en")  # type: ignore[attr-defined]
    server.answer_unasked()
    rig.deliver("cloud", server.session.take_outgoing())
    assert rig.assistant.state is State.THINKING
    rig.until(State.FOLLOW_UP)
    assert [entry.role for entry in rig.assistant.transcript] == ["user", "assistant"]


def _keeps_detecting(rig: Rig) -> None:
    """The cloud says that its own detector is on, although it was told not to use it."""
    session: dict[str, Json] = {"id": "s", "turn_detection": {"type": "server_vad", "silence_duration_ms": 500}}
    rig.deliver("cloud", [json.dumps({"type": "session.updated", "session": session})])


def test_a_server_that_keeps_its_detector_gets_silence_and_is_followed() -> None:
    rig = Rig()
    server = rig.attach("cloud")
    _keeps_detecting(rig)
    rig.say_turn()
    kinds = [event["type"] for _, event in rig.sent]
    assert "input_audio_buffer.commit" not in kinds
    assert "response.create" not in kinds
    (event,) = server.session.speech_stopped(3000)
    assert len(event.pcm) / 48_000 > 1.5 + 1.0 + 0.6 + 0.6  # type: ignore[attr-defined]
    server.answer_unasked()
    rig.deliver("cloud", server.session.take_outgoing())
    rig.until(State.FOLLOW_UP)
    assert [event for event in rig.events if event.event == "handover"] == []


def test_a_detector_that_hears_no_end_is_not_waited_for() -> None:
    rig = Rig()
    server = rig.attach("cloud")
    server.calls = []
    _keeps_detecting(rig)
    rig.say_turn()
    assert server.heard_s == []
    rig.until(State.SPEAKING)
    rig.until(State.FOLLOW_UP)
    assert len(server.heard_s) == 1
    kinds = [event["type"] for _, event in rig.sent]
    assert kinds.count("input_audio_buffer.commit") == kinds.count("response.create") == 1
    rig.say_turn()
    assert len(server.heard_s) == 2, "from now on we end its turns"


def test_a_refusal_within_the_session_ends_it_and_the_board_answers() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].silent = True
    rig.say_turn()
    rig.deliver("cloud", ['{"type": "error", "error": {"code": "insufficient_quota", "message": "recharge"}}'])
    rig.until(State.FOLLOW_UP)
    assert [(name, error.code) for name, error in rig.assistant.care.take_refusals()] == [("cloud", "insufficient_quota")]
    assert rig.assistant.care.take_refusals() == []
    assert rig.assistant.seats.ready == ["local"]
    assert [event.fields["endpoint"] for event in rig.named("answer")] == ["local"]


def test_an_alert_is_spoken_once_by_the_board_and_opens_no_turn() -> None:
    rig = Rig("cloud", "local")
    for _ in range(40):
        rig.state.set("Speed", 50.0, rig.now_ns)
        rig.state.set("Cabin.Door.Row1.PassengerSide.IsOpen", True, rig.now_ns)
        rig.step(0.1)
    (alert,) = rig.named("alert")
    (asked,) = rig.servers["local"].requests
    assert asked.instructions == SAY_EXACTLY + str(alert.fields["text"])
    assert rig.assistant.state is State.IDLE
    states = [event.fields["to"] for event in rig.named("state")]
    assert "speaking" in states
    assert "listening" not in states
    assert not rig.servers["cloud"].requests


def test_talk_over_an_alert_does_not_leave_the_car() -> None:
    rig = Rig("cloud", "local")
    rig.step(0.02, 0.0, rig.happen("duplex", mode="full"))
    for _ in range(60):
        rig.state.set("Speed", 50.0, rig.now_ns)
        rig.state.set("Cabin.Door.Row1.PassengerSide.IsOpen", True, rig.now_ns)
        rig.step(0.1, 0.95)
    assert rig.named("alert")
    assert not rig.named("sent")


def test_an_answer_waits_while_the_road_needs_the_driver() -> None:
    rig = Rig("cloud", "local")
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.3)
    for _ in range(20):
        rig.state.set("Chassis.Brake.IsDriverEmergencyBrakingDetected", True, rig.now_ns)
        rig.step(0.1)
    silent = np.concatenate(rig.played[-100:])
    assert float(np.abs(silent).max()) == 0.0
    rig.state.set("Chassis.Brake.IsDriverEmergencyBrakingDetected", False, rig.now_ns)
    rig.until(State.FOLLOW_UP)
    assert rig.named("playback_end")[0].fields["heard_ms"] == 2000
    assert [event.fields["why"] for event in rig.named("hold")] == ["emergency_braking", None]


def test_an_answer_that_comes_while_speech_is_held_is_not_handed_over() -> None:
    rig = Rig("cloud", "local")
    rig.state.set("Chassis.Brake.IsDriverEmergencyBrakingDetected", True, rig.now_ns)
    rig.say_turn()
    for _ in range(50):
        rig.state.set("Chassis.Brake.IsDriverEmergencyBrakingDetected", True, rig.now_ns)
        rig.step(0.1)
    rig.state.set("Chassis.Brake.IsDriverEmergencyBrakingDetected", False, rig.now_ns)
    rig.until(State.FOLLOW_UP)
    assert not rig.named("handover")
    assert len(rig.named("answer")) == 1


def _talk(turns: int) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(turns):
        entries.append(Entry("user", f"Question number {number}, please tell me. And more of it.", "en"))
        entries.append(Entry("assistant", f"The answer is {number}. " + "It goes on for a while. " * 5, "en", number % 2 == 0))
    return entries


def test_history_is_bounded_and_what_is_old_is_summed_up() -> None:
    found = told(_talk(60), tokens=800, summary_tokens=250)
    (role, summary), *rest = found
    assert role == "system"
    assert summary.startswith("[EARLIER IN THIS DRIVE")
    assert sum(estimate_tokens(words) for _, words in rest) <= 800
    assert estimate_tokens(summary) <= 260
    assert rest[-1][1].startswith("The answer is 59.")
    assert told(_talk(2), 800, 250)[0][0] == "user"
    assert told([], 800, 250) == []


def test_a_single_long_entry_does_not_crowd_out_everything() -> None:
    found = told([Entry("user", "word " * 5000, "en")], tokens=100, summary_tokens=50)
    assert found == [("system", "[EARLIER IN THIS DRIVE, SHORTENED]\nDriver: " + "word " * 14 + "…")]
    chinese = told([Entry("user", "今天天气怎么样" * 100, "zh")], tokens=100, summary_tokens=60)
    assert chinese[0][1].endswith("…")
