"""Questions about a lamp, a symbol or a message on the dashboard: what is active is explained, whatever the symbol shows."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

_SIGN = (
    r"(?:exclamation (?:mark|point)s?|triangle|symbols?|icons?|pictogram|(?:little |small )?picture|(?<!traffic )(?<!cabin )(?<!interior )(?<!reading )(?<!ambient )(?<!dome )(?<!fog )(?<!street )(?<!head )(?<!the )lights?|"
    r"lamp|tell-?tale|oil can|teapot|thermometer|(?:idiot|warning|engine|oil|battery|brake|abs|airbag|tyre|tire|coolant|check engine|red|orange|amber|yellow) (?:light|lamp|warning|sign|symbol|icon)s?|warnings?(?: (?:message|sign))?)"
)
_LIT = (
    r"(?:lit(?: up)?|(?:came|come|comes|coming|gone|went|popped|pops|popping|showed|shows|showing|turned) (?:on|up)(?: again)?|"
    r"is on|'s on|flashing|blinking|glowing|on (?:the|my) (?:dash(?:board)?|display|cluster|panel|instrument panel|screen|instruments))"
)
_WHAT = r"(?:what(?:'s| is| does| do| did| are|'re|ever is)?|why|is (?:it|that|this)|should i|do i|does (?:it|that|this)|any idea|how (?:bad|serious|urgent)|tell me|explain|read me)"
_ASKS = re.compile(
    rf"\bwhat(?:'s| is| does| do| are)\b[^,.;?]*\b{_SIGN}\b[^,.;?]*\b(?:mean|means|about|for|telling|trying|on (?:the|my) dash(?:board)?|want|lit|saying|signify|stand for|in aid of)\b"
    rf"|\bwhy(?:'s| is| are) (?:the|that|this) [^,.;?]*\b{_SIGN}\b[^,.;?]*\b(?:on|lit|flashing|blinking|showing|up)\b"
    rf"|\bwhat(?:'s| is| are) (?:the|that|this|those|these) [^,.;?]*\b{_SIGN}\b[^,.;?]*\b(?:on the|on my|that's|flashing|blinking|lit)\b"
    rf"|^(?:\W|and|so|please|can you|could you)*(?:explain|read (?:me|out)|tell me)\b[^,.;?]*\b(?:warning|{_SIGN})\b(?: light| message| lamp)?(?:'s| is| means| says)? ?(?:about|all about|for|means?|says?|to me)?$"
    rf"|\b(?:is it|is that|should i|do i need)\b[^,;?]*\b(?:bad|serious|worried?|worry|urgent|stop|pull over|important|safe)\b[^,;?]*\b(?:if|that|about|when|because)\b[^,;?]*\b{_SIGN}\b",
    re.I,
)
_TOLD_FIRST = re.compile(
    rf"\b(?:{_SIGN}\b[^?]*\b{_LIT}\b|(?:there's|there is|i've got|i have|i see|i got|it shows|it says|it's showing|display (?:says|shows)|dash(?:board)? (?:says|shows))[^?]*\b{_SIGN}\b|(?:display|dash(?:board)?|screen|cluster) (?:says|shows|reads)\b(?=[^?]*\b(?:warning|message)\b))"
    rf"[^?]*[,.;!] (?:and |so )?{_WHAT}\b[^?]*\?",
    re.I,
)


def asks_of_lamp(clause: str) -> bool:
    """Whether an English clause asks what a symbol or a warning of the dashboard is. clause: its text."""
    return _ASKS.search(clause) is not None


def lamp_and_question(text: str) -> bool:
    """Whether an English utterance names such a symbol and then asks: "a yellow triangle came on, what's that?". text: as cleaned."""
    return _TOLD_FIRST.search(text) is not None


def names_lamp(text: str) -> bool:
    """Whether an English utterance asks in either way. text: as said."""
    return asks_of_lamp(text) or lamp_and_question(text)
