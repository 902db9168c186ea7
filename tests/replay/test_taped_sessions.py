"""Wire sessions that really took place, played again in simulated time: what is heard, said, called and asked for.

`our_client` was recorded by `python -m device.bench.link.record` and by the interop tests, `our_server` by the interop tests, with
CABIN_WIRE_TAPES set.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from device.bench.link.taped import Outcome, TapedClient, TapedServers, TapeLeftOverError
from edge.realtime.wire_tape import Entry, read_tape

TAPES = Path(__file__).with_name("tapes")
ANSWER = "0 1 2 3 4 5 6 7 8 9 10 over."
VOLUME = ("media", {"action": "volume_change", "value": 10})
COMMIT, CREATE, CANCEL, RESULT = "input_audio_buffer.commit", "response.create", "response.cancel", "function_call_output"


def tape(folder: str, name: str) -> list[Entry]:
    file = TAPES / folder / f"{name}.jsonl"
    return list(read_tape(file.read_text(encoding="utf-8").splitlines(), file))


def served(name: str) -> Outcome:
    return TapedServers(tape("our_client", name)).run()


@pytest.mark.parametrize("name", ["errors", "reorder"])
def test_what_is_out_of_order_or_in_error_is_heard_once_and_whole(name: str) -> None:
    outcome = served(name)
    turn = outcome.heard[-1]
    assert (turn.runs, turn.whole, outcome.stale) == ([1], 1, 0)
    assert [(entry.role, entry.text) for entry in outcome.said] == [("user", "turn 13"), ("assistant", ANSWER)]
    assert outcome.asked == [("cloud", COMMIT), ("cloud", CREATE)]
    assert outcome.tools == []


@pytest.mark.parametrize("name", ["tool", "duplicate"])
def test_a_tool_is_called_once_however_often_the_call_comes(name: str) -> None:
    outcome = served(name)
    assert outcome.tools == [VOLUME]
    assert outcome.asked == [("cloud", COMMIT), ("cloud", CREATE), ("cloud", RESULT), ("cloud", CREATE)]
    assert (outcome.heard[-1].runs, outcome.heard[-1].whole, outcome.stale) == ([1], 1, 0)
    assert [(entry.role, entry.text) for entry in outcome.said] == [("user", "turn 15"), ("assistant", ANSWER)]


@pytest.mark.parametrize("name", ["stall", "close"])
def test_an_answer_that_breaks_off_is_given_by_the_board(name: str) -> None:
    outcome = served(name)
    turn = outcome.heard[-1]
    assert turn.runs == [1, -1], "first the cloud, then the board, and the cloud no more"
    assert (turn.whole, outcome.stale) == (1, 0)
    [handover] = outcome.of("handover")
    assert (handover["from"], handover["to"]) == ("cloud", "local")
    assert [(link, kind) for link, kind in outcome.asked if link == "local"] == [("local", COMMIT), ("local", CREATE)]
    first, *rest = outcome.said
    assert (first.role, first.text) == ("user", "turn 13")
    assert rest[-1].text == ANSWER


@pytest.mark.parametrize("name", ["cancel_done", "cancel_cancelled", "cancel_ignored"])
def test_nothing_of_an_answer_is_heard_once_it_is_talked_over(name: str) -> None:
    outcome = served(name)
    _, first, second = outcome.heard
    assert first.whole == 0
    assert 0 < first.heard[1] < 6_000, "some of the first answer was heard, and not half of it"
    assert (second.runs, second.whole, outcome.stale) == ([1], 1, 0)
    assert [kind for _, kind in outcome.asked] == [COMMIT, CREATE, CANCEL, COMMIT, CREATE]
    roles = [(entry.role, entry.complete) for entry in outcome.said]
    assert roles == [("user", True), ("assistant", False), ("user", True), ("assistant", True)]
    assert ANSWER.startswith(outcome.said[1].text), "of the first answer the history holds what was heard"
    assert len(outcome.said[1].text) < len(ANSWER) // 2
    assert len(outcome.of("barge_in")) == 1


def test_a_server_that_answers_before_it_is_asked() -> None:
    outcome = served("speech_to_speech")
    assert [(entry.role, entry.text) for entry in outcome.said] == [("user", "How far?"), ("assistant", "Three hundred.")]
    assert [end["heard_ms"] for end in outcome.of("playback_end")] == [200]
    assert outcome.asked == [("cloud", COMMIT), ("cloud", CREATE)]


def test_a_server_that_ends_turns_by_itself_is_not_asked() -> None:
    outcome = served("speech_to_speech_detects")
    assert [(entry.role, entry.text) for entry in outcome.said] == [("user", "How far?"), ("assistant", "Three hundred.")]
    assert [end["heard_ms"] for end in outcome.of("playback_end")] == [200]
    assert outcome.asked == []


@pytest.mark.parametrize("name", ["tool", "stall", "cancel_ignored"])
def test_the_same_tape_gives_the_same_run(name: str) -> None:
    assert served(name) == served(name)


def test_a_client_that_does_not_ask_is_told() -> None:
    deaf = [entry for entry in tape("our_client", "tool") if "turn_end" not in json.dumps(dict(entry.note))]
    deaf = [Entry(entry.t, entry.link, entry.kind, entry.text, {}) if entry.kind == "note" else entry for entry in deaf]
    with pytest.raises(TapeLeftOverError, match="never sent"):
        TapedServers(deaf).run()


CLIENTS = sorted(file.stem for file in (TAPES / "our_server").glob("*.jsonl"))


def told(event: dict[str, Any]) -> tuple[str, object]:
    """An event's name and what of it a client acts on."""
    kind = str(event["type"])
    if kind.endswith("audio.delta"):
        return kind, len(base64.b64decode(event["delta"]))
    if kind == "response.done":
        return kind, event["response"]["status"]
    fields = ("delta", "transcript", "text", "arguments", "call_id", "item_id", "response_id", "name")
    return kind, {name: event[name] for name in fields if name in event}


@pytest.mark.parametrize("name", CLIENTS)
def test_our_server_says_the_same_to_another_s_client_again(name: str) -> None:
    entries = tape("our_server", name)
    before = [json.loads(entry.text) for entry in entries if entry.kind == "server"]
    now = TapedClient(entries).run()
    assert [told(event) for event in now] == [told(event) for event in before]
    kinds = Counter(str(event["type"]) for event in now)
    assert kinds["response.done"] >= 2
    assert kinds["response.function_call_arguments.done"] == 1
    assert sum(kinds[kind] for kind in ("response.audio.done", "response.output_audio.done")) >= 1
    assert kinds["error"] == 0


def test_there_is_a_tape_of_every_kind_of_client() -> None:
    wanted = {"openai_beta_client", "openai_ga_server", "stepfun", "livekit_stepfun", "pipecat", "openai_agents", "agents_realtime"}
    assert wanted <= set(CLIENTS)
