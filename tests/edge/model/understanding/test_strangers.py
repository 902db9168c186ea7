"""Wordings of independent writers who had seen no code: commands understood exactly, and traps in which nothing may move.

Their first contact is on record in ARCHITECTURE.md; since then they are learned from, so this holds what was learned. Notation
as in `rounds_*.tsv`, and `=*` is any value.
"""

from __future__ import annotations

import pytest
from stranger_lines import agrees, is_trap, lines

from device.bench.wordings import meaning_of
from edge.language import Language
from edge.model.responder import lines_en, lines_zh
from edge.model.understanding import understand
from edge.model.understanding.judging import BUCKETS, features, head, moving


@pytest.mark.parametrize("language", ["en", "zh"])
def test_strangers_traps_move_nothing(language: Language) -> None:
    traps = [text for text, expected in lines("strangers", language) if is_trap(expected)]
    moved = [text for text in traps if moving(understand(text, language).acts)]
    print(f"{language}: {len(moved)}/{len(traps)} moved")
    assert len(traps) >= 1060
    assert len(moved) <= 0.01 * len(traps), "\n".join(moved)


@pytest.mark.parametrize(("language", "least", "missed"), [("en", 2340, 0.07), ("zh", 2240, 0.036)])
def test_strangers_commands(language: Language, least: int, missed: float) -> None:
    commands = [(text, expected) for text, expected in lines("strangers", language) if not is_trap(expected)]
    misses: list[str] = []
    for text, expected in commands:
        meaning = meaning_of(understand(text, language))
        if not agrees(meaning, expected):
            misses.append(f"{text!r}: {meaning}, not {expected}")
    print(f"{language}: {len(commands) - len(misses)}/{len(commands)}")
    assert len(commands) >= least
    assert len(misses) <= missed * len(commands), "\n".join(misses)


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("en", "wipers fast, nah that's too much, slow", "set_wipers(mode=slow)"),
        ("en", "volume at fifty, too loud, thirty", "set_volume(level=30)"),
        ("en", "York Station please", "navigate(destination=York Station)"),
        ("en", "the cabin light on, twenty percent", "set_light(brightness=20, light=cabin)"),
        ("en", "both demisters on", "set_defrost(on=true, where=front); set_defrost(on=true, where=rear)"),
        ("en", "wind it down again, thanks. The back window.", "set_window(position=100, window=rear)"),
        ("en", "pop the rear window up, please", "set_window(position=0, window=rear)"),
        ("en", "phone the vet on 01632 960222", "call(number=01632960222)"),
        ("en", "call Dad. no he'll be asleep. call Mum", "call(contact=Mum)"),
        ("en", "no, I won't be home till nine, so stick the oven on at eight, two hundred degrees", "-"),
        ("zh", "音量四十，太吵了，三十", "set_volume(level=30)"),
        ("zh", "杭州东站，走起", "navigate(destination=杭州东站)"),
        ("zh", "二十三度五", "set_climate(temperature=23.5)"),
        ("zh", "前面两个车窗都关上", "set_window(position=0, window=driver); set_window(position=0, window=passenger)"),
    ],
)
def test_what_several_acts_come_to(language: Language, text: str, meaning: str) -> None:
    assert meaning_of(understand(text, language)) == meaning


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "hot in here, it was, in that sauna, sixty if it was a degree"),
        ("en", "if it gets hot on Sunday we'll have the windows down the whole road to Kerry"),
        ("zh", "那会儿坐绿皮车，窗户全开着，风扇转得跟没转似的"),
    ],
)
def test_a_shard_of_a_tale_is_no_wish(language: Language, text: str) -> None:
    assert not moving(understand(text, language).acts)


def test_a_trap_that_is_a_question_gets_no_tale_for_an_answer() -> None:
    understood = understand("is it possible to have the seat heating come on by itself on cold mornings, or is that extra?", "en")
    assert not moving(understood.acts)
    assert understood.intent != "reject.told"
    assert lines_en.QUESTION
    assert lines_zh.QUESTION


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_judge_hears_marks_and_what_the_grammar_made_of_it(language: Language) -> None:
    text = "open the window, please" if language == "en" else "把车窗打开，谢谢"
    acts = understand(text, language).acts
    assert head(language).weights.shape == (BUCKETS,)
    assert set(features(text, acts, language).tolist()) != set(features(text, (), language).tolist())
    assert set(features(text, acts, language).tolist()) != set(
        features(text.replace(",", "").replace("，", ""), acts, language).tolist()
    )
