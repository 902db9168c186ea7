"""Utterances that are no business of the car's as a whole: said to passengers or into a telephone, supposed, or asked of the world.

The patterns of `others.py` judge one clause; here the first words colour all that follows: "if you were me, would you have the
windows down?".
"""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

_LEADS = r"^(?:\W|and|but|so|well|oh|ah|okay|ok|right|hey|now|sure|no|yes|yeah)*"
_SOMEBODY_ELSE = re.compile(
    rf"{_LEADS}(?:(?:you )?(?:lads|guys|boys|girls|kids|children|folks|everyone|everybody|lot|two|three)|mum|mam|mom|dad|nan|gran|grandad|honey|darling|sweetheart|sweetie|babe|love|son)\b,?\s*"
    r"(?:(?:can|could|would|will) (?:you|ye)(?: (?:all|both|two|lot|just|please))*\s+|please\s+|just\s+|will you\s+)*"
    r"(?:keep (?:it|the noise|your voices?) down|(?:be )?quiet(?!er)|shush|hush|calm|settle|stop (?:it|that|fighting|arguing|kicking|playing|shouting|messing|hitting|pulling|throwing)|sit|behave|pack it in|give over|pass|hand|hold|put your|get your|don't|do not|leave|eat|finish|share|look|wait|hang on|say|tell|move|stay|watch|come|go and|get in|get out)\b"
    r"|\bi(?:'d| would) like to (?:order|book a table|make an? (?:order|booking|reservation|complaint|appointment)|cancel my (?:order|subscription))\b"
    r"|\b(?:you're|you are) (?:breaking up|on speaker|through to)\b|\bthe line(?:'s| is) (?:bad|breaking)\b"
    rf"|{_LEADS}(?:hello|hiya|hi|hey)[, ]+(?:it's|this is|is that|am i speaking)\b",
    re.I,
)
_SUPPOSED = re.compile(
    rf"{_LEADS}if (?:you|i|we|he|she|they|it) (?:were|was|had|weren't|hadn't|won|ever (?:had|got|won))\b(?! you)|{_LEADS}(?:(?:say|let's say|suppose|supposing|imagine|pretend|picture) (?:i|we|you|he|she|they)|(?:let's say|suppose|supposing|imagine|pretend|picture) (?:that|the|my|our|if))\b"
    rf"|{_LEADS}(?:do|did) you (?:think|reckon|suppose) (?:i|we|it|they|he|she|people)\b|{_LEADS}would you (?:rather|say|ever (?!put|play|turn|stick|open|close|shut|mind|be|give|set|get|take|call|ring|switch))\b",
    re.I,
)
_OF_THE_WORLD = re.compile(
    rf"{_LEADS}how (?:do|did|would|can|could) (?:you|they) (?:know|work (?:out|that)|tell\b|decide|do that|think)\b"
    rf"|{_LEADS}(?:can|could|may|should|shall|must) (?:(?:i|we|one|people|they|anyone) (?:still |safely |legally |actually )*(?:use|leave the car|drive (?:with|in|without)|wash|tow|run (?:it|the|this|out))|you (?:hear|see(?! (?:if|whether|what|how))|understand|speak|feel|control))\b(?!.*\bplease\b)(?=.*\?)"
    rf"|{_LEADS}(?:do|does|did|is|are|was|were) (?!there\b|i\b|we\b|my\b|our\b|it (?:open|closed|locked|on|off|going)\b)(?:[\w'-]+ ){{1,6}}(?:use|uses|cost|costs|eat|eats|drain|drains|harm|damage|affect|work|make|makes|wear|wears|better|worse|cheaper|safer|bad|good|safe|legal|allowed|healthy|dangerous|worth|bigger|faster|quieter|louder|hotter|colder)\b(?=.*\?|.*\bthan\b)"
    rf"|{_LEADS}(?:do|did) you (?:prefer|like|love|hate|enjoy|dream|believe|listen|ever|want to know|have an? (?:favou?rite|name|brother|sister))\b"
    rf"|{_LEADS}what (?:makes|causes|made|caused)\b|{_LEADS}why (?:do|does|did|would|is it that) (?!it\b)",
    re.I,
)


def addressed_elsewhere(text: str) -> str:
    """Why an English utterance asks the car for nothing: "told", "question", or empty where it may. text: as cleaned."""
    if _SOMEBODY_ELSE.search(text) or _SUPPOSED.search(text):
        return "told"
    return "question" if _OF_THE_WORLD.search(text) else ""
