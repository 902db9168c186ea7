"""The two languages of the conversation."""

from typing import Literal

Language = Literal["en", "zh"]


def script_language(text: str) -> Language:
    """The language a text is written in: Chinese as soon as it holds more Han characters than Latin words, or begins in Chinese
    (放首 Hotel California)."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    words = sum(word.isascii() and any(c.isalpha() for c in word) for word in text.split())
    begins = "\u4e00" <= text.lstrip()[:1] <= "\u9fff" and han > 1
    return "zh" if begins or han > words else "en"
