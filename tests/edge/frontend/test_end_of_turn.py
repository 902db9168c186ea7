"""End of turn: by hangover, and by what the network made of the turn."""

from __future__ import annotations

from edge.frontend.endpoint import EndOfTurn, EndpointConfig, TurnProfile

MS = 16


def walk(end: EndOfTurn, speech: list[tuple[int, int]], until_ms: int, arm_ms: int = 0) -> list[tuple[int, str]]:
    """Run frame by frame over stretches of speech in ms; turn ends as (ms, reason)."""
    found = []
    for now in range(10, until_ms + 1, 10):
        if now == arm_ms:
            end.arm()
        speaking = any(a <= now < b for a, b in speech)
        last_voice = max((min(now, b) for a, b in speech if a <= now), default=0)
        reason = end.process(now * MS, speaking, last_voice * MS)
        if reason:
            found.append((now, reason))
    return found


def test_a_turn_ends_after_the_hangover_and_a_short_pause_does_not_end_it() -> None:
    assert walk(EndOfTurn(), [(500, 1500), (1900, 3000)], 5000, arm_ms=10) == [(3600, "silence")]


def test_nothing_while_disarmed_or_before_speech() -> None:
    end = EndOfTurn()
    assert walk(end, [(500, 1500)], 5000, arm_ms=-1) == []
    assert walk(end, [], 5000, arm_ms=10) == []


def test_armed_in_the_middle_of_a_word() -> None:
    assert walk(EndOfTurn(), [(500, 1500)], 5000, arm_ms=1000) == [(2100, "silence")]


def test_speech_before_it_was_armed_is_no_turn() -> None:
    assert walk(EndOfTurn(), [(500, 1500)], 5000, arm_ms=1600) == []


def test_each_turn_ends_once() -> None:
    found = walk(EndOfTurn(), [(500, 1500), (4000, 5000)], 8000, arm_ms=10)
    assert found == [(2100, "silence"), (5600, "silence")]


def test_the_longest_turn() -> None:
    end = EndOfTurn(EndpointConfig(max_turn_s=2.0))
    found = walk(end, [(500, 3000)], 6000, arm_ms=10)
    assert found == [(2500, "max_length"), (3600, "silence")]


def test_hangover_of_a_language() -> None:
    end = EndOfTurn(EndpointConfig(hangover_ms=600, hangover_by_language_ms={"zh": 800}))
    end.language = "zh"
    assert walk(end, [(500, 1500)], 5000, arm_ms=10) == [(2300, "silence")]
    end.language = "en"
    assert walk(end, [(500, 1500)], 5000, arm_ms=10) == [(2100, "silence")]


def ask_and_walk(
    end: EndOfTurn, speech: list[tuple[int, int]], until_ms: int, answer: float, delay_ms: int
) -> list[tuple[int, str]]:
    """Like `walk`, with every query answered alike after a delay; also "?" for each query."""
    found: list[tuple[int, str]] = []
    due: list[tuple[int, int]] = []
    end.arm()
    for now in range(10, until_ms + 1, 10):
        speaking = any(a <= now < b + 200 for a, b in speech)
        last_voice = max((min(now, b) for a, b in speech if a <= now), default=0)
        if end.asks(now * MS, last_voice * MS) is not None:
            found.append((now, "?"))
            due.append((now + delay_ms, last_voice * MS))
        while due and due[0][0] <= now:
            end.answer(due.pop(0)[1], answer)
        reason = end.process(now * MS, speaking, last_voice * MS)
        if reason:
            found.append((now, reason))
    return found


def test_a_turn_that_sounds_finished_is_taken_quickly() -> None:
    found = ask_and_walk(EndOfTurn(), [(500, 1500)], 5000, answer=0.99, delay_ms=150)
    assert found == [(1620, "?"), (1810, "silence")]


def test_a_turn_that_sounds_broken_off_is_waited_for() -> None:
    assert ask_and_walk(EndOfTurn(), [(500, 1500), (2500, 3000)], 6000, answer=0.1, delay_ms=150) == [
        (1620, "?"),
        (3120, "?"),
        (4500, "silence"),
    ]


def test_between_the_two_a_little_longer() -> None:
    assert ask_and_walk(EndOfTurn(), [(500, 1500)], 5000, answer=0.9, delay_ms=150)[-1] == (2400, "silence")


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    assert ask_and_walk(EndOfTurn(), [(500, 1500)], 5000, answer=0.1, delay_ms=1000)[-1] == (2100, "silence")


def test_an_answer_to_an_earlier_silence_is_not_for_this_one() -> None:
    found = ask_and_walk(EndOfTurn(), [(500, 1500), (1700, 2500)], 6000, answer=0.99, delay_ms=1100)
    assert found == [(1620, "?"), (2620, "?"), (3100, "silence")]


def test_no_query_before_a_turn_and_none_while_disarmed() -> None:
    assert ask_and_walk(EndOfTurn(), [], 3000, answer=0.99, delay_ms=100) == []
    end = EndOfTurn()
    assert end.asks(5000 * MS, 1000 * MS) is None


def test_profile_of_a_language() -> None:
    config = EndpointConfig(profile_by_language={"zh": TurnProfile(closed=0.5)})
    end = EndOfTurn(config)
    end.language = "zh"
    assert ask_and_walk(end, [(500, 1500)], 5000, answer=0.6, delay_ms=150)[-1] == (1810, "silence")
    end.language = "en"
    assert ask_and_walk(end, [(500, 1500)], 5000, answer=0.6, delay_ms=150)[-1] == (3000, "silence")


def test_the_audio_of_a_query_begins_a_little_before_the_turn() -> None:
    end = EndOfTurn()
    end.arm()
    end.process(1000 * MS, True, 1000 * MS)
    assert end.asks(2200 * MS, 2000 * MS) == (2200 - 1000 + 500) * MS
