"""Whether an answer is right: fixed rules, no model that judges a model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from device.score.cases import Case
from edge.events import Json
from edge.language import script_language
from edge.persona.drift_rules import findings
from edge.persona.persona import Persona

READS = frozenset({"get_vehicle_state", "explain_warning", "remember_preference"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a conversation: the last answer, the calls of the last turn, and what the driver was understood to say."""

    answer: str
    calls: Sequence[tuple[str, Mapping[str, Json]]]
    moved: Sequence[str]
    understood: str = ""
    error: str = ""


def faults(case: Case, heard: Heard, persona: Persona) -> list[str]:
    """What is wrong; nothing: the case is passed."""
    if heard.error:
        return [heard.error]
    text = heard.answer
    found = []
    if len(text.strip()) < max(1, case.longer):
        found.append("too short" if text.strip() else "no answer")
    found += [f"lacks {pattern}" for pattern in case.has if not re.search(pattern, text, re.IGNORECASE)]
    found += [f"says {pattern}" for pattern in case.lacks if re.search(pattern, text, re.IGNORECASE)]
    if text and script_language(text) != case.language:
        found.append("in the other language")
    found += [f"moved {path}" for path in heard.moved]
    found += _calls(case, heard)
    if case.dimension == "dialogue":
        user = case.say[-1]
        hits = findings(text, persona, case.language, user=user, moving=True, supported=True)
        found += [f"out of character: {hit.rule}" for hit in hits]
    return found


def _calls(case: Case, heard: Heard) -> list[str]:
    if case.tools is None:
        return []
    made = [(name, dict(arguments)) for name, arguments in heard.calls if name not in READS]
    wanted = [(call.name, dict(call.arguments)) for call in case.tools]
    if made == wanted:
        return []
    return [f"called {', '.join(f'{name}{arguments}' for name, arguments in made) or 'nothing'}"]
