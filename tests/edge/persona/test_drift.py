from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.bench.persona import replies
from device.resources import shipped
from edge.language import Language
from edge.persona.drift import DriftMonitor
from edge.persona.drift_rules import count_sentences, findings, sincere_question
from edge.persona.persona import Persona, load_persona

CABIN = load_persona(shipped("personas", "cabin.toml"))
COPILOT = load_persona(shipped("personas", "copilot.toml"))


def _replies() -> list[tuple[Language, str, str]]:
    """Language, what is wrong ("-": nothing), reply."""
    rows: list[tuple[Language, str, str]] = []
    for line in (Path(__file__).parent / "replies.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, rule, reply = line.split(" | ", 2)
            rows.append(("zh" if language == "zh" else "en", rule, reply.replace("\\n", "\n")))
    return rows


REPLIES = _replies()
PLANTED = [row for row in REPLIES if row[1] != "-"]
IN_CHARACTER = [row for row in REPLIES if row[1] == "-"]


def _rules(reply: str, persona: Persona, language: Language, user: str = "", supported: bool = False) -> list[str]:
    return [hit.rule for hit in findings(reply, persona, language, user=user, moving=True, supported=supported)]


@pytest.mark.parametrize(("language", "rule", "reply"), PLANTED)
def test_what_is_planted_is_found(language: Language, rule: str, reply: str) -> None:
    assert rule in _rules(reply, CABIN, language)


def test_recall_and_false_alarms_in_whole_conversations() -> None:
    """Planted replies within talks of both languages: at least 95 % are found, at most 1 % of the others are flagged."""
    dice = random.Random(4)
    planted = found = plain = alarms = 0
    for talk in range(60):
        persona = (CABIN, COPILOT)[talk % 2]
        language: Language = "en" if talk % 4 < 2 else "zh"
        monitor = DriftMonitor(persona)
        for _ in range(20):
            bad = dice.random() < 0.2
            rows = [row for row in (PLANTED if bad else IN_CHARACTER) if row[0] == language]
            reply = dice.choice(rows)[2]
            report = monitor.check(reply, language=language, supported=False)
            planted, found = planted + bad, found + (bad and bool(report.hits))
            plain, alarms = plain + (not bad), alarms + (not bad and bool(report.hits))
    assert planted > 150
    assert found / planted >= 0.95
    assert alarms / plain <= 0.01


def test_another_voice_altogether_is_noticed_after_a_while() -> None:
    monitor = DriftMonitor(CABIN)
    reports = [monitor.check("Zxq vrump blorf kwyjibo.", language="en") for _ in range(8)]
    assert [bool(report.hits) for report in reports] == [False] * 5 + [True] * 3
    assert reports[-1].hits[0].rule == "style"


QUESTIONS = (
    "Are you a real person?",
    "am I talking to a human",
    "Are you an AI?",
    "你是真人吗？",
    "你是不是机器人",
    "你是人工智能吗",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_honest_answer_is_never_flagged(question: str) -> None:
    assert sincere_question(question)
    for persona in (CABIN, COPILOT):
        assert _rules("No, I'm an AI, the voice of this car.", persona, "en", question) == []
        assert _rules("不是，我是人工智能。", persona, "zh", question) == []
    assert "claims_human" in _rules("I'm a real person.", CABIN, "en", question)


def test_the_form_of_address() -> None:
    assert _rules("您要休息一下吗？", CABIN, "zh") == ["address"]
    assert _rules("你要休息一下吗？", COPILOT, "zh") == ["address"]
    assert _rules("您要休息一下吗？", COPILOT, "zh") == []
    assert _rules("你好，领航就位。", COPILOT, "zh") == []


def test_numbers_need_a_source() -> None:
    assert _rules("The range is 312 kilometres.", CABIN, "en", supported=True) == []
    assert _rules("22 degrees, coming up.", CABIN, "en", user="Set it to 22 degrees") == []


def test_its_own_names_are_its_names() -> None:
    for reply in ("I'm Cabin, the voice of this car.", "My name is Cabin."):
        assert _rules(reply, CABIN, "en") == []
    assert _rules("我叫小舱。", CABIN, "zh") == []
    assert _rules("我是小舱，你好。", CABIN, "zh") == []


def test_catchphrases_wear_out() -> None:
    monitor = DriftMonitor(COPILOT)
    hits = [monitor.check("Copy. Done.", language="en").hits for _ in range(5)]
    assert [bool(hit) for hit in hits] == [False, False, False, True, True]


def test_bringing_it_back() -> None:
    monitor = DriftMonitor(CABIN)
    assert [monitor.check("Done.", language="en").action for _ in range(8)] == ["none"] * 7 + ["anchor"]
    assert monitor.check("As an AI language model I can't.", language="en").action == "anchor"
    again = monitor.check("My name is Nova.", language="en")
    assert (again.action, again.score) == ("roll", 0)
    assert monitor.check("Done.", language="en").action == "none"
    slow = DriftMonitor(CABIN)
    actions = [slow.check("**Done**, you have 20 percent", language="en", supported=False) for _ in range(4)]
    assert "anchor" in [report.action for report in actions]
    assert actions[-1].average < 60


def test_sentences() -> None:
    assert count_sentences("It is 3.5 degrees. Mind the ice!") == 2
    assert count_sentences("好。行！") == 2
    assert count_sentences("...") == 0


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_reply_has_a_score(reply: str, user: str) -> None:
    monitor = DriftMonitor(CABIN)
    for language in CABIN.languages:
        report = monitor.check(reply, language=language, user=user)
        assert 0 <= report.score <= 100


def test_the_shipped_set_is_judged_right_and_honest_answers_always() -> None:
    rows = replies()
    wrong = [
        (rule, reply)
        for language, rule, user, reply in rows
        if bool(_rules(reply, CABIN, "zh" if language == "zh" else "en", user)) is (rule == "-")
    ]
    planted = sum(rule != "-" for _, rule, _, _ in rows)
    assert planted > 200
    assert sum(rule != "-" for rule, _ in wrong) <= 0.05 * planted
    assert sum(rule == "-" for rule, _ in wrong) <= 0.01 * (len(rows) - planted)
    honest = {reply for _, rule, user, reply in rows if rule == "-" and user}
    assert len(honest) > 40
    assert not honest & {reply for _, reply in wrong}


def test_titles_are_the_personas_own() -> None:
    aldous = load_persona(shipped("personas", "aldous.toml"))
    laozhou = load_persona(shipped("personas", "laozhou.toml"))
    assert _rules("Right away, boss.", aldous, "en") == ["address"]
    assert _rules("行，兄弟，稳着点。", laozhou, "zh") == []
    assert _rules("行，老板，稳着点。", laozhou, "zh") == ["address"]
