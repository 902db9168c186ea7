"""Marks of manner in a text, and what a voice is told to render."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.model.voice.marks import BREAK_S, TONES, plain, spans, with_tone
from edge.model.voice.plan import plan
from edge.model.voice.style import VoiceStyle

STYLE = VoiceStyle("af_heart", speed=1.1, gain_db=1.0)


def test_emphasis_slows_and_lifts_its_words_alone() -> None:
    before, word, after = (span.style(STYLE) for span in spans("please <emphasis>stop</emphasis> here"))
    assert before == after == STYLE
    assert word.speed < STYLE.speed
    assert word.gain_db > STYLE.gain_db


def test_prosody_and_tone_add_up() -> None:
    text = with_tone('One. <prosody rate="slow" volume="soft">Two.</prosody> Three.', "calm")
    styles = [span.style(STYLE) for span in spans(text)]
    assert styles[0] == styles[2] == TONES["calm"].applied(STYLE)
    assert styles[1].speed == pytest.approx(STYLE.speed * TONES["calm"].speed * 0.85)
    assert styles[1].gain_db == pytest.approx(STYLE.gain_db + TONES["calm"].gain_db - 5)
    assert plain(text) == "One. Two. Three."


def test_breaks_stand_before_the_words_they_hold_back() -> None:
    passages = plan('Turn left.<break time="800ms"/> Then right.<break/>', "en", STYLE)
    assert [p.before_s for p in passages] == [0.0, 0.8]
    assert passages[-1].after_s == 0.0
    assert spans("<break/>a")[0].break_s == BREAK_S
    assert spans('<break time="999s"/>a')[0].break_s <= 3.0


@pytest.mark.parametrize("text", ["</emphasis>a<prosody rate='slow'>b", "a < b > c", "<b>bold</b>", "<emphasis", "", "<break/>"])
def test_odd_marks_are_spoken_over(text: str) -> None:
    assert "".join(span.text for span in spans(text)) == plain(text)


@given(st.text(alphabet='<>/="abc emphasisbreakprosody\u4f60\u597d.', max_size=120))
def test_no_text_breaks_the_marks(text: str) -> None:
    assert "".join(span.text for span in spans(text)) == plain(text)
    plan(text, "en", STYLE)


def test_a_run_of_words_is_not_torn_by_a_pause() -> None:
    passages = plan("Please <emphasis>stop</emphasis> the car.", "en", STYLE)
    assert [p.text for p in passages] == ["Please", "stop", "the car."]
    assert all(p.after_s == 0.0 for p in passages)


def test_a_short_opening_is_a_passage_of_its_own() -> None:
    assert plan("Okay. The window is open.", "en", STYLE)[0].text == "Okay."
    assert plan("好的。车窗已经打开了。", "zh", STYLE)[0].text == "好的。"
