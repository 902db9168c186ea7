"""From a reply to what a voice renders one after the other: its clauses, each in its own manner, and the pauses between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from edge.language import Language
from edge.model.voice.clauses import split_clauses, split_opener
from edge.model.voice.marks import spans
from edge.model.voice.style import VoiceStyle


@dataclass(frozen=True, slots=True)
class Passage:
    """Words said in one breath and one style.

    text: as written, without marks. before_s, after_s: silence around it, in seconds, at the pace of the style.
    """

    text: str
    language: Language
    style: VoiceStyle
    before_s: float = 0.0
    after_s: float = 0.0


def plan(text: str, language: Language, style: VoiceStyle) -> list[Passage]:
    """Passages in order; nothing but white space and marks is lost between them. No silence follows the last.

    A short first sentence ("Okay.", "好的。") is a passage of its own: many replies begin with it, so it is mostly known.
    """
    passages: list[Passage] = []
    waiting = 0.0
    for span in spans(text):
        said = span.style(style)
        waiting += span.break_s
        opener, rest = split_opener(span.text) if not passages else ("", span.text)
        clauses = [*split_clauses(opener), *split_clauses(rest)]
        for place, clause in enumerate(clauses):
            runs_on = place == len(clauses) - 1 and clause.text[-1:].isalnum()
            pause = 0.0 if runs_on else clause.pause_s * said.pause / said.speed
            passages.append(Passage(clause.text, language, said, waiting, pause))
            waiting = 0.0
    if passages:
        passages[-1] = replace(passages[-1], after_s=0.0)
    return passages
