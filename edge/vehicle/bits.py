"""Python source that takes the bits of a signal out of a frame; compiled once per message, it is the fastest way there is.

Only integers of the signal table enter the source: names, texts and units of a file never do; they are handed over as
objects. Bytes of the frame are the local names b0, b1, ..., the whole frame as an integer is `little` or `big`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_MAX_WINDOW = 3  # bytes put together one by one; from four on, one shift of the whole frame is faster
_UNPACK_FROM = 4  # bytes of a frame of up to eight that are worth unpacking all at once


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signal lies. shift: as SignalSpec.shift gives it, counted in the frame read in the signal's byte order."""

    big: bool
    shift: int
    length: int
    frame_length: int

    @property
    def bytes_used(self) -> tuple[int, ...]:
        """Numbers of the frame's bytes, the one with the signal's lowest bit first."""
        places = range(self.shift // 8, (self.shift + self.length - 1) // 8 + 1)
        return tuple(self.frame_length - 1 - place if self.big else place for place in places)

    @property
    def in_one_byte(self) -> bool:
        return len(self.bytes_used) == 1

    @property
    def alone(self) -> bool:
        """The bytes hold this signal and nothing else."""
        return self.shift % 8 == 0 and self.length % 8 == 0

    def expression(self, prefix: str = "b") -> str:
        """The raw unsigned bits."""
        used, mask = self.bytes_used, (1 << self.length) - 1
        if len(used) > _MAX_WINDOW:
            whole = "big" if self.big else "little"
            return f"{whole} >> {self.shift} & {mask}" if self.shift else f"{whole} & {mask}"
        parts = [f"{prefix}{number} << {8 * place}" if place else f"{prefix}{number}" for place, number in enumerate(used)]
        joined = " | ".join(parts)
        low = self.shift % 8
        if low:
            joined = f"({joined}) >> {low}" if len(parts) > 1 else f"{joined} >> {low}"
        if (low + self.length) % 8:
            joined = f"({joined}) & {mask}" if len(parts) > 1 and not low else f"{joined} & {mask}"
        return joined


def prologue(places: Iterable[Place], prefix: str = "b", source: str = "data") -> list[str]:
    """The lines that set the local names which the places' expressions use."""
    places = list(places)
    near = {number for place in places if len(place.bytes_used) <= _MAX_WINDOW for number in place.bytes_used}
    lines = []
    length = places[0].frame_length if places else 0
    if len(near) >= _UNPACK_FROM and length <= 8:
        names = ", ".join(f"{prefix}{number}" if number in near else "_" for number in range(length))
        lines.append(f"{names}, = {source}")
    else:
        lines += [f"{prefix}{number} = {source}[{number}]" for number in sorted(near)]
    for order in ("little", "big"):
        if any(place.big is (order == "big") and len(place.bytes_used) > _MAX_WINDOW for place in places):
            lines.append(f"{order} = from_bytes(data, {order!r})")
    return lines


class _Keys(ast.NodeTransformer):
    """Puts texts into the place of their names: as constants of the tree, so that no text is ever read as source."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        text = self._texts.get(node.id)
        return node if text is None else ast.copy_location(ast.Constant(text), node)


def build(
    name: str, arguments: str, body: Iterable[str], names: Mapping[str, Any], texts: Mapping[str, str] | None = None
) -> Callable[..., Any]:
    """Compile one function. names: the objects the source speaks of; texts: those that are constants."""
    lines = [f"def {name}({arguments}):", *(f"    {line}" for line in body)]
    tree = ast.parse("\n".join(lines))
    if texts:
        tree = _Keys(texts).visit(tree)
    namespace: dict[str, Any] = {"__builtins__": {}, "from_bytes": int.from_bytes, **names}
    exec(compile(tree, f"<{name}>", "exec"), namespace)
    made: Callable[..., Any] = namespace[name]
    return made
