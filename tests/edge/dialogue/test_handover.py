"""The link fails, at any point of a turn: the turn is answered once, soon, and without anything stale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cabin_rig import RANGE, SECOND, START_NS, Rig

from edge.dialogue.settings import DialogueSettings
from edge.dialogue.turn import State
from edge.realtime.router import RouterSettings

SLOW = {"response.created": 0.5, "response.audio.delta": 0.3}
GOAL_S = 1.5


def _say_and_cut(rig: Rig, cut_s: float, how: str) -> float:
    """One turn whose link is cut `cut_s` after the wake phrase; the audio time of the cut."""
    cut_at = rig.assistant.t + cut_s
    done: list[float] = []

    def step(seconds: float, probability: float = 0.0, *events: object) -> None:
        for number in range(max(1, round(seconds * 100))):
            if not done and rig.assistant.t >= cut_at:
                done.append(rig.assistant.t)
                rig.vanish("cloud") if how == "silently" else rig.detach("cloud")
            rig.step(0.01, probability, *(events if number == 0 else ()))  # type: ignore[arg-type]

    step(0.01, 0.0, rig.happen("wake", word="hello cabin", score=0.9))
    step(1.0, 0.9)
    step(0.6, 0.0, rig.happen("speech_end", offset=rig.assistant.t))
    step(0.01, 0.0, rig.happen("turn_end", reason="silence"))
    for _ in range(2500):
        if done and rig.assistant.state in (State.FOLLOW_UP, State.IDLE):
            break
        step(0.01)
    return done[0]


@pytest.mark.parametrize("how", ["loudly", "silently"])
@pytest.mark.parametrize("cut_s", [0.0, 0.5, 1.3, 1.65, 1.9, 2.2, 2.6, 3.2])
def test_the_link_is_cut_at_any_point_of_a_turn(cut_s: float, how: str) -> None:
    rig = Rig("cloud", "local")
    rig.state.set(RANGE, 312_000, START_NS)
    rig.servers["cloud"].delays = SLOW
    rig.servers["local"].delays = {"response.output_item.added": 0.2}
    cut = _say_and_cut(rig, cut_s, how)
    answers = [event for event in rig.named("answer") if "That is all" in str(event.fields["text"])]
    assert len(answers) == 1, "answered once"
    assert not rig.named("fault") or rig.named("fault")[-1].fields["action"] != "apology"
    if answers[0].fields["endpoint"] == "local":
        speaking = [event.t for event in rig.named("state") if event.fields["to"] == "speaking"]
        turn_end = rig.named("turn_end")[0].t
        asked = [event.t for event in rig.named("sent") if event.fields["endpoint"] == "local"][-1]
        deadline = turn_end + 3.0 if how == "silently" else max(cut, turn_end)
        heard = [t for t in speaking if t >= asked] or speaking
        assert heard[0] - max(cut, min(deadline, asked)) <= GOAL_S


def test_a_late_answer_of_the_first_endpoint_is_never_heard() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].delays = {"response.created": 3.4}
    rig.say_turn()
    rig.until(State.FOLLOW_UP)
    rig.step(3.0)
    assert [event.fields["endpoint"] for event in rig.named("answer")] == ["local"]
    assert rig.playout.counters.heard == 2 * 24_000 + 3360  # the answer and the chime that says who speaks


def test_what_was_done_for_the_first_endpoint_is_not_done_again_for_the_second() -> None:
    rig = Rig("cloud", "local")
    rig.state.set("Cabin.Infotainment.Media.Volume", 30, START_NS)
    louder = ("media", {"action": "volume_change", "value": 10})
    for server in rig.servers.values():
        server.calls = [louder]
    rig.servers["cloud"].delays = {"response.output_item.added": 1.0}
    rig.say_turn()
    rig.step(1.5)
    assert len(rig.tools.audit) == 1
    rig.vanish("cloud")
    rig.until(State.FOLLOW_UP, 60.0)
    assert rig.named("answer")[0].fields["endpoint"] == "local"
    assert len(rig.tools.audit) == 1


def test_a_broken_answer_is_answered_anew_by_the_board_behind_what_is_left_of_it() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].cut_short = True
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.3)
    rig.detach("cloud")
    rig.until(State.FOLLOW_UP)
    assert rig.named("handover")[0].fields["to"] == "local"
    (answer,) = rig.named("answer")
    assert answer.fields["endpoint"] == "local"
    assert "That is all." in str(answer.fields["text"])


def test_a_stalled_answer_is_answered_anew() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].cut_short = True
    rig.say_turn()
    rig.until(State.SPEAKING)
    t = rig.assistant.t
    rig.until(State.FOLLOW_UP)
    assert rig.named("handover")[0].fields["why"] == "the answer stalled"
    assert rig.named("handover")[0].t - t < 1.0 + 1.5 + 0.2


def test_a_slow_answer_is_heard_to_its_end_where_nobody_else_can_answer() -> None:
    rig = Rig("local")
    rig.servers["local"].delays = {"response.audio_transcript.delta": 3.0}
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.until(State.FOLLOW_UP)
    assert rig.named("playback_end")[-1].fields["heard_ms"] == 2000
    assert "That is all." in str(rig.named("answer")[-1].fields["text"])


def test_an_answer_that_has_all_arrived_is_not_repeated_when_the_link_goes() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].calls = []
    rig.servers["cloud"].delays = {"response.done": 60.0}
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.step(0.3)
    rig.detach("cloud")
    rig.until(State.FOLLOW_UP)
    assert not rig.named("handover")
    assert rig.named("playback_end")[-1].fields["heard_ms"] == 2000


def test_after_a_failure_the_board_answers_and_the_cloud_is_taken_back_between_turns() -> None:
    rig = Rig("cloud", "local")
    rig.vanish("cloud")
    rig.say_turn()
    rig.until(State.IDLE)
    asked = [event.fields["endpoint"] for event in rig.named("sent")]
    assert asked == ["cloud", "local"]
    rig.attach("cloud") if rig.renewals else rig.detach("cloud")
    rig.attach("cloud")
    rig.say_turn()
    rig.until(State.IDLE)
    assert rig.named("sent")[-1].fields["endpoint"] == "local"
    rig.step(240.0)
    rig.say_turn()
    rig.until(State.IDLE)
    assert rig.named("sent")[-1].fields["endpoint"] == "cloud"
    assert len(rig.named("answer")) == 3


def test_with_hedging_the_first_to_answer_is_heard_and_the_other_cancelled() -> None:
    settings = DialogueSettings(routing=RouterSettings(hedge_after=0.8))
    rig = Rig("cloud", "local", settings=settings)
    rig.servers["cloud"].delays = {"response.created": 2.0}
    rig.say_turn()
    t = rig.assistant.t
    rig.until(State.SPEAKING)
    assert rig.assistant.t - t < 1.2
    rig.until(State.IDLE)
    assert [event.fields["endpoint"] for event in rig.named("answer")] == ["local"]
    assert len([entry for entry in rig.assistant.transcript if entry.role == "user"]) == 1
    quick = Rig("cloud", "local", settings=settings)
    quick.say_turn()
    quick.until(State.IDLE)
    assert [event.fields["endpoint"] for event in quick.named("sent")] == ["cloud"]


def test_an_endpoint_that_fails_every_answer_hands_over_at_once() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].failing = True
    rig.say_turn()
    t = rig.assistant.t
    rig.until(State.SPEAKING)
    assert rig.assistant.t - t < 0.5
    rig.until(State.IDLE)
    assert len(rig.named("answer")) == 1


def test_both_fail_and_the_driver_is_told() -> None:
    rig = Rig("cloud", "local")
    for server in rig.servers.values():
        server.failing = True
    rig.say_turn()
    rig.until(State.SPEAKING, 40.0)
    assert rig.named("fault")[-1].fields["action"] == "apology"


def test_a_used_up_budget_leaves_the_metered_link() -> None:
    rig = Rig("cloud", "local", settings=DialogueSettings(routing=RouterSettings(budget_bytes=100_000)))
    for _ in range(2):
        rig.say_turn()
        rig.until(State.IDLE)
    assert [event.fields["endpoint"] for event in rig.named("sent")] == ["cloud", "local"]


def test_a_change_of_endpoint_is_heard_as_a_tone() -> None:
    rig = Rig("cloud", "local")
    rig.servers["cloud"].silent = True
    rig.say_turn()
    rig.step(2.9)
    before = len(rig.played)
    rig.step(0.3)
    assert float(np.abs(np.concatenate(rig.played[before:])).max()) > 0.05


def test_deadlines_are_those_of_the_settings() -> None:
    routing = replace(RouterSettings(), patience=1.6)
    rig = Rig("cloud", "local", settings=DialogueSettings(routing=routing))
    rig.servers["cloud"].silent = True
    rig.say_turn()
    t = rig.now_ns
    rig.until(State.SPEAKING)
    assert (rig.now_ns - t) / SECOND < 1.6 + 0.3


def test_an_answer_that_breaks_off_with_nobody_else_there_is_given_to_whoever_comes_back() -> None:
    rig = Rig("cloud")
    rig.servers["cloud"].calls = []
    rig.servers["cloud"].cut_short = True
    rig.say_turn()
    rig.until(State.SPEAKING)
    rig.detach("cloud")
    rig.step(3.0)
    assert rig.assistant.state is State.SPEAKING, "it waits"
    board = rig.attach("local")
    board.calls = []
    rig.until(State.FOLLOW_UP)
    assert len(board.heard_s) == 1
    assert rig.assistant.transcript.history()[-1][1].startswith("local says")
