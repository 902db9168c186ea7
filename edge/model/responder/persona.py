"""Who speaks: the name and the manner of address that a session's instructions set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge.language import Language

DEFAULT_NAMES: Mapping[Language, str] = {"en": "Cabin", "zh": "小舱"}
_MAX_LENGTH = 24

_NAME: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"^You are (?!the voice|an? )([^\n,.:]{1,24})(?:,|\.|:)", re.M),
    "zh": re.compile(r"^你是(?!汽车|一个|一位|一名|车)([^\n，。：,]{1,24})[，。：]", re.M),
}
_OTHER: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r'In the other language your name is "([^"\n]{1,24})"'),
    "en": re.compile(r"在另一种语言里，你的名字是“([^”\n]{1,24})”"),
}
_ADDRESS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r'Call the driver "([^"\n]{1,24})"'),
    "zh": re.compile(r"称呼驾驶员为“([^”\n]{1,24})”"),
}
_WITTY = re.compile(r"\bwitty\b|风趣")
_SERIOUS = re.compile(r"\bserious\b|认真")
_EMOTION = re.compile(r"The driver sounds (\w{1,16})|驾驶员听起来(\w{1,8})[：:]")
_LOW = frozenset({"tired", "angry", "sad", "stressed", "rushed", "anxious", "frustrated", "upset"})
_LOW_ZH = re.compile(r"疲|累|困|生气|愤怒|难过|伤心|悲|焦|急|烦|紧张|沮丧")
_POLITE = re.compile(r"对驾驶员用“您”")


@dataclass(frozen=True, slots=True)
class Speaker:
    """names: the assistant's, by language. address: what the driver is called, by language; empty for nothing.

    polite: Chinese says 您 for 你. serious: no playful lines. low_mood: the driver sounds tired, rushed or unhappy.
    """

    names: Mapping[Language, str] = field(default_factory=lambda: dict(DEFAULT_NAMES))
    address: Mapping[Language, str] = field(default_factory=dict)
    polite: bool = False
    serious: bool = False
    low_mood: bool = False

    @classmethod
    def from_instructions(cls, instructions: str) -> Speaker:
        """Read off the instructions of this project's personas; other instructions give the default where they do not say."""
        names = dict(DEFAULT_NAMES)
        address: dict[Language, str] = {}
        languages: tuple[Language, ...] = ("en", "zh")
        for language in languages:
            for pattern in (_OTHER[language], _NAME[language]):
                if match := pattern.search(instructions):
                    names[language] = match.group(1).strip()
            if match := _ADDRESS[language].search(instructions):
                address[language] = match.group(1).strip()
        serious = bool(_SERIOUS.search(instructions)) and not _WITTY.search(instructions)
        emotion = _EMOTION.search(instructions)
        low = emotion is not None and (emotion.group(1) or "").lower() in _LOW
        low = low or (emotion is not None and _LOW_ZH.search(emotion.group(2) or "") is not None)
        return cls(names, address, bool(_POLITE.search(instructions)), serious, low)

    def called(self, language: Language, name: str) -> Speaker:
        """The same speaker after the driver asked to be called something."""
        return replace(self, address={**self.address, language: name[:_MAX_LENGTH]})

    def fill(self, line: str, language: Language) -> str:
        """A line with {name} and {you} filled."""
        address = self.address.get(language, "")
        if language == "en":
            you = f", {address}" if address else ""
        else:
            you = f"{address}，" if address else ""
        text = line.replace("{name}", self.names[language]).replace("{you}", you)
        if language == "zh" and self.polite:
            text = text.replace("你", "您")
        return text
