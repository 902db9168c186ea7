"""Rare ways to say a thing, in the words the grammar knows: two windows at once, a name before its verb, idioms of a region."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding import rewording_zh

_ROWS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"^(?:would it be (?:possible|okay|ok|alright|all right)(?: for you)? to|(?:is there any (?:chance|way)|any chance) (?:you|we|i) (?:could|can)|see if you can)\s+", "please "),
        (r"\b(?:both|the two|two)(?: of the)? front windows\b", "the driver window and the passenger window"),
        (r"\b(shut|close|open|lower|raise|drop) the front two\b(?! \w+s\b)", r"\1 the driver window and the passenger window"),
        (r"\b(?:both|the two|two)(?: of the)? (?:rear|back) seats\b", "the rear left seat and the rear right seat"),
        (r"\btake (\w+) off the (fan|blower|volume)\b", r"lower the \2 by \1"),
        (r"\b(?:turn|push|bump|put|take|nudge) the (fan|blower|volume)(?: up)? (?:another|a further) (\w+)", r"raise the \1 by \2"),
        (r"\bgive (?:us|me) (?:a blast|a bit|a burst) of (?=\w)(?!air\b|heat\b|warm|cool|cold|fresh|light\b|quiet\b|peace\b|space\b|help\b)", "play "),
        (r"^(?:could|can|may|might) (?:i|we)(?: maybe)? have (?:a bit of |some )?(?=(?:jazz|blues|rock|pop|classical|reggae|soul|folk|techno|opera)\b)", "play "),
        (r"\b(?:bun|bum|backside|butt) warmers?\b", "seat heating"),
        (r"\bpetrol garage\b|\bservo\b|\bgas bar\b", "petrol station"),
        (r"\bparkade\b", "car park"),
        (r"\brecirculate the air\b", "recirculation on"),
        (r"\bgive (\w+) a shout on the (?:phone|blower)\b.*", r"call \1"),
        (r"\bbin the (satnav|sat nav|route|navigation)\b", r"cancel the \1"),
        (r"^(?:what time|when) (?:will|do|shall) (?:we|i) (?:get in|get there|be there|arrive)\b.*", "when do we arrive"),
        (r"^(?:would|could) you be (?:so |a )?(?:kind|good|dear|love|nice)(?: enough to| as to| and) ", "please "),
        (r"^(i|we)'ve to (?=be |go |get )", r"\1 have to "),
        (r"(?<=\w\w),? (?:so )?take (?:me|us) there[.!]*$", ""),
        (r"\b(take|bring|drive|get) (me|us) (?:over|down|up|round|along|across|out) to (?=\w)", r"\1 \2 to "),
        (r"\b(?:back|rear) (?:window|screen) heat(?:er|ing)\b|\bheated (?:back|rear) (?:window|screen|windscreen)\b", "rear defroster"),
        (r"^turn it (down|up),? (?=.*\b(?:hear|loud|song|tune|part|shout)\b)", r"turn the volume \1, "),
        (r"\bpump it up\b|\bcrank it right up\b", "turn the volume up"),
        (r"\bhold the (podcast|music|song|tune)\b", r"pause the \1"),
        (r"^(?:just )?phone to ", "phone "),
        (r"(?<=\w\w),? (?:na|yaar|lah|bru|bro|hey|innit|ya|boet)[.!]*$", ""),
        (r"^(\w+)[.,] (call|phone|ring) (?:him|her|them)[.!]*$", r"\2 \1"),
        (r"^(?:the )?number(?: is|'s) (.+?),? (?:dial|call|ring) it[.!]*$", r"dial \1"),
        (r"^(?:please )?(?:make a memory|save this|store this)(?:,| that)", "remember that"),
        (r"^(?:you should know )?(?!.*\b(?:call|play)\b)(.{6,}), (?:store|save|remember|note) (?:that|it)(?: down)?[.!]*$", r"remember that \1"),
        (r"^radio (one|two|three|four|five|\d)(?:,? please)?[.!]*$", r"play radio \1"),
        (r"\bblowing (?:in|on|at|into) my face\b", "air to the face"),
    ),
    "zh": rewording_zh.ROWS,
}  # fmt: skip
_PATTERNS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    language: tuple((re.compile(pattern, re.I), plain) for pattern, plain in rows) for language, rows in _ROWS.items()
}


def reworded(text: str, language: Language) -> str:
    """A cleaned text with such wordings replaced."""
    for pattern, plain in _PATTERNS[language]:
        text = pattern.sub(plain, text)
    return text
