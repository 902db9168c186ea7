from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.toml_lines import line_of

TEXT = '''# a persona
schema = 1
"a.b" = 2
text = """
name = "not a field"
[not.a.table]
"""

[en]
name = "Cabin"
speech.voice = "af_heart"

[[en.examples]]
user = "one"

[[en.examples]]
user = "two"
assistant = [
    "x",
]

[signals."Powertrain.Range"]
signal = 'S'
'''


@pytest.mark.parametrize(
    ("field", "line"),
    [
        (("schema",), 2),
        (("a.b",), 3),
        (("text",), 4),
        (("name",), None),
        (("en", "name"), 10),
        (("en", "speech", "voice"), 11),
        (("en", "missing"), 9),
        (("en", "examples", 0, "user"), 14),
        (("en", "examples", 1, "user"), 17),
        (("en", "examples", 1, "assistant", 0), 18),
        (("en", "examples", 1, "missing"), 16),
        (("signals", "Powertrain.Range", "signal"), 23),
        (("signals", "Powertrain.Range", "message"), 22),
        (("nothing",), None),
    ],
)
def test_the_line_of_a_field(field: tuple[str | int, ...], line: int | None) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, field) == line


@given(st.text(), st.lists(st.text() | st.integers(0, 3), max_size=4))
def test_any_text_is_survived(text: str, field: list[Any]) -> None:
    found = line_of(text, field)
    assert found is None or 1 <= found <= len(text.splitlines())
