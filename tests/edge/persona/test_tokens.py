from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.persona.tokens import estimate_tokens


def test_examples() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("Hello, world.") == 4
    assert estimate_tokens("你好小舱") == 4
    assert estimate_tokens("312 km") == 4
    assert estimate_tokens("internationalisation") == 4


@given(st.text(), st.text())
def test_longer_texts_cost_more(left: str, right: str) -> None:
    assert estimate_tokens(left + " " + right) == estimate_tokens(left) + estimate_tokens(right)
