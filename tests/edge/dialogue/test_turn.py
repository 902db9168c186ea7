"""The turn machine: no stuck state, no illegal move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.dialogue.turn import STAYS, TABLE, Action, Deadlines, IllegalMoveError, Input, State, TurnMachine

SECOND = 1_000_000_000
FED_BY_CALLER = [i for i in Input if i is not Input.DEADLINE]


def test_a_turn_from_wake_phrase_to_idle() -> None:
    machine = TurnMachine(strict=True)
    assert machine.feed(Input.WAKE, 0) == (Action.OPEN_TURN,)
    assert machine.feed(Input.SPEECH_START, SECOND) == ()
    assert machine.feed(Input.TURN_END, 3 * SECOND) == (Action.COMMIT,)
    assert machine.state is State.THINKING
    machine.feed(Input.FIRST_SAMPLE, 4 * SECOND)
    machine.feed(Input.PLAYBACK_END, 6 * SECOND)
    assert machine.state is State.FOLLOW_UP
    assert machine.tick(11 * SECOND) == ()
    assert machine.tick(12 * SECOND) == (Action.SIGN_OFF,)
    assert machine.state is State.IDLE


def test_talking_over_the_answer_flushes_and_opens_a_turn() -> None:
    machine = _speaking()
    assert machine.feed(Input.SPEECH_START, 0) == (Action.PAUSE,)
    assert machine.feed(Input.BARGE_IN, 0) == (Action.CANCEL_ANSWER, Action.OPEN_TURN)
    assert machine.state is State.LISTENING


@pytest.mark.parametrize("cause", [Input.FALSE_ALARM, None])
def test_a_false_alarm_resumes(cause: Input | None) -> None:
    machine = _speaking()
    machine.feed(Input.SPEECH_START, 0)
    actions = machine.feed(cause, SECOND) if cause else machine.tick(2 * SECOND)
    assert actions == (Action.RESUME,)
    assert machine.state is State.SPEAKING


def test_silence_after_the_wake_phrase_is_left_with_a_chime() -> None:
    machine = TurnMachine(strict=True)
    machine.feed(Input.WAKE, 0)
    assert machine.tick(6 * SECOND) == (Action.DISCARD_TURN, Action.SIGN_OFF)
    assert machine.state is State.IDLE


def test_a_late_answer_is_asked_for_elsewhere_then_apologised_for() -> None:
    machine = TurnMachine(strict=True)
    machine.feed(Input.WAKE, 0)
    machine.feed(Input.TURN_END, 0)
    assert machine.tick(6 * SECOND) == (Action.HAND_OVER,)
    assert machine.state is State.THINKING
    assert machine.tick(18 * SECOND) == (Action.CANCEL_ANSWER, Action.APOLOGISE)
    assert machine.state is State.IDLE


def test_an_answer_that_stalls_is_given_up() -> None:
    machine = _speaking()
    machine.feed(Input.UNDERRUN, SECOND)
    assert machine.tick(5 * SECOND) == ()
    assert machine.tick(11 * SECOND) == (Action.CANCEL_ANSWER, Action.APOLOGISE)
    assert machine.state is State.IDLE


def test_mute_silences_every_state() -> None:
    for state in State:
        if (state, Input.MUTE) in TABLE:
            assert TABLE[state, Input.MUTE].to is State.MUTED
        else:
            assert state is State.MUTED


def test_illegal_inputs_raise_in_tests_and_are_counted_in_the_field() -> None:
    with pytest.raises(IllegalMoveError, match="barge_in cannot happen in idle"):
        TurnMachine(strict=True).feed(Input.BARGE_IN, 0)
    machine = TurnMachine()
    assert machine.feed(Input.BARGE_IN, 0) == ()
    assert machine.illegal == {(State.IDLE, Input.BARGE_IN): 1}


def test_the_table_and_the_stays_do_not_overlap() -> None:
    assert not [(s, i) for (s, i) in TABLE if i in STAYS[s]]


@given(st.lists(st.tuples(st.sampled_from(FED_BY_CALLER), st.floats(0, 40)), max_size=60))
def test_any_sequence_keeps_the_promises(sequence: list[tuple[Input, float]]) -> None:
    """Whatever comes, in whatever order: a state that waits has a deadline, and deadlines alone lead to rest."""
    machine = TurnMachine()
    now = 0
    open_turn = False
    for happened, wait in sequence:
        now += round(wait * SECOND)
        for action in (*machine.tick(now), *machine.feed(happened, now)):
            if action is Action.OPEN_TURN:
                open_turn = True
            elif action in (Action.COMMIT, Action.DISCARD_TURN):
                assert open_turn, "a turn was closed that was not open"
                open_turn = False
        assert open_turn == (machine.state is State.LISTENING)
        assert (machine.deadline_ns is None) == (machine.state in (State.IDLE, State.MUTED))
    steps = 0
    while machine.deadline_ns is not None:
        machine.tick(machine.deadline_ns)
        steps += 1
        assert steps < 10, f"stuck in {machine.state}"
    assert machine.state in (State.IDLE, State.MUTED)


@given(st.lists(st.integers(0, 1000), max_size=200))
def test_legal_sequences_are_never_refused(choices: list[int]) -> None:
    machine = TurnMachine(Deadlines(), strict=True)
    now = 0
    for choice in choices:
        legal = sorted({i for (s, i) in TABLE if s is machine.state and i is not Input.DEADLINE} | STAYS[machine.state])
        now += SECOND // 10
        machine.feed(legal[choice % len(legal)], now)
        machine.tick(now)


def _speaking() -> TurnMachine:
    machine = TurnMachine(strict=True)
    for happened in (Input.WAKE, Input.TURN_END, Input.FIRST_SAMPLE):
        machine.feed(happened, 0)
    return machine
