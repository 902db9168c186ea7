"""Statements beside a wish: why it is made, or what has been. Nothing is done on their account where a wish is put in words.

"The back glass is clear now, you can switch the demister off" is one wish, and so is "my back's in bits, get the massage going".
"""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

_LEADS = r"(?:\W|\b(?:and|but|so|well|because|cause|cos|since|as|oh|god|jesus|look|listen|sorry|right|okay|ok|yeah|now|look here|honestly|man|ah|mate|love)\b)*"
_IS = r"(?:is|are|was|were|has|have|had|isn't|aren't|hasn't|haven't|wasn't)"
_DOES = r"(?:keeps?|looks?|feels?|smells?|sounds?|gets?|got|sits?|says?|shows?|stopped|started|went|came|lost|left|dropped|forgot|wants? me|hurts?|stinks?|reeks?|reads?|works?|seems?|goes|comes)"
_WHO = r"(?:the|an?|my|our|me|his|her|their|this|that|these|those|some|all the|both)\s(?:[\w-]+\s){0,3}?[\w-]+"
_AS_IT_IS = (
    r"(?:an?|the|my|in|sat|sitting|behind|beside|next to|at the|on the|on fire|all|no|not|now|too|so|very|nearly|almost|completely|totally|been|just|really|getting|gone|got|come|still|already|clear(?:ed)?|dry|down|up|out|asleep|awake|"
    r"half|cold|hot|warm|freezing|sick|tired|dirty|wet|dark|quite|pretty|back|over|lovely|fine|here|there|only|about|dead|flat|empty|low|full|done|finished|stopped|perished|shattered|"
    r"(?!heating\b|cooling\b|reading\b)\w{3,}ing|(?!heated\b|cooled\b|ventilated\b)\w{2,}ed)\b"
)
_STATES = re.compile(
    rf"^{_LEADS}(?:"
    r"(?:i|we|he|she|they|it|there|that|this|you|everyone|everybody|nobody|someone|somebody|no one)(?:'(?:m|re|s|ve)\b|\s(?:am|was|were|has|have|had|is|are|just|already|only|never|always|keep|forgot|lost|dropped|left|spilt|spilled|can't|cannot|can not|couldn't|can hardly|can barely|don't|do not|didn't|did|got|get|feel|felt|saw|heard|hear|see|think|know|hate|smell)\b)"
    rf"|{_WHO}(?:'s\s{_AS_IT_IS}|'(?:re|ve)\s|\s{_IS}\b|\s{_DOES}\b)"
    rf"|(?!let|it|that|there|what|who|how|where|here|when|why|driver|passenger|please)[\w-]+(?:'s\s{_AS_IT_IS}|\s{_IS}\s(?!the\b|it\b|my\b|there\b)|\s(?:sits?|shows?|stinks?|keeps?|says|smells|looks)\s)"
    r"|no (?:more )?(?:fog|rain|snow|mist|ice|frost|smell|smoke|traffic|sun|wind)\b(?: (?:any ?more|now|left|outside|out there))*$"
    r")",
    re.I,
)
_WISHES = re.compile(
    r"\b(?:wants?|needs?|(?:i|we|he|she|would) (?:like|love)|fancy|prefers?|could use|could do|could|would|wish|have to|has to|had to|got to|gotta|must|should|can you|can we|will you|please|going to|off to|heading|headed|on (?:our|my) way|in the mood|"
    r"looking for|hoping|wondering|craving|dying|bursting|do with)\b|'d\b|'ll\b",
    re.I,
)
_TAIL = re.compile(
    r"(?<=\w\w)\s+(?:(?:just )?so (?:that )?(?:i|we|he|she|they|you|the \w+|my \w+|our \w+|it|nobody|no one)(?:'(?:ll|m|re|d|s)|\s)(?! on\b)|(?:because|'cause|cos|coz|cause(?= (?:i|we|it|he|she|they|there|my|our)\b))\s+(?!of the night|the night)|where (?:i|we) (?:paused|left|stopped|were)\b|"
    r"(?:since|seeing as|as(?! (?:it|they|there))) (?:i|we|he|she|they|it|there)(?:'(?:m|re|s|ve)|\s(?:am|is|are|was|have|has|can't|don't|will)\b))[^,.;!?]*",
    re.I,
)
_WITH_IT_SO = re.compile(
    r"(?<=\w) with (?:the|my|our|all the|that) (?:\w+ ){1,2}(?:open|closed|shut|down|up|on|off|running)(?=[,.;!?])", re.I
)
""" "It's cold with the window open, ...": how things are is no wish."""
_OWN_WORDS = re.compile(
    r"\b(?:remember|note|memori[sz]e|keep in mind|bear in mind|don't forget)\b|\b(?:play|put on|hear|listen to|called)\s*$", re.I
)


_PURPOSE = re.compile(
    rf"^{_LEADS}(?:(?:i|we|he|she|they)(?:'ve|'m|'re)?|{_WHO})\s(?:just |really |only |still |also )*(?:want|wants|need|needs|have|has|got|had|trying|gotta|am|are|is)\s(?:got )?(?:to|a|an|some|my|no|trying to)\s(?!go\b|get to\b|be at\b|reach\b|drive\b|see the (?:route|map)\b)\w",
    re.I,
)


def gives_reason(text: str) -> bool:
    """Whether an English clause beside a wish may be no more than its reason: "I need to read the map". text: as cleaned."""
    return states(text) or _PURPOSE.search(text) is not None


def states(text: str) -> bool:
    """Whether an English clause says how something is, was or went, and asks for nothing. text: as cleaned."""
    return _STATES.search(text) is not None and _WISHES.search(text) is None


_MISHAP = re.compile(
    rf"^{_LEADS}(?:i|we)(?:'ve| have)? (?:just |only )?(?:dropped|lost|spilled|spilt|misplaced|can't find) (?:my|our|the|an?|some) [\w' ]+$",
    re.I,
)


def is_mishap(text: str) -> bool:
    """Whether an English clause tells what has just gone wrong: "I dropped my keys" beside "it's dark in here"."""
    return _MISHAP.search(text) is not None


def without_reasons(text: str) -> str:
    """An English text without the reasons tied to its wishes by a conjunction: "wind it down so I can pay the man"."""
    text = _WITH_IT_SO.sub(lambda m: "" if states(re.split(r"[,.;!?]\s*", text[: m.start()])[-1]) else m[0], text)

    def kept(match: re.Match[str]) -> str:
        before = text[: match.start()]
        stated = states(re.split(r"[,.;!?]\s*", before)[-1])  # "the mist has cleared so the lamp can go off"
        return match[0] if stated or _OWN_WORDS.search(before) or len(before.split()) < 2 else ""

    return _TAIL.sub(kept, text)
