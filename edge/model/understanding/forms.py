"""The form of a clause: is it a question, a request dressed as one, and how much of it does the grammar account for?"""

from __future__ import annotations

import re

from edge.model.understanding.clause import Clause

_EN_QUESTION = frozenset(
    [
        "is",
        "are",
        "am",
        "was",
        "were",
        "do",
        "does",
        "did",
        "have",
        "has",
        "what",
        "which",
        "how",
        "when",
        "where",
        "who",
        "why",
        "whats",
        "how's",
        "hows",
        "should",
        "must",
    ]
)
_AUXILIARY = frozenset(
    ["is", "are", "am", "was", "will", "would", "do", "does", "did", "can", "could", "should", "shall", "must", "'s", "have", "has"]
)
_DONE = frozenset(
    ["it", "something", "that", "this", "the", "a", "an", "not", "me", "us", "your", "my", "so", "more", "less", "anything"]
)
_EN_REQUEST = frozenset(["can", "could", "would", "will", "may", "shall"])
_EN_ASKING = re.compile(
    r"\b(?:tell me|check|let me know|do you know|find out|i wonder|wondering|remind me what|know|verify|curious|read me|"
    r"give me the|report|status|"
    r"make sure|see if|see whether|look if|what is|what's|how much|how many|how far|show me the)\b",
    re.I,
)
_EN_WONDERING = re.compile(r"\bwonder(?:ing|ed)? (?:if|whether) (?:you|we|i) (?:could|can|would|might)\b", re.I)
""" "I was wondering if you could": a request in the shape of a question."""
_EN_SKIPPED = frozenset(
    [
        "so",
        "and",
        "hey",
        "um",
        "uh",
        "please",
        "ok",
        "okay",
        "well",
        "oh",
        "then",
        "but",
        "now",
        "also",
        "cabin",
        "hi",
        "hello",
        "alright",
        "right",
        "er",
        "erm",
        "like",
        "just",
        "actually",
        "yeah",
        "hmm",
    ]
)
_ZH_QUESTION = re.compile(
    r"吗|么$|要不要|该不该|用不用|需不需要|有没有|是不是|是否|没有$|没$|多少|几|什么|啥|怎么样|咋样|如何|哪|谁|多远|多久|多快|多大|多高|多长|几点|"
    r"够不够|好不好$|还剩|剩多少|看看|看一下|看下|查一下|查查|"
    r"检查|查询|告诉我|呢$|开没开|关没关|锁没锁|[开关亮锁热冷]着还是|是[^,]{1,5}还是|系没系|想知道|正常不|为什么|怎么|不$|高不高|低不低|热不热|冷不冷"
)
_ZH_REQUEST = re.compile(
    r"(?:^|不好意思|请问|打扰一下|打扰了|劳驾|[,。!])(?:你|您|请|麻烦|那|那你|哎|嗯|呃|啊|,)*(?:能不能|能否|可不可以|可以|能|可否|会不会|要不(?!要)|帮我|帮忙|给我|替我|麻烦)|"
    r"(?:温度|风量|风|声音|音量|窗户?|车窗|天窗|座椅|灯|空调|亮度|雨刮|雨刷|加热|通风)[^,]{0,5}?(?:能不能|可不可以|能|可以)(?:再|稍微|给我|帮我|往上|往下|不能)*"
    r"(?:高|低|大|小|快|慢|亮|暗|暖|凉|热|冷|多|少|开(?!着)|关(?!着)|调|升|降|换|放|停|收|摇|弄|整)[^,]*(?:吗|么|不)$|"
    r"(?:能不能|可不可以|能否|可否)(?:帮我|给我|帮忙|再|把|稍微)*(?:设|调|开(?!着)|关(?!着)|升|降|打开|换|放|播)|"
    r"(?:好吗|行吗|可以吗|好不好|行不行|可以不|成吗|好么|行么|可以么|行不|好不)$"
)
_ZH_ASKS_ALL_THE_SAME = re.compile(
    r"多少|几[点度档号]|什么|怎么样|咋样|查|看看|看一下|看下|告诉|检查|有没有|是不是|是否|多远|多久|多快|还剩|谁|哪|没有$|"
    r"没$|看有没"
)
_ZH_INDEFINITE = re.compile(r"没(?:有)?(?:什么|啥|多少)|(?:啥|什么|谁|哪儿?|怎么)(?=都|也)")
_WHY = re.compile(
    r"^(?:why|how come|怎么|为什么|咋|为啥|怎么会)|怎么(?:这么|那么|这样|还)|为什么(?:这么|那么)|咋(?:这么|那么)|"
    r"why is it so|why's it so",
    re.I,
)

