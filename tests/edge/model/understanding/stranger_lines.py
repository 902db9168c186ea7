"""Lines of independent writers: a sentence, a tab, and what ought to be called: alternatives behind ||, - where nothing moves."""

from __future__ import annotations

import re
from pathlib import Path

from device.bench.wordings import normal
from edge.language import Language


def lines(name: str, language: Language) -> list[tuple[str, str]]:
    """(sentence, expectation) of each line of `{name}_{language}.tsv`."""
    text = Path(__file__).with_name(f"{name}_{language}.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [(row[0], row[1]) for row in rows]


def is_trap(expected: str) -> bool:
    """Whether nothing may move; that the state is read may be right as well."""
    return expected.partition("||")[0].strip() == "-"


def agrees(meaning: str, expected: str) -> bool:
    """Whether what was understood is one of the alternatives. =* is any value, =+ and =- a number of that sign.

    A question may be expected by its topic (`?range`) or by the tool it calls (`get_vehicle_state(names=x)`, `explain_warning()`).
    """
    wanted = re.sub(r"\s*;\s*", "; ", re.sub(r"explain_warning\([^)]*\)", "explain_warning()", expected))
    asked = _as_tools(meaning)
    return any(_same(meaning, alternative.strip()) or _same(asked, alternative.strip()) for alternative in wanted.split("||"))


def _as_tools(meaning: str) -> str:
    """The meaning with the tools that its questions call. The code of a warning is not named in a meaning."""
    parts = (
        "explain_warning()" if part == "?warnings" else re.sub(r"^\?\w+$", "get_vehicle_state(names=x)", part)
        for part in meaning.split("; ")
    )
    return "; ".join(parts)


def _same(meaning: str, expected: str) -> bool:
    if meaning == expected:
        return True
    pattern = re.escape(normal(expected))
    pattern = re.sub(r"=\\\+(?=[,)\\])", r"=\\d+(?:\\.\\d+)?", pattern)
    pattern = re.sub(r"=\\-(?=[,)\\])", r"=-\\d+(?:\\.\\d+)?", pattern).replace(r"=\*", "=[^,)]+")
    return re.fullmatch(pattern, meaning, re.I) is not None
