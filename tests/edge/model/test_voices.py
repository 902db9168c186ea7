"""The line by which a session names its voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.model.voice.style import VoiceStyle
from edge.model.voices import style_for, voice_line

ALL = {"af_heart", "bf_emma", "am_michael", "bm_lewis", "zf_xiaoxiao", "zm_yunjian"}


def test_each_language_takes_its_own_part() -> None:
    line = f"{voice_line('bm_lewis', pace=0.95, pitch=-1, energy=2)}+{voice_line('zm_yunjian', pace=1.1)}"
    assert style_for(line, "en", ALL) == VoiceStyle("bm_lewis", speed=0.95, pitch_semitones=-1.0, gain_db=2.0)
    assert style_for(line, "zh", ALL) == VoiceStyle("zm_yunjian", speed=1.1)


def test_a_blend_travels_as_weights() -> None:
    style = style_for(voice_line("af_heart", {"bf_emma": 0.3}), "en", ALL)
    assert style.blend == {"af_heart": 0.7, "bf_emma": 0.3}
    assert style_for("af_heart:0.7|bf_unknown:0.3", "en", ALL).blend == {"af_heart": 1.0}


@pytest.mark.parametrize(
    ("line", "language", "voice"),
    [
        (None, "en", "af_heart"),
        ("", "zh", "zf_xiaoxiao"),
        ("bm_lewis", "zh", "zm_yunjian"),
        ("echo", "en", "am_michael"),
        ("qingchunshaonv", "zh", "zf_xiaoxiao"),
        ("af_heart;pace=nan;pitch=1e9;energy", "en", "af_heart"),
    ],
)
def test_other_names_give_a_voice_of_the_language(line: str | None, language: str, voice: str) -> None:
    assert style_for(line, "zh" if language == "zh" else "en", ALL).voice == voice


def test_values_are_brought_into_range() -> None:
    style = style_for("af_heart;pace=9;pitch=-50;energy=60", "en", ALL)
    assert (style.speed, style.pitch_semitones, style.gain_db) == (1.6, -4.0, 6.0)


@given(st.text(max_size=60))
def test_no_line_breaks_it(line: str) -> None:
    assert style_for(line, "en", ALL).blend