_EXPLAINED = frozenset({"filler", "function"})


def asks(clause: Clause) -> bool:
    """Whether the clause asks about the car rather than for something to be done."""
    if clause.language == "zh":
        text = _ZH_INDEFINITE.sub("", clause.text)
        if not (_ZH_QUESTION.search(text) or clause.question):
            return False
        if _ZH_REQUEST.search(text) and not _ZH_ASKS_ALL_THE_SAME.search(text):
            return False
        return not (clause.has("mark:about") and not clause.kind("topic") and not clause.kind("obj"))
    asking_politely = _EN_WONDERING.search(clause.text)
    if asking_politely and clause.kind("act"):
        return False
    words = [w for w in clause.words if w not in _EN_SKIPPED]
    if not words or clause.has("mark:about"):
        return False
    skipped = {i for m in clause.mentions if m.kind == "filler" and m.end - m.start > 2 for i in range(m.start, m.end)}
    first = clause.mentions[0] if clause.mentions else None
    if first is not None and first.start in skipped and first.end - first.start > 2:
        return bool(_EN_ASKING.search(clause.text))
    if words[0] in ("any", "anything", "anyone") and clause.question and clause.kind("topic"):
        return True
    if words[:2] == ["what", "a"]:  # "what a hot day"
        return False
    if words[0] == "when" and len(words) > 1 and words[1] not in _AUXILIARY and not clause.question:  # "when the fan hits me, ..."
        return False
    if words[0] in ("can", "will") and words[1:2] in (["we"], ["i"], ["it"], ["the"], ["this"]) and clause.has("topic:range"):
        return True
    if words[0] in _EN_REQUEST:
        return bool(_EN_ASKING.search(clause.text)) or (
            words[0] in ("will", "can") and bool(clause.kind("topic")) and not clause.kind("act")
        )
    if words[0] == "do" and clause.question and words[1:2] not in (["me"], ["us"], ["it"], ["something"]):
        return True  # "do windows on planes open?"
    if words[0] == "do" and len(words) > 2 and words[1] not in _DONE and not clause.kind("act"):
        return True  # "do fish feel cold"
    if (
        words[0] == "do"
        and words[1:2] in (["the"], ["my"], ["both"], ["all"])
        and not clause.question
        and (clause.number is not None or not clause.has("act:open", "act:close"))
    ):
        return False  # "do the passenger window three quarters open"
    if words[0] in ("do", "have") and words[1:2] not in (["i"], ["we"], ["you"], ["the"], ["any"], ["my"], ["our"]):
        return False
    if words[0] == "have" and words[1:2] in (["the"], ["my"], ["any"]) and not clause.question:
        return False
    return (
        words[0] in _EN_QUESTION
        or bool(_EN_ASKING.search(clause.text))
        or (clause.question and not clause.kind("act") and not clause.kind("dir"))
    )


def complains(clause: Clause) -> bool:
    """Whether a question is a complaint: "why is it so cold in here?"."""
    return bool(_WHY.search(clause.text)) and bool(clause.kind("state") or clause.kind("qual"))


def unexplained(clause: Clause) -> tuple[int, int]:
    """Tokens that no phrase covers, and tokens that carry content (covered by a concept)."""
    covered: set[int] = set()
    content: set[int] = set()
    for mention in clause.mentions:
        covered.update(range(mention.start, mention.end))
        if mention.kind not in _EXPLAINED and mention.kind != "neutral":
            content.update(range(mention.start, mention.end))
        elif mention.kind == "neutral":
            covered.difference_update(range(mention.start, mention.end))
    return max(0, len(clause.words) - len(covered)), len(content)


def confidence(clause: Clause) -> float:
    """Share of the content that the grammar accounts for."""
    unknown, known = unexplained(clause)
    return known / (known + unknown) if known + unknown else 0.0
