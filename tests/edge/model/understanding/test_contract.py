"""Whatever is said: nothing raises, every call is one the tool contract knows, the same words mean the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.resources import shipped
from edge.language import Language
from edge.model.understanding import DialogueContext, Understanding, understand
from edge.model.understanding.consent import says_no, says_yes
from edge.model.understanding.lexicon import lexicon
from edge.model.understanding.numbers import quantity_at
from edge.model.understanding.queries import PATHS
from edge.model.understanding.text import clean
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.tool_models import TOOLS

_HERE = Path(__file__).parent
PHRASES = {
    language: sorted({phrase for entries in lexicon(language).phrases.values() for phrase, _ in entries})
    for language in ("en", "zh")
}
CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))


def check(understood: Understanding) -> None:
    assert understood.acts
    assert 0.0 <= understood.confidence <= 1.0
    for name, arguments in understood.tool_calls:
        TOOLS[name].model_validate(arguments)
        if name == "set_climate" and "delta" in arguments and isinstance(arguments["delta"], int | float):
            assert arguments["delta"]
    for path in understood.needs_state:
        assert CATALOGUE.resolve(path) == path
    for act in understood.acts:
        if act.kind in ("refuse", "ask", "chat", "reject", "control", "unavailable"):
            assert not act.requests


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_wording_gives_calls_of_the_contract(language: Language) -> None:
    context = DialogueContext()
    for line in (_HERE / f"wordings_{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            understood = understand(line.split("\t")[0].removeprefix("> "), language, context)
            check(understood)
            context = understood.context


@settings(max_examples=150, deadline=None)
@given(data=st.data(), language=st.sampled_from(["en", "zh"]))
def test_any_chain_of_known_phrases_gives_calls_of_the_contract(data: st.DataObject, language: Language) -> None:
    context = DialogueContext()
    for _ in range(2):
        pieces = data.draw(
            st.lists(
                st.one_of(
                    st.sampled_from(PHRASES[language]).map(" ".join if language == "en" else "".join),
                    st.sampled_from(
                        [
                            "22",
                            "3",
                            "150%",
                            "百分之两百",
                            "四十五度",
                            "minus five",
                            "1000",
                            "half",
                            "一半",
                            "and",
                            "和",
                            ",",
                            "0",
                            "99 degrees",
                        ]
                    ),
                ),
                min_size=1,
                max_size=6,
            )
        )
        understood = understand((" " if language == "en" else "").join(pieces), language, context)
        check(understood)
        context = understood.context


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80), language=st.sampled_from(["en", "zh"]))
def test_any_text_is_survived(text: str, language: Language) -> None:
    first, second = understand(text, language), understand(text, language)
    check(first)
    assert first == second


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", ["", "   ", "...", "？！", "\u0000", "a" * 5000, "开" * 5000, "1 " * 2000])
def test_odd_input(text: str, language: Language) -> None:
    check(understand(text, language))


def test_every_topic_names_signals_of_the_catalogue() -> None:
    for topic, paths in PATHS.items():
        for path in paths:
            assert CATALOGUE.resolve(path) == path, topic


@pytest.mark.parametrize(
    ("words", "language", "value", "unit"),
    [
        ("twenty two and a half degrees", "en", 22.5, "degree"),
        ("22.5", "en", 22.5, ""),
        ("seventy-two fahrenheit", "en", 72, "fahrenheit"),
        ("fifty percent", "en", 50, "percent"),
        ("halfway", "en", 50, "percent"),
        ("a third", "en", 33, "percent"),
        ("two point five", "en", 2.5, ""),
        ("one hundred and twenty", "en", 120, ""),
        ("二十二度半", "zh", 22.5, "degree"),
        ("百分之三十", "zh", 30, "percent"),
        ("三成", "zh", 30, "percent"),
        ("四分之三", "zh", 75, "percent"),
        ("22度半", "zh", 22.5, "degree"),
        ("二十三点五度", "zh", 23.5, "degree"),
        ("三档", "zh", 3, "level"),
        ("两三度", "zh", 2, "degree"),
        ("一百二十", "zh", 120, ""),
    ],
)
def test_numbers(words: str, language: Language, value: float, unit: str) -> None:
    parts = words.replace("-", " ").split() if language == "en" else ["22", *words[2:]] if words[0] == "2" else list(words)
    found = quantity_at(parts, 0, language)
    assert found is not None
    assert (found.value, found.unit) == (value, unit)
    assert found.length == len(parts)


def test_no_number_where_none_is_meant() -> None:
    for words, language in (("one of them", "en"), ("一点", "zh"), ("一下", "zh"), ("万一", "zh")):
        assert quantity_at(words.split() if language == "en" else list(words), 0, "en" if language == "en" else "zh") is None


def test_wake_phrase_and_width_are_cleaned() -> None:
    assert clean("Hey Cabin, open the window", "en").lower() == "open the window"
    assert clean("你好小舱，打开車窗", "zh") == "打开车窗"
    assert clean("２２℃", "zh") == "22度"


def test_consent() -> None:
    for text, language in (("yes please", "en"), ("go ahead", "en"), ("好的", "zh"), ("确定", "zh")):
        assert says_yes(text, "en" if language == "en" else "zh")
    for text, language in (("no", "en"), ("yes and open the window", "en"), ("算了", "zh"), ("打开车窗", "zh"), ("maybe", "en")):
        assert not says_yes(text, "en" if language == "en" else "zh")
    assert says_no("never mind", "en")
    assert says_no("不用了", "zh")
