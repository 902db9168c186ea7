"""Where a reply is cut."""

from hypothesis import given
from hypothesis import strategies as st

from edge.model.voice.clauses import FIRST_SIZE, HAN_SIZE, MAX_SIZE, pause_after, size, split_clauses


def texts(reply: str) -> list[str]:
    return [clause.text for clause in split_clauses(reply)]


def test_first_clause_is_short() -> None:
    reply = "You have about 210 kilometres left, which is enough to get home, and there is a charger on the way."
    first = texts(reply)[0]
    assert first == "You have about 210 kilometres left,"
    assert size(texts("好的，已经把空调调到二十三度，如果还觉得冷可以告诉我。")[0]) < 2 * FIRST_SIZE


def test_one_word_is_joined_to_what_follows() -> None:
    assert texts("Yes. It is on.") == ["Yes. It is on."]
    assert texts("好，开了。") == ["好，开了。"]


def test_decimals_times_and_abbreviations_are_not_cut() -> None:
    assert texts("2.3 bar at 14:30.") == ["2.3 bar at 14:30."]
    assert texts("Mr. Smith is calling.") == ["Mr. Smith is calling."]


def test_nothing_to_say() -> None:
    assert split_clauses("") == []
    assert split_clauses(" … ?! 。") == []


def test_pauses_follow_the_marks() -> None:
    assert pause_after("Done.") > pause_after("so;") > pause_after("well,") > pause_after("and then")
    assert pause_after("好的。”") == pause_after("Done.")


@given(st.text(alphabet=st.sampled_from("ab cde. ,!?;—and好的，。！车窗2."), max_size=400))
def test_nothing_but_space_and_idle_marks_is_lost(reply: str) -> None:
    def words(text: str) -> str:
        return "".join(character for character in text if character.isalnum())

    clauses = split_clauses(reply)
    assert words("".join(clause.text for clause in clauses)) == words(reply)
    assert all(size(clause.text) <= MAX_SIZE + HAN_SIZE for clause in clauses)
