"""The wake phrase at the head of a request, as it is said and as it is misheard, is not part of the request."""

from __future__ import annotations

import re
from typing import Final

# "hello cabin" is also heard as "hello cabinet", "hello Kevin", "yellow cabin", "Hallo, Kabin".
_GREETING = r"(?:h[aeiu]l+o+w?|yellow|hey|hi|oh|how)"
_CABIN = r"(?:[ck][aeo]b+[aei]n(?:et|s)?|[ck]abot|cab in|captain|[ck][ae]v[aei]n|carbon|gabin|kevin)"
_ENGLISH = re.compile(rf"^\W*(?:{_GREETING}\W+{_CABIN}|{_CABIN}(?=\s*[,.!?]))(?!\w)\W*", re.IGNORECASE)
_CHINESE = re.compile(r"^\W*(?:小[舱仓苍沧昌](?=\W)|小[舱仓]$)\W*")
_GREETED = re.compile(r"^\W*[你您泥尼妮李]\s*[好号浩]\W*([\u4e00-\u9fff]{2})[啊呀]?\W*")
_SOUND: Final = "xiaocang"
_SECOND = re.compile(r"(?:ch?|zh?|q|sh?|t)\w*a")
_FARTHEST: Final = 3
"""Letters by which what was heard may differ: 小昌 (chang) and 想唱 (xiang chang) are near, 想听 (xiang ting) is not."""


def strip_wake_phrase(text: str) -> str:
    """The text without a wake phrase at its beginning; nothing else is changed but the case of the new first letter.

    A text that is nothing but the wake phrase gives an empty string. The name without the greeting counts only where a
    mark follows it.
    """
    found = _ENGLISH.match(text) or _CHINESE.match(text)
    if found is None:
        found = _GREETED.match(text)
        if found is None or not _sounds_like_the_name(found[1]):
            return text
    rest = text[found.end() :]
    return rest[:1].upper() + rest[1:]


def _sounds_like_the_name(characters: str) -> bool:
    """Whether two characters, behind a greeting, are 小舱 as a recogniser that does not know the name writes it."""
    from pypinyin import lazy_pinyin
    from rapidfuzz.distance import Levenshtein

    first, second = lazy_pinyin(characters)
    near = Levenshtein.distance(_SOUND, first + second) <= _FARTHEST
    return near and first.startswith("xia") and _SECOND.match(second) is not None
