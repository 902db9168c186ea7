"""End of turn by hangover."""

from __future__ import annotations

from edge.frontend.endpoint import EndOfTurn, EndpointConfig

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
