"""A turn's waterfall from the timeline's events."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.observe.turns import PHASES, Turn, TurnFollower

TALK = """
{"t": 10.0, "event": "wake", "word": "hello cabin", "score": 0.99}
{"t": 10.0, "event": "state", "from": "idle", "to": "listening"}
{"t": 12.6, "event": "speech_end", "offset": 12.1}
{"t": 12.8, "event": "turn_end", "reason": "hangover"}
{"t": 12.8, "event": "state", "from": "listening", "to": "thinking"}
{"t": 12.8, "event": "sent", "endpoint": "cloud", "seconds": 3.1}
{"t": 13.0, "event": "transcript", "text": "How far?", "lang": "en"}
{"t": 13.1, "event": "tool", "name": "get_vehicle_state", "arguments": {}, "result": {}}
{"t": 13.4, "event": "state", "from": "thinking", "to": "speaking"}
{"t": 13.4, "event": "first_audio", "latency_ms": 1300}
{"t": 14.0, "event": "state", "from": "speaking", "to": "candidate"}
{"t": 14.2, "event": "state", "from": "candidate", "to": "listening"}
{"t": 16.0, "event": "state", "from": "listening", "to": "thinking"}
{"t": 30.0, "event": "state", "from": "thinking", "to": "idle"}
"""


def _events(text: str) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in text.split("\n") if line)


def test_phases_follow_each_other() -> None:
    follower = TurnFollower()
    ended = [turn for event in _events(TALK) if (turn := follower.feed(event)) is not None]
    first, second = follower.turns
    assert ended == [first, second]
    assert [(span.name, span.start, span.end) for span in first.spans] == [
        ("listening", 10.0, 12.1),
        ("end_of_turn", 12.1, 12.8),
        ("answering", 12.8, 13.4),
        ("speaking", 13.4, 14.2),
    ]
    assert (first.opened_by, first.endpoint, first.latency_ms, first.outcome) == ("wake", "cloud", 1300, "interrupted")
    assert [what for what, _ in first.marks] == ["sent", "transcript", "tool"]
    assert (second.opened_by, second.outcome) == ("barge_in", "unanswered")


@pytest.mark.parametrize(("last", "outcome"), [("follow_up", "answered"), ("idle", "interrupted"), ("muted", "interrupted")])
def test_how_a_turn_ends(last: str, outcome: str) -> None:
    follower = TurnFollower()
    path = ["idle", "listening", "thinking", "speaking", last]
    for t, (before, after) in enumerate(itertools.pairwise(path)):
        turn = follower.feed({"t": float(t), "event": "state", "from": before, "to": after})
    assert turn is not None
    assert turn.outcome == outcome
    assert json.dumps(turn.to_json())


_STATES = ("idle", "listening", "thinking", "speaking", "candidate", "follow_up", "muted", "nonsense")
_STATE = st.builds(lambda a, b: {"event": "state", "from": a, "to": b}, st.sampled_from(_STATES), st.sampled_from(_STATES))
_OTHER = st.builds(
    lambda event, value: {"event": event, "offset": value, "latency_ms": value, "word": value},
    st.sampled_from(("wake", "speech_end", "sent", "first_audio", "tool", "transcript")),
    st.one_of(st.none(), st.text(max_size=3), st.floats(0, 100)),
)


@given(st.lists(st.tuples(st.floats(0, 5), st.one_of(_STATE, _OTHER))))
def test_any_order_of_events_gives_waterfalls(steps: list[tuple[float, dict[str, Any]]]) -> None:
    follower, t = TurnFollower(), 0.0
    for wait, event in steps:
        t += wait
        follower.feed({"t": t, **event})
    for turn in follower.turns:
        assert isinstance(turn, Turn)
        assert {span.name for span in turn.spans} <= set(PHASES)
        for before, after in zip(turn.spans, turn.spans[1:], strict=False):
            assert before.end is not None
            assert before.start <= before.end
            assert after.start >= before.start
