"""The words of numbers, once for everything that reads, checks or speaks them."""

from __future__ import annotations

from typing import Final

_ONES = "zero one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

ENGLISH_ONES: Final = {word: value for value, word in enumerate(f"{_ONES} {_TEENS}".split())}
"""zero to nineteen, in their order."""

ENGLISH_TENS: Final = {word: 10 * place for place, word in enumerate(_TENS.split(), 2)}
"""twenty to ninety, in their order."""

CHINESE_DIGITS: Final = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
"""Characters of one digit, with the second way to write zero and two."""

CHINESE_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10000}
