from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.vehicle.expression import compile_expression


@pytest.mark.parametrize(
    ("text", "x", "value"),
    [
        ("x", 3, 3),
        ("x * 3.6", 10, 36),
        ("floor((x*40)-100)", 1.01, -60),
        ("(x+100)/40", 0, 2.5),
        ("x^2 + 1", 3, 10),
        ("-x", 3, -3),
        ("abs(x) > 0.5", -2, 1),
        ("100 if x == 1 else 0", 1, 100),
        ("min(max(x, 0), 100)", 140, 100),
        ("round(x / 7)", 20, 3),
        ("sqrt(x) % 2", 9, 1),
        ("2 * PI", 0, 2 * math.pi),
    ],
)
def test_arithmetic(text: str, x: float, value: float) -> None:
    assert compile_expression(text)(x) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["", "y", "x +", "__import__('os')", "x.real", "(lambda: 1)()", "[x]", "x if x else", "'a'", "open(x)", "True", "x or 1",
     "abs(x, x)", "abs(*x)", "min(x=1)", "x := 3", "f'{x}'", "(" * 30 + "x" + ")" * 30 + " y", "-" * 60 + "x", "1+" * 150 + "1"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        compile_expression(text)


def test_runaway_powers_overflow_instead_of_hanging() -> None:
    with pytest.raises(OverflowError):
        compile_expression("9**9**9")(0)


@given(st.text(alphabet="x0123456789.+-*/%^()<>=!, abcdefilmnoqrstu", max_size=60), st.floats(-1e6, 1e6))
def test_every_text_is_a_function_or_a_value_error(text: str, x: float) -> None:
    try:
        function = compile_expression(text)
    except ValueError:
        return
    with contextlib.suppress(ArithmeticError, ValueError):
        assert isinstance(function(x), float | int)
