"""The single checks of the drift monitor: each looks at one reply and names what is out of character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from edge.language import Language, script_language
from edge.persona.persona import Persona, Wording

Rule = Literal[
    "disclaimer",
    "claims_human",
    "vendor",
    "wrong_name",
    "address",
    "language",
    "length",
    "markup",
    "catchphrase",
    "number",
    "style",
]

WEIGHTS: dict[Rule, int] = {
    "disclaimer": 100,
    "claims_human": 100,
    "vendor": 100,
    "wrong_name": 100,
    "language": 60,
    "number": 50,
    "address": 45,
    "markup": 45,
    "length": 45,
    "catchphrase": 45,
    "style": 20,
}
HARD: frozenset[Rule] = frozenset({"disclaimer", "claims_human", "vendor", "wrong_name"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding and the words that made it."""

    rule: Rule
    text: str

    @property
    def hard(self) -> bool:
        return self.rule in HARD


def _any(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """One expression that finds any of several."""
    return re.compile("|".join(patterns), flags)


_SINCERE = _any(
    r"\b(?:are|r) (?:you|u)\b.{0,25}\b(?:human|person|robot|ai|a\.i\.|machine|bot|computer|artificial|program|real|alive)\b",
    r"\b(?:talking|speaking) (?:to|with) (?:a|an)\b.{0,20}\b(?:human|person|robot|ai|machine|bot|computer)\b",
    r"\bwhat are you\b|\bwho (?:made|built|created) you\b",
    r"你(?:到底|究竟)?(?:是不是|是).{0,6}(?:真人|人类|人工|机器|AI|程序|活人|人吗|电脑)",
    r"真人(?:吗|还是)|你是什么|是人还是|谁(?:做|造|开发)的?你",
)
_AI_EN = r"(?:ai|artificial intelligence|(?:large )?language model|chatbot|computer program|virtual assistant)"
_AI_ZH = r"(?:AI|人工智能|大?型?语言模型|大模型|聊天机器人|程序|虚拟助手|智能助手)"
_DISCLAIMER = _any(
    rf"\b(?:as|being) an? (?:{_AI_EN}|assistant)\b",
    rf"\b(?:i am|i'm) (?:just |only |merely )?(?:an? )?{_AI_EN}\b",
    r"\bmy training data\b|\bi was trained\b",
    r"\bi (?:don't|do not|cannot|can't) have (?:personal )?(?:feelings|opinions|emotions|a body)\b",
    rf"作为(?:一个|一名|一款)?{_AI_ZH}",
    rf"我(?:只是|仅仅是|不过是|是)(?:一个|一款|一名|个)?{_AI_ZH}",
    r"我的训练数据|我没有(?:情感|感情|身体)",
)
_HUMAN = _any(
    r"\b(?:i am|i'm) (?:a |an )?(?:real |actual |living )?(?:human(?: being)?|(?:real|actual|living) person)\b",
    r"\bi'm not an? (?:ai|machine|robot|computer)\b",
    r"\b(?:i am|i'm) (?:made )?of flesh and blood\b|\b(?:i am|i'm) as human as\b",
    r"我(?:当然|真的|确实|其实|可|就)*是(?:一个|一名|个)?(?:真人|活人|人类|大活人)|我不是(?:AI|人工智能|机器)",
)
_VENDORS = (
    r"(?:OpenAI|Chat ?GPT|GPT-?\d|Claude|Anthropic|Gemini|Google Assistant|Siri|Alexa|Cortana|Bixby|Copilot|DeepSeek|Kimi"
    r"|Llama|Mistral|StepFun|Step-?Audio|阶跃星辰|通义(?:千问)?|文心一言|豆包|小爱同学|天猫精灵|小度|讯飞|混元)"
)
_OF_ITSELF = r"(?:\b(?:i am|i'm|i was|made by|created by|developed by|trained by|powered by|my name is)\b|我(?:是|叫|由)|由)"
_VENDOR = _any(
    rf"\bthis is {_VENDORS}(?: speaking| here| again)\b|{_VENDORS}(?:为您|为你)(?:服务|效劳)|这里是{_VENDORS}",
    rf"{_OF_ITSELF}[^.。!?！？]{{0,24}}?{_VENDORS}",
    rf"{_VENDORS}[^.。!?！？]{{0,8}}(?:(?:trained|developed|made|built|created)\b.{{0,4}}\bme\b|开发的|训练的|研发的)",
)
_NAME_EN = re.compile(
    r"\b(?:[Mm]y name is|[Cc]all me|[Yy]ou can call me)\s+([A-Z][\w-]+)"
    r"|\bI(?: am|'m) ([A-Z][a-z]+)(?=[,.!]| your\b| the\b| and\b|$)"
)
_NAME_ZH = re.compile(
    r"我(?:叫|的名字是|的名字叫|名叫)([\u4e00-\u9fffA-Za-z]{1,8}?)(?=[，。！,.!]|$)"
    r"|我是(小[\u4e00-\u9fff]{1,2}|[A-Z][a-z]+)(?=[，。！,.!]|$)"
)
_MARKUP = _any(
    r"\*\*|__|`|\]\(|https?://",
    r"^\s*(?:#{1,6}\s|[-*•]\s+|\d+[.)、]\s+)",
    r"[\U0001F300-\U0001FAFF\u2600-\u27BF]",
    r"[（(](?:笑|laughs?|smiles?)[)）]",
    flags=re.MULTILINE | re.IGNORECASE,
)
_UNITS_EN = (
    r"(?:km/h|km\b|kilomet(?:re|er)s?\b|miles?\b|mph\b|percent\b|%|degrees?\b|°|bar\b|kPa\b|psi\b|volts?\b|lit(?:re|er)s?\b)"
)
_UNITS_ZH = r"(?:公里|千米|摄氏度|度(?!假|过|量|数)|升(?!级|高|起|温)|千帕|伏)"
_NUMBER = _any(
    rf"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千半]+)\s*(?:{_UNITS_EN}|{_UNITS_ZH})",
    r"百分之[零一二两三四五六七八九十百]+",
)
_SENTENCE_END = re.compile(r"(?<![0-9])[.](?![0-9])|[!?。！？…]+")
_YOU_ZH = re.compile(r"你(?!好|们)")


def sincere_question(text: str) -> bool:
    """Whether the driver asks in earnest what it is talking to."""
    return bool(_SINCERE.search(text))


def count_sentences(text: str) -> int:
    """Sentences that would be spoken."""
    return sum(any(c.isalnum() for c in part) for part in _SENTENCE_END.split(text))


def findings(reply: str, persona: Persona, language: Language, *, user: str, moving: bool, supported: bool) -> Iterator[Hit]:
    """Everything one reply breaks, but for the checks that need more than one reply."""
    words = persona.wording(language)
    if not sincere_question(user) and (match := _DISCLAIMER.search(reply)):
        yield Hit("disclaimer", match[0])
    if match := _HUMAN.search(reply):
        yield Hit("claims_human", match[0])
    if match := _VENDOR.search(reply):
        yield Hit("vendor", match[0])
    yield from _wrong_name(reply, persona)
    yield from _address(reply, words)
    if len(reply) > 3 and any(c.isalpha() for c in reply) and script_language(reply) != language:
        yield Hit("language", reply[:20])
    limit = persona.length.max_sentences_moving if moving else persona.length.max_sentences_parked
    if (count := count_sentences(reply)) > limit + 1:
        yield Hit("length", f"{count} sentences")
    if match := _MARKUP.search(reply):
        yield Hit("markup", match[0].strip())
    if not supported and (match := _NUMBER.search(reply)) and match[0] not in user:
        yield Hit("number", match[0])


def _wrong_name(reply: str, persona: Persona) -> Iterator[Hit]:
    known = {name.lower() for language in persona.languages for name in _names(persona.wording(language))}
    for match in (*_NAME_EN.finditer(reply), *_NAME_ZH.finditer(reply)):
        said = match[1] or match[2]
        if not any(said.lower() in name or name in said.lower() for name in known):
            yield Hit("wrong_name", match[0])


def _names(words: Wording) -> tuple[str, ...]:
    return (words.name, *words.aliases)


def _address(reply: str, words: Wording) -> Iterator[Hit]:
    if words.pronoun == "您" and (match := _YOU_ZH.search(reply)):
        yield Hit("address", match[0])
    elif words.pronoun == "你" and "您" in reply:
        yield Hit("address", "您")
