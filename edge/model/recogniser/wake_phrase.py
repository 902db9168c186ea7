"""The wake phrase at the head of a transcript, as it is said and as it is misheard, is not part of the request."""

from __future__ import annotations

import re

# "hello cabin" is also heard as "hello cabinet", "hello Kevin", "yellow cabin", "Hallo, Kabin".
_GREETING = r"(?:h[aeiu]l+o+w?|yellow|hey|hi|oh|how)"
_CABIN = r"(?:[ck][aeo]b+[aei]n(?:et|s)?|cab in|captain|[ck][ae]v[aei]n|carbon|gabin|kevin)"
_ENGLISH = re.compile(rf"^\W*(?:{_GREETING}\W+{_CABIN}|{_CABIN}(?=\s*[,.!?]))(?!\w)\W*", re.IGNORECASE)
# 你好小舱 is also heard as 你好小仓, 小苍, 小昌, 小强 ...
_CHINESE = re.compile(
    r"^\W*(?:[你您泥尼妮李]\s*[好号浩]\W*[小晓笑肖萧校效][舱仓苍沧藏昌强双窗商床常长枪尝厂唱场][啊呀]?|"
    r"小[舱仓苍沧昌](?=\W)|小[舱仓]$)\W*"
)


def strip_wake_phrase(text: str) -> str:
    """The text without a wake phrase at its beginning; nothing else is changed but the case of the new first letter.

    A text that is nothing but the wake phrase gives an empty string. The name without the greeting counts only where a
    mark follows it.
    """
    for pattern in (_ENGLISH, _CHINESE):
        found = pattern.match(text)
        if found:
            rest = text[found.end() :]
            return rest[:1].upper() + rest[1:]
    return text
