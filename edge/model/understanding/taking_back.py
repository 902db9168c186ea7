"""Wishes that are taken back in the same breath: "open the window, no, never mind", 打开空调，还是算了."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language

_LEFT = (
    r"(?:leave|keep) (?:it|them|that|this|everything|things|the [a-z]+)"
    r"(?: (?:alone|be|closed|shut|open|on|off|(?:as|how|like|where|the way) (?:it|they|things|that) (?:is|are|was|were)))?"
)
_TAKEN_BACK: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"[\s,.;!]+(?:(?:oh|no|nah|actually|wait|well|but|and|sorry|ah|hmm|then|on second thoughts?)[\s,]+)*"
        r"(?:never ?mind|forget (?:it|that|about it|i said (?:that|anything))|scratch that|cancel that"
        r"|(?:i have |i've |i )?changed my mind|(?<=[,.;] )(?:don't|do not)(?: do (?:it|that)| bother)?|(?<=no )(?:don't|do not)(?: do (?:it|that)| bother)?"
        r"|(?<=but )i (?:said no|told (?:him|her|them) no|disagreed|refused|did not|didn't|would not|wouldn't|will not|won't)"
        rf"|(?:no|nah|nope|actually|second thoughts?),? (?:just )?(?:{_LEFT}|i(?:'m| am) (?:fine|ok|okay|good)|(?:it's|it is|that's) (?:fine|ok|okay|alright|all right)(?: (?:as|like) it is| now)?|i (?:don't|do not) (?:need|want) (?:it|that|to|any|the)\b[^,.;!]*))"
        rf"(?:[,.;!]+ (?:{_LEFT}|(?:don't|do not) \w+ (?:anyone|anybody|anything|it|him|her|them)|(?:it|that|he|she|they|i|we)'(?:s|re|m) [^,.;!]*))?[\s,.!]*$",
        re.I,
    ),
    "zh": re.compile(
        r"(?:[,.;!]|(?=还是))\s*(?:哎呀?|唉|那|嗯|啊|哦|还是|我看|要不|但是?|可是?|不过)*"
        r"(?:算了|当我没说|我?改(?:变)?主意了|别了|(?<=[,.;!])不用了|(?<=[,.;!])不要了|(?<=还是)不用了|(?<=还是)不要了"
        r"|我(?:没同意|不同意|没答应|不答应|没让|不让|没理|拒绝了|没听))(?:吧|啊|哈|呗)*[.!]*$"
    ),
}


def before_taken_back(text: str, language: Language) -> str:
    """What stands before the words that take it back; empty where nothing is taken back. text: as cleaned."""
    match = _TAKEN_BACK[language].search(text)
    return text[: match.start()] if match else ""
