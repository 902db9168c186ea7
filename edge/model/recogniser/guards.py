"""Texts that no driver said: loops, and the subtitles Whisper writes over silence, noise and music."""

from __future__ import annotations

import re
import zlib

from edge.language import Language
from edge.numerals import CHINESE_DIGITS, CHINESE_SCALES, ENGLISH_ONES, ENGLISH_TENS

MAX_COMPRESSION = 2.4
"""Text that compresses better than this is a loop (the threshold of the Whisper paper)."""

# Closing lines and credits of videos, which the training data put under silence and music.
_ENGLISH = re.compile(
    r"^(thank(s| you)( (so|very) much)? for (watching|listening|viewing)|(please )?(like and )?subscribe\b.*|"
    r"(see|catch) you (in the )?next (video|time|one)|(sub)?(titles|captions?)( \w+)? by\b.*|transcri(bed|ption) by\b.*|"
    r"(www\.)?\S+\.(com|org|net)|music|applause|laughter|silence|blank audio|bell rings?|you)$"
)
_CHINESE = re.compile(
    r"字幕|(感谢|谢谢)(大家|您|你们)?(的)?(观看|收看|收听|支持)|(请)?(不吝)?点赞|订阅|明镜|点点栏目|下期(再见|视频)|"
    r"转发打赏|优优独播|中文字幕|amara|作词|作曲|编曲|词曲|李宗盛"
)

_ENGLISH_NUMBERS = "|".join((*ENGLISH_ONES, *ENGLISH_TENS, "hundred", "thousand", "and", "point"))
_CHINESE_NUMBERS = "".join((*CHINESE_DIGITS, *CHINESE_SCALES))
_NUMBERS = re.compile(rf"\d+|\b(?:{_ENGLISH_NUMBERS})\b|[{_CHINESE_NUMBERS}]", re.I)


def is_repetitive(text: str) -> bool:
    """Whether a text is a loop: far more compressible than speech."""
    data = text.encode()
    return len(data) > 40 and len(data) / len(zlib.compress(data)) > MAX_COMPRESSION


def has_no_word(text: str) -> bool:
    """Whether a text is nothing but marks."""
    return not re.search(r"\w", text)


def is_hallucination(text: str, language: Language) -> bool:
    """Whether a text is one of the lines Whisper writes where nobody speaks, or holds no word at all.

    People say such lines, too ("play the music", 播放李宗盛的歌): it counts only where the speech itself is in doubt.
    """
    if has_no_word(text):
        return True
    bare = re.sub(r"[^\w\s.]", "", text.lower()).strip(" .")
    if _ENGLISH.match(bare):
        return True
    return language == "zh" and len(bare) < 40 and bool(_CHINESE.search(bare))


def undoubled(text: str) -> str:
    """The text once, where it says the same thing several times ("Take me home. Take me home."); else unchanged."""
    parts = [part.strip() for part in re.split(r"(?<=[,.!?，。！？])\s*", text) if part.strip()]
    bare = [_bare(part) for part in parts]
    for length in range(1, len(parts) // 2 + 1):
        if len(parts) % length == 0 and all(bare[i] == bare[i % length] for i in range(len(parts))):
            return re.sub(r"[,，]$", "", " ".join(parts[:length]))
    return text


def leaves_out(text: str, other: str) -> bool:
    """Whether a text has lost a good part of another: is shorter by more than a third, and not the other said once.

    Digits are shorter than the words of the same number, so where there are some, the rest is compared.
    """
    if re.search(r"\d", text):
        text, other = (_NUMBERS.sub(" ", each) for each in (text, other))
    short, long = _bare(text), _bare(other)
    return len(short) < 0.65 * len(long) and (not short or long.count(short) < 2)


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
