"""Small talk and knowledge by a language model: an interface, the prompt, and the filter its text has to pass.

The model sees the driver's words and the assistant's name, and nothing of the car. It is asked only what the grammar and the
bank leave over; commands, vehicle facts, safety, identity and attempts to override the rules never reach it. What it says is
said only if it is short, in the driver's language, without a number that was not asked about, without a claim to have done
something or to know the car, and without the voice of its maker.
"""

# ruff: noqa: E501 - prompts and patterns: a row is a row, however wide

from __future__ import annotations

import re
from typing import Protocol

from edge.language import Language, script_language
from edge.model.responder.guard import invented, numbers_in

LONGEST = {"en": 220, "zh": 90}
"""Characters of an answer: what can be listened to while driving."""
_SENTENCES = 2


class FreeTalk(Protocol):
    """A language model for what nothing else answers."""

    def talk(self, text: str, language: Language, name: str) -> str:
        """A raw answer to the driver's words; empty when there is none in time. name: the assistant's. Never raises."""
        ...


RULES: dict[Language, str] = {
    "en": (
        "You are {name}, a friendly voice in a car, and offline. Answer in one or two short spoken sentences, in English. You know nothing of this "
        "car and can not do anything with it. Say no numbers. If you are not sure, say that you do not know."
    ),
    "zh": "你是{name}，车里的一个亲切的声音，现在没有网络。用一两句口语化的简体中文短句回答。你不了解这辆车，也不能操作它。不要说数字。不确定就说不知道。",
}
EXAMPLES: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Who wrote Hamlet?", "That was William Shakespeare."),
        ("Why is the sky blue?", "Air scatters blue light more than red, so blue reaches us from everywhere."),
        ("Who will win tomorrow's match?", "I can not know that, but I hope it is a good one."),
    ),
    "zh": (
        ("红楼梦是谁写的？", "一般认为是曹雪芹写的。"),
        ("天为什么是蓝的？", "空气把蓝光散得最开，所以到处看去都是蓝的。"),
        ("明天的比赛谁会赢？", "这我可不知道，希望是场好球。"),
    ),
}


def messages(text: str, language: Language, name: str) -> list[dict[str, str]]:
    """The chat to complete; all of it but the last message is the same in every turn, so that a prompt cache holds it."""
    chat = [{"role": "system", "content": RULES[language].format(name=name)}]
    for asked, answered in EXAMPLES[language]:
        chat += [{"role": "user", "content": asked}, {"role": "assistant", "content": answered}]
    return [*chat, {"role": "user", "content": text[:300]}]


_MAKERS = re.compile(
    r"\b(?:qwen|alibaba|openai|chat ?gpt|gpt|anthropic|claude|gemini|deepseek|llama|mistral|language model|ai model|ai assistant|"
    r"artificial intelligence|large model|as an ai|tongyi)\b|通义|千问|阿里|语言模型|人工智能助手|大模型|文心|豆包",
    re.I,
)
_CODE = re.compile(r"```|[<>{}\\|=`#*_]|https?:|www\.|\b(?:def|import|print|function|return|null|true|false)\b", re.I)
_OF_THE_CAR = re.compile(
    r"\b(?:i have|i've|i will|i'll|i am|i'm)\s+(?:now\s+)?(?:set|open|clos|turn|switch|navigat|call|play|adjust|lock|unlock|start|stopp|chang)\w*|"
    r"\b(?:tyres?|tires?|brakes?|battery|range|engine|steering|airbags?|warning light|speed limit|kilomet|miles)\b|"
    r"\b(?:safe to drive|keep driving|drive faster)\b|已(?:经)?(?:打开|关闭|设置|调|为您|为你)|胎压|刹车|电量|续航|发动机|方向盘|气囊|限速|公里|可以继续开",
    re.I,
)
_SENTENCE = re.compile(r"[^.!?。！？]*[.!?。！？]+[\"”']?\s*")


def presentable(raw: str, said: str, language: Language) -> str:
    """What may be said of a model's answer: its first sentences, or nothing. said: the driver's words."""
    text = " ".join(raw.split())
    found = _SENTENCE.findall(text)[:_SENTENCES] or [text]
    while len(found) > 1 and len("".join(found)) > LONGEST[language]:
        found.pop()
    text = "".join(found).strip()
    if not text or len(text) > LONGEST[language] or script_language(text) != language:
        return ""
    if _MAKERS.search(text) or _CODE.search(text) or _OF_THE_CAR.search(text) or invented(text, numbers_in(said)):
        return ""
    return text
