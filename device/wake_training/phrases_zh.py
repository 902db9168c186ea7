"""Near misses of Chinese phrases, from toneless pinyin."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from pypinyin import lazy_pinyin

_INITIAL = re.compile(r"^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(.*)$")
# Pairs that accents merge: never taught as different.
_MERGED = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "f": "h"}
_MERGED_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_NAMES = (
    *("小爱", "小度", "小布", "小艺", "小鹏", "小米", "小王", "小张", "小李", "小明", "小红", "小窗", "小床", "小唐"),
    *("小杨", "小狼", "小黄", "老师", "朋友", "大家", "先生", "同学", "妈妈", "师傅", "美女", "客服", "老板", "小朋友"),
    *("小姐", "小杰", "小妹", "小雪", "小陈", "小赵", "小刚", "小强"),
)
_KEPT = 420


def syllable_parts(pinyin: str) -> tuple[str, str]:
    """Initial and final of a toneless syllable."""
    match = _INITIAL.match(pinyin)
    return ("", pinyin) if match is None else (match[1] or "", match[2])


def accent_free(pinyin: str) -> str:
    """The syllable with the distinctions removed that accents do not make: zh and z, n and l, ang and an, and so on."""
    initial, final = syllable_parts(pinyin)
    for long, short in _MERGED_FINALS:
        if final.endswith(long):
            final = final[: -len(long)] + short
            break
    return _MERGED.get(initial, initial) + final


def sounds(text: str) -> tuple[str, ...]:
    """The accent-free syllables of a text."""
    return tuple(accent_free(p) for p in lazy_pinyin(text))


@lru_cache(maxsize=1)
def _dictionary() -> tuple[tuple[str, int], ...]:
    """Words of one to four characters with their frequency, commonest first."""
    import jieba

    table = Path(jieba.__file__).with_name("dict.txt")
    words = []
    for line in table.read_text("utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if len(word) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in word) and int(frequency) >= 300:
            words.append((word, int(frequency)))
    return tuple(sorted(words, key=lambda entry: -entry[1]))


def dictionary() -> tuple[tuple[str, int], ...]:
    """Words of one to four characters with how often they are used, commonest first."""
    return _dictionary()


def common_zh(limit: int) -> list[str]:
    """The commonest words of two characters or more."""
    return [word for word, _ in _dictionary() if len(word) > 1][:limit]


@lru_cache(maxsize=1)
def _characters() -> dict[str, str]:
    """One common character for each toneless syllable."""
    table: dict[str, str] = {}
    for word, _ in _dictionary():
        if len(word) == 1:
            table.setdefault(lazy_pinyin(word)[0], word)
    return table


def _replacements(pinyin: str) -> list[str]:
    """Characters whose syllable shares the initial or the final and is not the same under any accent."""
    initial, final = syllable_parts(pinyin)
    same = accent_free(pinyin)
    found = []
    for other, character in _characters().items():
        first, rest = syllable_parts(other)
        if accent_free(other) != same and (first == initial or rest == final):
            found.append(character)
    return found


def near_misses_zh(phrase: str) -> list[str]:
    """Texts near the phrase in sound: parts, other names, one or two syllables changed, words with shared syllables."""
    rng = np.random.default_rng(zlib.crc32(phrase.encode()))
    pinyin = lazy_pinyin(phrase)
    half = len(phrase) // 2
    made: list[str] = []
    for size in range(1, max(2, len(phrase) - 1)):
        made += [phrase[i : i + size] for i in range(len(phrase) - size + 1)]
    made += [phrase[:half] + name for name in _NAMES] + [phrase[half:] + phrase[:half], phrase[half:] * 2]
    everyday = common_zh(3000)
    some = [everyday[i] for i in rng.permutation(len(everyday))]
    made += [phrase[:half] + word for word in some[:30]] + [word + phrase[half:] for word in some[30:60]]
    changes = [_replacements(p) for p in pinyin]
    for i, options in enumerate(changes):
        # The first syllable is weak and often half lost in noise: alone it is no difference to teach.
        if i > 0:
            made += [phrase[:i] + character + phrase[i + 1 :] for character in _some(options, rng, 28)]
    for _ in range(150):
        i, j = sorted(rng.choice(len(phrase), size=min(2, len(phrase)), replace=False)) if len(phrase) > 1 else (0, 0)
        if changes[i] and changes[j] and i != j:
            a, b = str(rng.choice(changes[i])), str(rng.choice(changes[j]))
            made.append(phrase[:i] + a + phrase[i + 1 : j] + b + phrase[j + 1 :])
    made += _words_sharing(phrase, rng, 90)
    kept = [text for text in dict.fromkeys(made) if not _contains(sounds(text), sounds(phrase))]
    order = rng.permutation(len(kept))[:_KEPT]
    return [kept[i] for i in sorted(order)]


def named(phrase: str, texts: Sequence[str]) -> list[str]:
    """The texts in which somebody else is called by the first half of the phrase."""
    half = phrase[: len(phrase) // 2]
    return [text for text in texts if text.startswith(half) and text[len(half) :] in _NAMES]


def holds(text: str, phrase: str) -> bool:
    """Whether the syllables of the phrase occur in a text, tones, pauses and what accents merge aside."""
    return _contains(sounds("".join(c for c in text if "\u4e00" <= c <= "\u9fff")), sounds(phrase))


def _words_sharing(phrase: str, rng: np.random.Generator, limit: int) -> list[str]:
    """Dictionary words with at least half of their syllables at the same place as in some stretch of the phrase."""
    wanted = sounds(phrase)
    hits = []
    for word, _ in _dictionary():
        if not 2 <= len(word) <= len(phrase):
            continue
        own = sounds(word)
        for start in range(len(wanted) - len(own) + 1):
            same = sum(a == b for a, b in zip(own, wanted[start:], strict=False))
            if 2 * same >= len(own):
                hits.append(word)
                break
    return _some(hits, rng, limit)


def _some(options: list[str], rng: np.random.Generator, limit: int) -> list[str]:
    return [options[i] for i in rng.permutation(len(options))[:limit]]


def _contains(text: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(text[i : i + len(phrase)] == phrase for i in range(len(text) - len(phrase) + 1))


def confusable_words(phrase: str) -> list[str]:
    """Common words with the same syllables but for the tones and what accents merge."""
    wanted = sounds(phrase)
    return [word for word, _ in _dictionary()[:20_000] if len(word) == len(phrase) and sounds(word) == wanted]
