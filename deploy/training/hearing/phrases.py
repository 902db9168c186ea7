"""The sentences the recogniser expects, out of the wordings that were written for the understanding.

    python deploy/training/hearing/phrases.py

writes `phrases_en.txt` and `phrases_zh.txt` into `edge/model/recogniser`: one sentence a line, spelled as Whisper spells. What
`cabin bench model` measures by (`device/bench/wordings`) is left out, sentence by sentence, so that it measures what is new.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from device.bench.wordings import SETS, wordings
from edge.language import Language
from edge.model.responder.bank import chat_patterns
from edge.model.understanding.lexicon import expand
from edge.numerals import ENGLISH_ONES, ENGLISH_TENS

ROOT = Path(__file__).parents[3]
_SOURCES = (
    "deploy/training/understanding/seeds_{language}.tsv",
    "tests/edge/model/understanding/rounds_{language}.tsv",
    "tests/edge/model/understanding/wordings_{language}.tsv",
)
_OTHER_SCRIPT: dict[Language, str] = {"en": r"[\u4e00-\u9fff]", "zh": r"[A-Za-z]"}
_ZH_DIGITS = "零一二三四五六七八九"
_ZH_TENS = re.compile(rf"([{_ZH_DIGITS[2:]}]?)十([{_ZH_DIGITS[1:]}]?)")
_EN_ONES, _EN_TEENS, _EN_TENS = tuple(ENGLISH_ONES)[1:10], tuple(ENGLISH_ONES)[10:], tuple(ENGLISH_TENS)
_EN_NUMBER = re.compile(rf"\b(?:({'|'.join(_EN_TENS)})(?:[ -]({'|'.join(_EN_ONES)}))?|({'|'.join(_EN_TEENS)}))\b")
_QUESTION = re.compile(r"^(what|how|is|are|do|does|did|can|could|where|when|who|why|which|will|would|have|has|am|was)\b", re.I)


def said(language: Language) -> list[str]:
    """The sentences of a language, as they were written, none of those that are measured by."""
    measured = {_bare(wording.text) for name in SETS for wording in wordings(name, language)}
    found: dict[str, None] = {}
    for text in _written(language):
        text = re.sub(r"\s+", " ", text).strip("> ")
        if (
            text
            and not re.search(r"[^\w\s',，。？！.?!-]", text)
            and not re.search(_OTHER_SCRIPT[language], text)
            and _bare(text) not in measured
        ):
            found[text] = None
    return list(found)


def spellings(text: str, language: Language) -> list[str]:
    """A sentence as Whisper may write it: with digits and with words, with a mark at its end and without."""
    if language == "zh":
        text = re.sub(r"[，。！？、,.!? ]+", ",", text).strip(",")
        return list(dict.fromkeys((text, _ZH_TENS.sub(_zh_digits, text))))
    text = re.sub(r"\bi\b", "I", text).rstrip(".?!")
    text = text[0].upper() + text[1:]
    digits = _EN_NUMBER.sub(_en_digits, text)
    mark = "?" if _QUESTION.match(text) else "."
    return list(dict.fromkeys((text + mark, digits + mark, digits)))


def _written(language: Language) -> Iterator[str]:
    for source in _SOURCES:
        for line in (ROOT / source.format(language=language)).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")[0]
    for patterns in chat_patterns(language).values():
        for phrase in expand(patterns, language):
            yield (" " if language == "en" else "").join(phrase)


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _zh_digits(found: re.Match[str]) -> str:
    tens, ones = (_ZH_DIGITS.index(digit) if digit else None for digit in found.groups())
    return str(10 * (1 if tens is None else tens) + (ones or 0))


def _en_digits(found: re.Match[str]) -> str:
    tens, ones, teens = found.groups()
    if teens:
        return str(10 + _EN_TEENS.index(teens))
    return str(20 + 10 * _EN_TENS.index(tens) + (1 + _EN_ONES.index(ones) if ones else 0))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "edge/model/recogniser", help="the folder to write to")
    out: Path = parser.parse_args(arguments).out
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        lines = [spelling for text in said(language) for spelling in spellings(text, language)]
        (out / f"phrases_{language}.txt").write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), encoding="utf-8")
        print(f"{language}: {len(lines)} sentences")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
