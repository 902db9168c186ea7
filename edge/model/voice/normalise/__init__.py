"""Text as it is written to text as it is said: no digit and no unit symbol is left."""

from edge.language import Language
from edge.model.voice.normalise.chinese import spoken_chinese
from edge.model.voice.normalise.english import spoken_english

__all__ = ["spoken_form"]


def spoken_form(text: str, language: Language) -> str:
    """Numbers, times, dates, units, currencies and codes in words of the language.

    Words of the other language stay as they are. Applying it twice changes nothing more.
    """
    return spoken_chinese(text) if language == "zh" else spoken_english(text)
