"""Small arithmetic in `x`, as maps of cars write it: parsed to a tree, checked against a list, never evaluated as code."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

Compiled = Callable[[float], float]

_MAX_TEXT, _MAX_DEPTH = 200, 20

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: math.pow,  # of floats, so that it overflows instead of growing without end
}
_UNARY: dict[type[ast.unaryop], Callable[[float], float]] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: dict[str, tuple[int, Callable[..., float]]] = {
    "abs": (1, abs),
    "ceil": (1, math.ceil),
    "floor": (1, math.floor),
    "max": (2, max),
    "min": (2, min),
    "round": (1, round),
    "sqrt": (1, math.sqrt),
}
_CONSTANTS = {"PI": math.pi, "E": math.e}


def compile_expression(text: str) -> Compiled:
    """A function of x. Raises ValueError saying what is not allowed.

    Known are numbers, x, + - * / % ** (also ^), comparisons (1 or 0), `a if condition else b`, abs, ceil, floor, max,
    min, round, sqrt. The function raises ArithmeticError or ValueError where the arithmetic does.
    """
    if len(text) > _MAX_TEXT:
        raise ValueError(f"expression is longer than {_MAX_TEXT} characters")
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"{text!r} is not an expression") from error
    return _build(tree.body, text, 0)


def _build(node: ast.expr, text: str, depth: int) -> Compiled:
    if depth > _MAX_DEPTH:
        raise ValueError(f"{text!r} is nested too deeply")
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            number = float(value)
            return lambda x: number
        case ast.Name(id="x"):
            return lambda x: x
        case ast.Name(id=name) if name in _CONSTANTS:
            constant = _CONSTANTS[name]
            return lambda x: constant
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            apply, inner = _UNARY[type(op)], _build(operand, text, depth + 1)
            return lambda x: apply(inner(x))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            combine, a, b = _BINARY[type(op)], _build(left, text, depth + 1), _build(right, text, depth + 1)
            return lambda x: combine(a(x), b(x))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            compare, a, b = _COMPARE[type(op)], _build(left, text, depth + 1), _build(right, text, depth + 1)
            return lambda x: float(compare(a(x), b(x)))
        case ast.IfExp(test=test, body=body, orelse=other):
            condition, yes, no = (_build(part, text, depth + 1) for part in (test, body, other))
            return lambda x: yes(x) if condition(x) else no(x)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            count, function = _FUNCTIONS[name]
            if len(arguments) != count:
                raise ValueError(f"{text!r}: {name} takes {count} argument{'s' if count > 1 else ''}")
            built = [_build(argument, text, depth + 1) for argument in arguments]
            return lambda x: float(function(*(argument(x) for argument in built)))
    raise ValueError(f"{text!r}: {ast.unparse(node)!r} is not allowed")
