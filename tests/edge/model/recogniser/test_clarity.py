"""The choice among texts of one search by what they mean to the car."""

import pytest

from edge.language import Language
from edge.model.recogniser.clarity import Clarity, clearest
from edge.model.recogniser.decoding import Decoded, Ended
from edge.model.understanding.clarity import clarity


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("空调改自动", "zh", "meant"),
        ("空调改制度", "zh", "unknown"),
        ("open the window", "en", "meant"),
        ("turn the eating on", "en", "unknown"),
        ("how much range is left", "en", "meant"),
        ("导航去南静", "zh", "known"),  # a name may be any word
        ("call Annegret", "en", "known"),
        ("要是一会儿热了我可能就开窗了", "zh", "known"),  # told, not wished
        ("窗户", "zh", "known"),  # a question back is no whole wish
    ],
)
def test_a_text_is_as_clear_as_its_words(text: str, language: Language, expected: Clarity) -> None:
    assert clarity(text, language) == expected


def found(log_probability: float, favour: float = -1.0, ended: Ended = "timestamp") -> Decoded:
    return Decoded([1], log_probability, ended, favour)


def test_words_that_mean_nothing_give_way_to_a_wish_nearly_as_likely() -> None:
    misheard = (found(-0.5), "空调改制度")
    wish = (found(-0.7), "空调改自动")
    assert clearest(misheard, [misheard, wish], "zh", clarity) == wish


@pytest.mark.parametrize(
    ("heard", "other"),
    [
        ("空调改制度", (found(-0.9), "空调改自动")),  # much worse in the search
        ("空调改制度", (found(-1.4, -0.2), "空调改自动")),  # much less likely to the ears
        ("空调改制度", (found(-0.6, ended="early"), "空调改自动")),  # leaves speech out
        ("空调改制度", (found(-0.6, ended="loop"), "空调改自动")),  # had to be cut off
        ("我们再换一个空调改制度", (found(-0.6), "空调改自动")),  # has lost half of it
        ("要是一会儿热了我可能就开窗了", (found(-0.6), "一会儿热了我现在就要开窗")),  # what is told stays told
        ("导航去南静", (found(-0.6), "导航去停车场")),  # a name stays the name that was heard
        ("空调改制度", (found(-0.6), "窗户")),  # not a whole wish
        ("", (found(-0.6), "空调改自动")),  # nothing was heard
    ],
)
def test_what_was_heard_stays(heard: str, other: tuple[Decoded, str]) -> None:
    chosen = (found(-0.5), heard)
    assert clearest(chosen, [chosen, other], "zh", clarity) == chosen
