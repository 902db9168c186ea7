"""Words in quotation marks: they are somebody else's, unless they name what is to be played, called, gone to or remembered."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"(?<!\w)\"\s*([^\"]+?)\s*\"|(?:(?<=^)|(?<=[\s,(:]))'(?=\w)((?:[^']|(?<=\w)'(?=\w))+?[\w.,!?])'(?=[\s,.!?]|$)")
_NAMES_IT = re.compile(
    r"\b(?:play|playing|hear|put on|stick on|listen to|song|track|album|tune|podcast|audiobook|playlist|station|called|named|"
    r"call|phone|ring|dial|navigate to|go to|take me to|drive me to|directions to|destination|to|remember|find|search for|on)"
    r"[\s:]*$",
    re.I,
)
_TELLS = re.compile(
    r"\b(?:says?|said|saying|told|tells?|shout\w*|yell\w*|ask\w*|read\w*|repeat\w*|texted|wrote|writes|mean|goes?)\b", re.I
)


_SPOKEN = re.compile(
    r"\b((?:i|he|she|they|we)(?: just| already| always)? (?:told|asked|begged|said to|says to|tells|keep telling|keeps telling) "
    r"(?:him|her|them|everyone|everybody|the \w+|(?:my|our|his) \w+))[,:] [^,.;!?]+(?=[,.;!?])",
    re.I,
)
""" "I told him, turn the heating down, and he ignored me": said without marks of quotation."""


def without_quotations(text: str) -> str:
    """An English text without what it quotes: 'he always shouts "close the window"' wishes nothing. text: as cleaned."""
    text = _SPOKEN.sub(r"\1 something", text)
    if '"' not in text and "'" not in text:
        return text

    def kept(match: re.Match[str]) -> str:
        said, before = match[1] or match[2], text[: match.start()]
        named = _NAMES_IT.search(before) is not None and not _TELLS.search(before)
        if named or len(said.split()) < 2 or not (before + text[match.end() :]).strip(" ,.;!?"):
            return match[0] if "," in said else said
        return " "

    return " ".join(_QUOTED.sub(kept, text).split())
