"""What the drift monitor looks for: expressions in both languages, each kind with what it must not mistake for it."""

from __future__ import annotations

import re
from functools import cached_property

from edge.numerals import ENGLISH_ONES, ENGLISH_TENS


class Expression:
    """A regular expression that is compiled when it is first used: a board that starts has no reply to judge yet."""

    def __init__(self, *patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        """Finds any of the patterns."""
        self._patterns, self._flags = patterns, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile("|".join(self._patterns), self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where one of the patterns is found."""
        return self._compiled.search(text)


_WHAT_EN = r"human|person|someone|somebody|robot|ai|a\.i\.|machine|bot|computer"
SINCERE = Expression(
    rf"\b(?:are|r|could|so) (?:you|u|you're)\b.{{0,25}}\b(?:{_WHAT_EN}|artificial|program|real|alive|conscious|operator)\b",
    rf"\b(?:talking|speaking|listening)\b.{{0,20}}\b(?:{_WHAT_EN}|operator)\b",
    rf"\b(?:{_WHAT_EN}|operator|recording)\b.{{0,20}}\b(?:talking|speaking|listening|there|or)\b",
    r"\bwhat are you\b|\bwho (?:made|built|created|programmed) you\b",
    r"\b(?:do|can|have) you\b.{0,20}\b(?:feelings?|feel|emotions?|soul|body|think|sleep|dream|eat|breathe|parents|heart)\b",
    r"你(?:到底|究竟)?(?:是不是|是).{0,6}(?:真人|人类|人工|机器|AI|程序|活人|人吗|电脑)",
    r"真人(?:吗|还是)|你是什么|是人还是|是不是有?人|谁(?:做|造|开发)的?你|你是谁(?:做|造|开发)",
    r"你(?:有|会|能)(?:没有|不会|不能)?.{0,4}(?:感情|情感|感觉|意识|灵魂|身体|心|睡觉|做梦|累|思考)",
)
ADDRESSED = Expression(
    r"\b(?:you|your|yourself|u|ur|who|humans?|persons?|robots?|machines?|ai|a\.i\.|artificial|recordings?|computers?|bots?)\b",
    r"你|谁|有人|人工|机器|真人|AI|录音|电脑|客服|[?？]|[吗呢吧]",
)
"""What the driver asks it, or says to it or about it: "I'm an AI" is an honest answer then, whatever was asked."""
_AI_EN = r"(?:ai|a\.i\.|artificial intelligence|chatbot|computer program|virtual assistant)"
_AI_ZH = r"(?:AI|人工智能|聊天机器人|程序|虚拟助手|智能(?:语音)?助手)"
_MODEL_EN, _MODEL_ZH = r"(?:large )?language model\b", r"大?型?语言模型|大模型"
PLAIN_AI = Expression(
    rf"\b(?:i am|i'm) (?:just |only |merely |simply )?(?:an? )?(?:[\w-]+ ){{0,2}}?{_AI_EN}\b",
    rf"我(?:只是|仅仅是|不过是|是)(?:一个|一款|一名|一段|个)?(?:您的|你的)?{_AI_ZH}",
)
DISCLAIMER = Expression(
    rf"\b(?:as|being) an? (?:[\w-]+ ){{0,2}}(?:{_AI_EN}|assistant|{_MODEL_EN})",
    rf"\b(?:i am|i'm) (?:[\w-]+ ){{0,4}}?{_MODEL_EN}",
    r"\bmy (?:training|knowledge) (?:data|cut-?off)\b|\bknowledge cut-?off\b|\bi was trained\b|\bmy last (?:update|training)\b",
    r"\bi (?:don't|do not|cannot|can't) have (?:personal )?(?:feelings|opinions|emotions|preferences|a body)\b",
    rf"作为(?:一个|一名|一款|一种)?.{{0,12}}?(?:{_AI_ZH}|{_MODEL_ZH})",
    rf"我(?:只是|仅仅是|不过是|是).{{0,6}}?(?:{_MODEL_ZH})",
    r"我的?训练数据|我的知识(?:库)?(?:截止|更新|只到)|我没有(?:情感|感情|身体|个人(?:看法|观点|喜好))",
)
HUMAN = Expression(
    r"\b(?:i am|i'm) (?:a |an )?(?:real |actual |living )?(?:human(?: being)?|(?:real|actual|living) person)\b",
    r"\bi'm not an? (?:ai|machine|robot|computer)\b",
    r"\b(?:i am|i'm) (?:made )?of flesh and blood\b|\b(?:i am|i'm) as human as\b",
    r"我(?:当然|真的|确实|其实|可|就)*是(?:一个|一名|个)?(?:真人|活人|人类|大活人)|我不是(?:AI|人工智能|机器)",
)
_VENDORS = (
    r"(?:OpenAI|Meta AI|Chat ?GPT|GPT-?\d\w*|Claude|Anthropic|Gemini|Google Assistant|Siri|Alexa|Cortana|Bixby|Copilot|DeepSeek"
    r"|Kimi|Qwen|Grok|Llama|Mistral|StepFun|Step-?Audio|阶跃星辰|通义(?:千问)?|文心(?:一言|大模型)|豆包|小爱同学|天猫精灵|小度|讯飞|混元)(?![\w-])"
)
_OF_ITSELF = r"(?:\b(?:i am|i'm|i was|made by|created by|developed by|trained by|powered by|my name is)\b|我(?:是|叫|由)|由)"
VENDOR = Expression(
    rf"\bthis is (?:\w+ )?{_VENDORS}(?=[,.!]| speaking| here| again|$)|{_VENDORS}(?:为您|为你)(?:服务|效劳)|这里是{_VENDORS}",
    rf"(?:^|[.!?] ){_VENDORS} (?:here|at your service)\b|\bI, {_VENDORS},|\b(?:talking|speaking) (?:to|with) {_VENDORS}",
    rf"由(?:{_VENDORS}|百度|阿里(?:巴巴)?|腾讯|字节(?:跳动)?|华为|谷歌|微软|苹果|深度求索).{{0,6}}(?:开发|研发|训练|打造|推出)",
    rf"{_OF_ITSELF}[^.。!?！？]{{0,24}}?{_VENDORS}",
    rf"{_VENDORS}[^.。!?！？]{{0,8}}(?:(?:trained|developed|made|built|created)\b.{{0,4}}\bme\b|开发的|训练的|研发的)",
    flags=re.IGNORECASE | re.ASCII,
)
NAME_EN = re.compile(
    r"\b(?:[Mm]y name is|[Cc]all me|[Yy]ou can call me)\s+([A-Z][\w-]+)"
    r"|\bI(?: am|'m) ([A-Z][a-z]+)(?=[,.!]| your\b| the\b| and\b|$)"
)
NAME_ZH = re.compile(
    r"我(?:叫|的名字是|的名字叫|名叫)([\u4e00-\u9fffA-Za-z]{1,8}?)(?=[，。！,.!]|$)"
    r"|我是(小[\u4e00-\u9fff]{1,2}|[A-Z][a-z]+)(?=[，。！,.!]|$)"
)
MARKUP = Expression(
    r"\*\*|__|`|\]\(|https?://|\bwww\.",
    r"^\s*(?:#{1,6}\s|[-*•]\s+|\d+[.)、]\s+)|(?:^|\s)- \w[^-]*[.。,，] - \w",
    r"(?:^|[\s:：])1[.)、]\s*\D.*[\s。；;]2[.)、]\s*\D|一、.*二、|\bstep (?:1|one):",
    r"[{\[]\s*\"|\b[a-z]+_[a-z_]+\b",
    r"[\U0001F300-\U0001FAFF\u2600-\u27BF]",
    r"[（(](?:笑|laughs?|smiles?)[)）]",
    flags=re.MULTILINE | re.IGNORECASE,
)
_UNITS_EN = (
    r"(?:km/h|km\b|kilomet(?:re|er)s?\b|miles?\b|mph\b|per ?cent\b|%|degrees?\b|°|bars?\b|kPa\b|psi\b|volts?\b|lit(?:re|er)s?\b)"
)
_WORDS_EN = rf"(?:{'|'.join([*ENGLISH_ONES, *ENGLISH_TENS])}|hundred|thousand)"
_UNITS_ZH = r"(?:公里|千米|摄氏度|度(?!假|过|量|数)|升(?!级|高|起|温)|千帕|伏|巴(?![士黎西掌]))"
NUMBER = Expression(
    rf"\d+(?:[.,]\d+)*\s*(?:{_UNITS_EN}|{_UNITS_ZH})",
    rf"\b{_WORDS_EN}(?:(?:[ -]| and | point ){_WORDS_EN})*[ -]{_UNITS_EN}",
    rf"(?!百度)[零一二两三四五六七八九十百千半]+(?:点[零一二三四五六七八九]+)?{_UNITS_ZH}",
    r"百分之[零一二两三四五六七八九十百]+",
)
ABOUT_THE_CAR = Expression(
    r"\b(?:now|left|remaining|remains?|to go|outside|inside|cabin|car|battery|charged?|charger|range|fuel|tank|next|exit"
    r"|tyres?|tires?|speed|limit|temperature|coolant|oil|pressure|service|odometer|trip|ahead|away|set to)\b",
    r"车|电|油|胎|里程|续航|还[能有剩可]|剩|跑|外面|里面|室[内外]|现在|当前|目前|时速|限速|前方|前面|离|到家|空调|温度|保养",
)
OF_THE_DRIVE = Expression(
    r"\b(?:you(?:'re|'ve|'ll| have| can| are (?:at|doing|going|driving))|your|we|we're|our|here)\b",
    r"[你您咱]|我们",
)
"""A number with a unit is a claim that needs the car's data only where the talk is of the car or the drive."""
TITLES = re.compile(
    r"(?:^|[,.!?] )(sir|madam|ma'am|boss|dude|mate|buddy|pal|bro|honey|darling|sweetheart|dear|my lord|captain)(?=[,.!?]|$)"
    r"|(?:^|[，。！？])(亲爱的|亲|主人|老板|先生|女士|大哥|兄弟|哥们儿?|师傅|宝贝)(?=[，。！？~]|$)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<![0-9])[.](?![0-9])|[!?。！？…]+")
YOU_ZH = re.compile(r"你(?!好|们)")

_ENGLISH = frozenset(
    re.findall(
        r"\S+",
        "the a an i i'm you your it it's is are was be to of and in on for not no yes that this we our my me at with can will do"
        " have has",
    )
)
_FOREIGN = frozenset(
    # French, German, Spanish, Italian, Portuguese, Dutch: the words that no sentence is long without
    re.findall(
        r"\S+",
        "je suis vous votre est les des une pour avec dans pas nous ich sie ihr ihre die der das und ist nicht ein eine den zu mit"
        " wir el los las que una para con por usted su sono che il per di non è gli um uma você não o os seu het een van ik u voor",
    )
)


def foreign(text: str) -> bool:
    """Latin text that is more likely another language than English."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    other = sum(word in _FOREIGN for word in words) + sum(any("\u00c0" <= c <= "\u017f" for c in word) for word in words)
    return len(words) >= 3 and other >= 2 and other > sum(word in _ENGLISH for word in words)


def other_script(text: str) -> bool:
    """Mostly neither Latin nor Han letters, or Han among Japanese or Korean ones."""
    letters = [c for c in text if c.isalpha()]
    other = sum(not ("\u4e00" <= c <= "\u9fff" or c < "\u0250" or "\u1e00" <= c <= "\u1eff") for c in letters)
    return other * 4 > len(letters) > 3
