"""What is said to questions about how, to wishes for later, to values out of range, and in a third language."""

from __future__ import annotations

from itertools import pairwise

import pytest

from edge.language import Language
from edge.model.responder.bank import BANK
from edge.model.responder.persona import Speaker
from edge.model.responder.responder import Outcome, Responder
from edge.model.understanding import DialogueContext, Understanding, understand
from edge.model.understanding.types import Act
from edge.vehicle.policy import REASONS


@pytest.mark.parametrize(
    ("text", "yes", "language"), [("how do i turn on the seat massage", "yes", "en"), ("座椅按摩怎么打开", "好的", "zh")]
)
def test_how_to_is_an_offer_that_yes_takes(text: str, yes: str, language: Language) -> None:
    asked = understand(text, language)
    assert not asked.tool_calls
    assert Responder().reply(asked).rstrip().endswith(("?", "？"))
    assert understand(yes, language, asked.context).tool_calls == [("set_seat", {"massage": "on"})]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("if it rains close the windows", "en"),
        ("turn the heating on in ten minutes", "en"),
        ("如果下雨就关窗", "zh"),
        ("十分钟后打开空调", "zh"),
    ],
)
def test_nothing_is_put_off_in_silence(text: str, language: Language) -> None:
    understood = understand(text, language)
    assert not understood.tool_calls
    assert understood.intent == "unavailable.later"


@pytest.mark.parametrize(("text", "language"), [("set it to 35 degrees", "en"), ("温度调到35度", "zh")])
def test_a_refused_value_is_told_what_is_possible(text: str, language: Language) -> None:
    understood = understand(text, language)
    result = {"status": "refused", "reason": "temperature_range", "why": REASONS["temperature_range"].en}
    reply = Responder().reply(understood, [Outcome(understood.acts[0].requests[0], result)])
    assert "16" in reply
    assert "28" in reply
    without = Responder().reply(understood, [Outcome(understood.acts[0].requests[0], {**result, "why": ""})])
    assert "16" not in without


@pytest.mark.parametrize(
    "text",
    ["bonjour comment ça va", "mach bitte das fenster auf", "abre la ventana por favor", "窓を開けてください", "открой окно"],
)
def test_a_third_language_is_told_so_in_both(text: str) -> None:
    understood = understand(text, "en")
    assert understood.intent == "reject.foreign"
    reply = Responder().reply(understood)
    assert "English" in reply
    assert "中文" in reply


@pytest.mark.parametrize("text", ["the window in the den is open, is it", "play una paloma blanca", "navigate to die hard avenue"])
def test_english_with_foreign_names_is_english(text: str) -> None:
    assert understand(text, "en").intent != "reject.foreign"


def test_what_was_set_to_a_value_is_not_undone_by_guess() -> None:
    context = understand("set the temperature to 20", "en", DialogueContext()).context
    assert not understand("undo that", "en", context).tool_calls
    context = understand("it is too warm", "en", DialogueContext()).context
    assert understand("undo that", "en", context).tool_calls == [("set_climate", {"delta": 2})]


def test_several_deeds_are_opened_once() -> None:
    understood = understand("turn on the seat heating and close the window", "en")
    outcomes = [Outcome(r, {"status": "done", "observed": {}}) for act in understood.acts for r in act.requests]
    reply = Responder().reply(understood, outcomes)
    assert sum(reply.count(opener) for opener in ("Okay.", "Done.", "All right.")) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_talk_is_answered_with_the_same_line_twice_running(language: Language) -> None:
    serious = Speaker(serious=True)
    for topic in BANK[language]:
        responder = Responder(seed=3, speaker=serious)
        talk = Understanding("", language, (Act("chat", topic),), 1.0, DialogueContext())
        said = [responder.reply(talk) for _ in range(6)]
        assert all(one != other for one, other in pairwise(said)), (topic, said)


@pytest.mark.parametrize(("text", "called", "language"), [("what is my name", "Peter", "en"), ("我叫什么名字", "老王", "zh")])
def test_a_name_that_was_given_is_known(text: str, called: str, language: Language) -> None:
    asked = understand(text, language)
    assert called not in Responder().reply(asked)
    assert called in Responder(speaker=Speaker().called(language, called)).reply(asked)
