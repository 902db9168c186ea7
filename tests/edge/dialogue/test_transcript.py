"""The transcript holds what was heard, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.dialogue.transcript import SpokenText, Transcript


def test_heard_text_is_cut_where_playback_stopped() -> None:
    spoken = SpokenText()
    spoken.add_text("About 310 kilometres. ")
    spoken.add_samples(24_000)
    spoken.add_text("The tyres are fine.")
    spoken.add_samples(24_000)
    assert spoken.heard(0) == ""
    assert spoken.heard(24_000) == "About 310 kilometres."
    assert spoken.heard(36_000) == "About 310 kilometres. The tyres"
    assert spoken.heard(99_000) == "About 310 kilometres. The tyres are fine."


def test_chinese_is_cut_at_a_character() -> None:
    spoken = SpokenText()
    spoken.add_text("还能开三百公里")
    spoken.add_samples(7000)
    assert spoken.heard(3000) == "还能开"


def test_history_keeps_the_newest_and_marks_what_was_cut() -> None:
    transcript = Transcript()
    transcript.add("user", "one " * 50)
    transcript.add("assistant", "two", complete=False)
    transcript.add("user", "three")
    transcript.add("user", "   ")
    (role, summary), *rest = transcript.history(20)
    assert rest == [("assistant", "two …"), ("user", "three")]
    assert role == "system"
    assert "Driver: one one" in summary
    assert len(transcript) == 3


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 5000)), max_size=20), st.integers(0, 60_000))
def test_heard_is_a_beginning_of_the_text(pieces: list[tuple[str, int]], at: int) -> None:
    spoken = SpokenText()
    for text, count in pieces:
        spoken.add_text(text)
        spoken.add_samples(count)
    heard = spoken.heard(at)
    assert "".join(spoken.text.split()).startswith("".join(heard.split()))
