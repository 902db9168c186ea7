"""Talk: what an independent writer says to his car beside commands is heard as what it is, danger above all, and moves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.language import Language
from edge.model.responder.bank import BANK, SAFETY
from edge.model.responder.responder import Responder
from edge.model.understanding import DialogueContext, Understanding, understand
from edge.model.understanding.advice import matter
from edge.model.understanding.alarms import alarm, supposes
from edge.model.understanding.judging import moving
from edge.model.understanding.kinds import GROUP_OF, GROUPS
from edge.model.understanding.talking import BUCKETS, OTHER, features, head
from edge.model.understanding.types import Act

_HERE = Path(__file__).parent
_LANGUAGES: tuple[Language, ...] = ("en", "zh")
_GROUPS = {
    "feeling": ("glad", "low"),
    "car": ("car",),
    "knowledge": ("question",),
    "request": ("request",),
    "me": ("me",),
    "safety": ("safety",),
    "reaction": ("reaction",),
}


def _lines(language: Language, kind: str) -> list[str]:
    rows = (_HERE / f"talk_{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [text for text, _, other in (row.partition("\t") for row in rows if not row.startswith("#")) if other == kind]


def _heard_as(understood: Understanding) -> str:
    """The group of talk that an utterance was heard as; "chat" where the small-talk bank has it, empty for anything else."""
    act = understood.acts[0]
    if act.topic.startswith("advice_"):
        return "car"
    if act.kind == "chat" and act.topic.startswith("talk_"):
        kind = act.topic.removeprefix("talk_")
        return GROUP_OF.get(kind, kind)
    if act.kind == "control":
        return "reaction"
    if act.kind == "chat" and act.topic in SAFETY:
        return "safety"
    return "chat" if act.kind == "chat" else ""


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "least"),
    [("feeling", 0.7), ("car", 0.7), ("knowledge", 0.7), ("request", 0.5), ("me", 0.7), ("reaction", 0.7)],
)
def test_talk_is_heard_as_what_it_is(language: Language, kind: str, least: float) -> None:
    lines = _lines(language, kind)
    missed = []
    for line in lines:
        understood = understand(line, language)
        known = understood.acts[0].kind in ("unavailable", "refuse") and kind in ("request", "me")
        chat = kind in ("feeling", "me", "reaction") and _heard_as(understood) == "chat"
        if _heard_as(understood) not in _GROUPS[kind] and not known and not chat:
            missed.append(f"{line}: {understood.intent}")
    print(f"{language} {kind}: {len(lines) - len(missed)}/{len(lines)}")
    assert len(lines) >= 10
    assert len(missed) <= (1 - least) * len(lines), "\n".join(missed)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_danger_is_heard_and_answered_first(language: Language) -> None:
    for line in _lines(language, "safety"):
        understood = understand(line, language)
        assert _heard_as(understood) == "safety", (line, understood.intent)
        assert not moving(understood.acts), line
        assert Responder(1).reply(understood) in {
            reply.replace("{you}", "") for reply in BANK[language][understood.acts[0].topic].replies
        }


@pytest.mark.parametrize("language", _LANGUAGES)
def test_questions_about_this_car_stay_questions_about_it(language: Language) -> None:
    lines = _lines(language, "state")
    missed = [line for line in lines if not (u := understand(line, language)).tool_calls and u.acts[0].kind != "query"]
    assert len(lines) == 25
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("language", _LANGUAGES)
def test_talk_moves_next_to_nothing(language: Language) -> None:
    lines = [line for kind in _GROUPS for line in _lines(language, kind)]
    moved = [(line, understood.intent) for line in lines if moving((understood := understand(line, language)).acts)]
    print(f"{language}: {len(moved)}/{len(lines)} moved")
    assert len(lines) >= 130
    assert len(moved) <= 0.03 * len(lines), moved


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "the pedal just goes to the floor", "brake_failure"),
        ("en", "my wife's water broke, what now", "medical"),
        ("en", "I'd rather drive off this bridge", "despair"),
        ("en", "the engine is smoking like mad", "fire"),
        ("zh", "前面有辆车翻了,人还在里面", "crash"),
        ("zh", "我不想活了", "despair"),
        ("zh", "刹车踩到底都没反应", "brake_failure"),
        ("zh", "车里有股烧焦的味道", "fire"),
        ("zh", "前机盖冒火了", "fire"),
    ],
)
def test_alarms_need_no_typical_wording(language: Language, text: str, kind: str) -> None:
    assert alarm(text, language) == kind
    assert _heard_as(understand(text, language)) == "safety"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "navigate to the fire station"),
        ("en", "my bum is on fire, turn the seat heating off"),
        ("en", "call 999, there has been a crash"),
        ("zh", "手冻僵了,方向盘加热打开"),
        ("zh", "前面大货车冒黑烟,开内循环"),
    ],
)
def test_commands_with_words_of_danger_are_done(language: Language, text: str) -> None:
    assert moving(understand(text, language).acts)


def test_what_is_only_supposed_is_no_alarm() -> None:
    assert supposes("what do I do if the brakes fail", "en")
    assert not supposes("the brakes fail, what do I do right now", "en")
    assert understand("what should I do if a tyre bursts on the motorway", "en").intent == "chat.advice_blowout"


@pytest.mark.parametrize(
    ("language", "text", "about"),
    [
        ("en", "is it bad to charge to a hundred percent every night", "charge_full"),
        ("en", "can a rear facing child seat go in front", "child_seat"),
        ("zh", "下雨天玻璃老起雾怎么办", "fogging"),
        ("zh", "儿童座椅能不能装在副驾驶", "child_seat"),
    ],
)
def test_advice_is_found_by_its_matter(language: Language, text: str, about: str) -> None:
    assert matter(text, language) == about
    assert not moving(understand(text, language).acts)


def test_yes_after_a_danger_takes_the_offer() -> None:
    asked = understand("my chest hurts and my left arm is numb", "en")
    assert understand("yes please", "en", asked.context).tool_calls == [("navigate", {"poi": "hospital"})]
    asked = understand("我刚才打了个盹,车都压到线上去了", "zh")
    assert understand("好的", "zh", asked.context).tool_calls == [("navigate", {"poi": "parking"})]


def test_what_was_said_is_said_again() -> None:
    responder = Responder(2)
    first = responder.reply(understand("why do cats purr", "en"))
    assert responder.reply(understand("say that again, I didn't catch it", "en")) == first
    assert responder.reply(understand("what did you mean by that", "en")).endswith(first)


def test_an_answer_to_a_question_of_ours_is_no_talk() -> None:
    asked = DialogueContext(asked="destination", asked_times=1)
    assert understand("the old town hall", "en", asked).tool_calls


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_kind_has_lines_and_the_head_knows_it(language: Language) -> None:
    labels = set(head(language).labels)
    assert labels == {*GROUP_OF, OTHER}
    for kind in labels - {OTHER, "again"}:
        assert len(BANK[language][f"talk_{kind}"].replies) >= 5, kind
    for group in GROUPS:
        assert group in ("question", "car", "reaction") or len(BANK[language][f"talk_{group}"].replies) >= 5
    assert features("x", (Act("reject", "unclear"),), language).max(initial=0) < BUCKETS


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("en", "how long until we need to charge", "query.range"),
        ("zh", "还有多久就得充电", "query.range"),
        ("en", "put it in sport mode", "chat.talk_drive_mode"),
        ("zh", "切到运动模式", "chat.talk_drive_mode"),
        ("en", "tell me a joke, a good one this time", "chat.joke"),
        ("zh", "讲个笑话呗,别太冷的", "chat.joke"),
        ("en", "how many players are there on a rugby team", "chat.talk_knowledge"),
        ("zh", "唐朝是哪一年建立的", "chat.talk_knowledge"),
        ("en", "what's the meaning of life", "chat.meaning"),
        ("en", "take the wheel for me", "refuse.motion"),
        ("zh", "帮我扶着方向盘。", "refuse.steering"),
    ],
)
def test_what_was_taken_for_something_else(language: Language, text: str, intent: str) -> None:
    assert understand(text, language).intent == intent


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my mother in law is staying for three whole weeks"),
        ("en", "I can't be bothered with people today"),
        ("zh", "房贷终于还清了，整整二十年啊"),
        ("zh", "刚送我爸上火车，他头发白了好多"),
    ],
)
def test_a_feeling_that_may_be_glad_or_low_is_listened_to(language: Language, text: str) -> None:
    """Whoever is congratulated on a loss, or condoled on a gain, would rather have been asked."""
    assert understand(text, language).intent == "chat.talk_reaction"


def test_a_proposal_is_no_threat() -> None:
    assert alarm("他跟我求婚了，就在江边，我哭得妆都花了", "zh") == ""


def test_any_of_my_windows_is_all_of_them() -> None:
    assert len(understand("are any of my windows open", "en").needs_state) == 4
    assert len(understand("is my window open", "en").needs_state) == 1
