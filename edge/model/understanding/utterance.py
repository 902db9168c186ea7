"""One utterance, from its text to what is done: its pauses found where none are written, read by the grammar, judged as a whole."""

from __future__ import annotations

from dataclasses import replace

from edge.language import Language
from edge.model.understanding.cutting import clause_in
from edge.model.understanding.forms import asks
from edge.model.understanding.framing import told
from edge.model.understanding.judging import moving, wished
from edge.model.understanding.pausing import with_pauses
from edge.model.understanding.talk import as_talk
from edge.model.understanding.text import clean
from edge.model.understanding.types import Act, DialogueContext, Understanding
from edge.model.understanding.understand import read

_TOLD = Act("reject", "told")
_OWN_WORDS = frozenset({"query", "destination", "contact", "value"})
"""Arguments in the driver's words, which may hold what looks like a pause."""


def understand(text: str, language: Language, context: DialogueContext | None = None) -> Understanding:
    """What an utterance means. text: as recognised or typed; language: what it is in. Never raises."""
    context = context or DialogueContext()
    return as_talk(judged(text, language, context), context)


def judged(text: str, language: Language, context: DialogueContext) -> Understanding:
    """What the grammar makes of an utterance, and whether the whole of it is a wish; what kind of talk it is, is not yet heard."""
    plain = _judged(text, language, context)
    if language != "zh" or context.asked or (said := with_pauses(text[:_LONGEST])) == text:
        return plain
    return replace(_better(plain, _judged(said, language, context)), text=text)


_SURE = 0.9
_LONGEST = 80
"""Characters beyond which nobody speaks in one breath."""


def _better(plain: Understanding, parted: Understanding) -> Understanding:
    """Of two readings the one in clauses, unless that moves nothing, cuts a name in two or does the same to other things."""
    before, after = moving(plain.acts), moving(parted.acts)
    if not after or plain.acts == (_TOLD,) or told(plain.text, "zh") or plain.acts[0].kind in ("refuse", "unavailable"):
        return plain
    if any(not _OWN_WORDS.isdisjoint(call.arguments) for call in before) and {c.name for c in after} <= {c.name for c in before}:
        return plain  # 放点适合早高峰 | 听的轻音乐
    if len(before) > 1 and [c.name for c in before] == [c.name for c in after] and plain.confidence >= _SURE:
        return plain
    asked = not before and all(act.kind == "query" for act in plain.acts)
    return plain if asked else parted  # 座椅加热 | 现在几档


def _judged(text: str, language: Language, context: DialogueContext) -> Understanding:
    understood = read(text, language, context)
    if not context.asked and not wished(text, understood.acts, language):
        left = replace(context, asked="", asked_times=0, offered=())
        understood = replace(understood, acts=(_TOLD,), context=left)
    if understood.acts == (_TOLD,) and _is_question(text, language):
        return replace(understood, acts=(Act("reject", "question"),))
    return understood


def _is_question(text: str, language: Language) -> bool:
    """Whether an utterance asks something, by its last mark or by its form."""
    source = clean(text[:600], language).rstrip()
    return source.endswith("?") or asks(clause_in(source, language))
