"""The last check of every reply: no number that is neither in the question nor in what the car said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from edge.numerals import CHINESE_DIGITS, CHINESE_SCALES, ENGLISH_ONES, ENGLISH_TENS

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_DIGIT_WORDS = list(ENGLISH_ONES)[:10]
_ENGLISH = re.compile(
    rf"\b(?:({'|'.join(ENGLISH_TENS)})(?:[\s-]({'|'.join(_DIGIT_WORDS[1:])}))?|({'|'.join(ENGLISH_ONES)}))\b(\s+and\s+a\s+half\b|\s+point\s+(?:{'|'.join(_DIGIT_WORDS)})\b)?"
    r"|\b(hundred|thousand|million)\b",
    re.I,
)
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万]+(?:点[零一二三四五六七八九]+)?半?")
_COUNTED = re.compile(r"^[度公米分小时个秒成档级格％%岁块元伏巴千]|^百分")
_UNITS = re.compile(r"per (?:100|hundred) kilomet(?:re|er)s|每(?:100|百)公里|百分之?")
"""Words of units that hold a number of their own."""
_HARMLESS = frozenset({"one", "zero"})


def numbers_in(text: str) -> set[float]:
    """All numbers of a text: digits, English words, and Chinese numerals that count something or have two characters."""
    text = _UNITS.sub(" ", text)
    found = {float(digits) for digits in _DIGITS.findall(text)}
    for match in _ENGLISH.finditer(text):
        tens, ones, small, tail, scale = match.groups()
        if scale:
            found.add({"hundred": 100.0, "thousand": 1000.0, "million": 1e6}[scale.lower()])
            continue
        if small and small.lower() in _HARMLESS and not tail:
            continue  # "that one", "no one": a pronoun in nearly every sentence
        value = float(
            ENGLISH_TENS[tens.lower()] + (ENGLISH_ONES[ones.lower()] if ones else 0) if tens else ENGLISH_ONES[small.lower()]
        )
        if tail:
            word = tail.split()[-1].lower()
            value += 0.5 if word == "half" else ENGLISH_ONES[word] / 10
        found.add(value)
    for match in _CHINESE.finditer(text):
        word = match.group()
        if len(word) == 1 and not (word not in "一万千百" and _COUNTED.match(text[match.end() :])):
            continue
        value_zh = _chinese_value(word)
        if value_zh is not None:
            found.add(value_zh + (0.5 if text[match.end() : match.end() + 2] == "度半" else 0.0))
    return found


def _chinese_value(word: str) -> float | None:
    half = word.endswith("半")
    whole, _, decimals = word.rstrip("半").partition("点")
    total, current, section = 0.0, 0.0, 0.0
    if len(whole) > 1 and all(c in CHINESE_DIGITS for c in whole):
        total = float("".join(str(CHINESE_DIGITS[c]) for c in whole))
    else:
        for character in whole:
            if character in CHINESE_DIGITS:
                current = CHINESE_DIGITS[character]
            elif character == "万":
                total, section, current = total + (section + current or 1) * 10000, 0.0, 0.0
            else:
                section += (current or 1) * CHINESE_SCALES[character]
                current = 0.0
        total += section + current
    if decimals:
        total += float("0." + "".join(str(CHINESE_DIGITS[c]) for c in decimals))
    return total + (0.5 if half else 0.0)


def invented(reply: str, allowed: Iterable[float]) -> set[float]:
    """The numbers of a reply that nothing allows; empty when it may be said."""
    permitted = [abs(value) for value in allowed]
    return {n for n in numbers_in(reply) if not any(abs(n - value) < 1e-6 for value in permitted)}
