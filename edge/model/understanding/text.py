"""Text before grammar: one spelling of punctuation and digits, tokens with their place, wake phrase taken off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from edge.language import Language
from edge.model.understanding.dialect import standard
from edge.model.understanding.rewording import reworded
from edge.model.understanding.wake_phrase import strip_wake_phrase

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[%°℃℉]|[a-zA-Z]+(?:'[a-zA-Z]+)*|[\u4e00-\u9fff〇]|[^\W\d_]+|[,.;!?]")
_PUNCTUATION = str.maketrans("，。；！？、：’‘“”％（）", ",.;!?,,''\"\"% ,")
_CONTRACTIONS = {
    "i'm": "i am", "i'd": "i would", "i've": "i have", "i'll": "i will", "it's": "it is", "what's": "what is",
    "that's": "that is", "there's": "there is", "how's": "how is", "where's": "where is", "who's": "who is",
    "when's": "when is", "let's": "let us", "don't": "do not", "doesn't": "does not", "didn't": "did not",
    "isn't": "is not", "aren't": "are not", "can't": "can not", "cannot": "can not", "couldn't": "could not",
    "won't": "will not", "wouldn't": "would not", "shouldn't": "should not", "you're": "you are", "we're": "we are",
    "they're": "they are", "we've": "we have", "you've": "you have", "could've": "could have", "we'll": "we will",
    "you'd": "you would", "y'all": "you all", "gimme": "give me", "wanna": "want to", "gonna": "going to",
    "lemme": "let me", "gotta": "got to", "dunno": "do not know", "pls": "please", "plz": "please", "it'll": "it will",
    "kinda": "kind of", "outta": "out of", "whats": "what is", "hows": "how is", "dont": "do not", "im": "i am",
    "cant": "can not", "needn't": "need not", "mustn't": "must not",
    "wasn't": "was not", "weren't": "were not", "hasn't": "has not", "haven't": "have not",
    "ain't": "is not", "here's": "here is", "o'clock": "oclock", "'em": "them", "colour": "color", "tire": "tyre", "tires": "tyres",
}  # fmt: skip
_TRADITIONAL = str.maketrans(
    "開關車窗調溫後駕燈亮雲擋風遠電話導航媽爸點熱冷個嗎麼幫請節聲靜樂歌聽頂門輪壓閉發動機裡裏邊側鎖蓋還剩續里現在時間氣天"
    "廣線換條劇間單雙層這樣說聯繫誰號碼給師傅園場餐廳廁醫學識別啟進讓離將過對應設備當圍檔級減溼濕霧雨颳啓內迴環暫曲專輯隨繼續"
    "遊戲張處廳齊靠寬連結擴係藍綠紅紫黃顏顯見沒檢維養護胎帶警報",
    "开关车窗调温后驾灯亮云挡风远电话导航妈爸点热冷个吗么帮请节声静乐歌听顶门轮压闭发动机里里边侧锁盖还剩续里现在时间气天"
    "广线换条剧间单双层这样说联系谁号码给师傅园场餐厅厕医学识别启进让离将过对应设备当围档级减湿湿雾雨刮启内回环暂曲专辑随继续"
    "游戏张处厅齐靠宽连结扩系蓝绿红紫黄颜显见没检维养护胎带警报",
)
_BARE_SIZE = re.compile(r"^\s*(大|小)(?=[\s,.!?]*$)")
""" "小", said alone after a wish."""
_A_BIT = re.compile(r"点儿(?!歌|童|子|媳|女)")
_HESITATION = re.compile(r"(?:^|(?<=[,.!?]))\s*(?:那个啥|那啥|那个那个|就是那个|怎么说呢)[\s,]*|(?<=[度半成档十\d%])左右")
""" "Er" and "about", in words that mean something else elsewhere."""
_TENS = r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_HEARD_NUMBERS = tuple(
    (re.compile(rf"\b{_TENS} (?:{heard})(?= degrees?\b| percent\b|[,.!?]|$)", re.I), rf"\1 {meant}")
    for heard, meant in (
        ("won", "one"),
        ("too|to", "two"),
        ("for|fore", "four"),
        ("sicks", "six"),
        ("ate", "eight"),
        ("nein", "nine"),
    )
)
""" "Twenty won degrees", as a recogniser may write it."""
_BORROWED = tuple(
    (re.compile(rf"(?<![a-z]){verb}(?: *一下| *下)?\s*(?={what})", re.I), meant)
    for verb, what, meant in (
        (r"(?:navigate|navi)(?: to)?", r"[到去回]", "导航"),
        (r"(?:navigate|navi|go)(?: to)?", r"[\u4e00-\u9fff]", "导航到"),
        (r"play", r"[\u4e00-\u9fff]", "播放"),
        (r"call", r"[\u4e00-\u9fff]", "打电话给"),
    )
)
""" "Navigate 到虹桥": verbs with words of the driver's own behind them, borrowed from English."""
_PLAYED_AT = re.compile(r"\b(play .+?) (?:at|with) (?:a )?volume (?:of |at )?(?=\w)", re.I)
""" "Play jazz at volume twenty" is two wishes."""
_HEARD_OFF = re.compile(r"^((?:please )?[a-z][\w' ]{3,30}) of[.!]?$", re.I)
""" "Recirculation of" for "recirculation off"."""
_MORE_OF_A_UNIT = re.compile(r"\b(\w+) (more|less) (degrees?|percent|notch(?:es)?|levels?)\b", re.I)
""" "One more degree" is "one degree more"."""
_STEP = r"((?:another |a further )?(?:\w+[ -]){1,3}?(?:degrees?|notch(?:es)?|percent))"
_TAKEN_OFF = re.compile(rf"\b(?:take|knock|shave|drop|lop|cut|chop) (?:it )?{_STEP} (?:off|out)\b ?", re.I)
_PUT_ON = re.compile(rf"\b(?:put|stick|whack|tack) {_STEP} (?:on|on top)\b(?! the\b) ?", re.I)
""" "Take a degree off" is a step and no goal."""
_TAG_QUESTION = re.compile(
    r",?\s+(?:(?:is|are|do|does|did|was|would|wo|could|ca|have|has)n't (?:it|they|you|we|he|she|there)|don't you think)\s*[?.!]*$",
    re.I,
)
""" "Isn't it?" asks for nothing."""
_DASH = re.compile(r"\s*(?:[—–]+|\s--?\s|\.\.\.+|…+)\s*(?=\S)")
""" A break in the sentence. """
_ABBREVIATION = re.compile(r"\b(Dr|Mr|Mrs|Ms|St|Prof)\.")
_INITIAL = re.compile(r"\b[A-Z]\.(?= ?[A-Z][a-z.])")
""" "A. R. Rahman": these dots end nothing."""
_WAKE = {
    "en": re.compile(
        r"^\s*(?:(?:hey|hi|hello|ok|okay|yo)[\s,]+)?(?:hello\s+|hey\s+)?(?:cabin|cabbin|kevin|cab in)\b"
        r"(?!\s+(?:lights?|lamps?|lighting|temperature|temp|temps|heat|heater|heating|air|fan|windows?|is|was|to|at|"
        r"a bit|too|feels?|needs|noise|"
        r"should|could|on|off|up|down|warmer|cooler|filter|pressure|mode|climate)\b)[\s,.!?]*",
        re.I,
    ),
    "zh": re.compile(r"^\s*(?:(?:你好|您好|嗨|哈喽|嘿)\s*,?\s*)?(?:小舱|小仓|小苍|小昌|小藏|小窗)(?:小舱|小仓)?[\s,.!?]*"),
}
_WAKE_WHOLE = {"en": "hello", "zh": "你好"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, Chinese character, number or mark.

    word: lower case, contractions expanded. start, end: where it stands in the text it was taken from.
    """

    word: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        return self.word in ",.;!?"


@lru_cache(maxsize=64)
def clean(text: str, language: Language) -> str:
    """One width and one script of characters, no control characters, the wake phrase taken off the front."""
    text = unicodedata.normalize("NFKC", text.replace("℃", "度").replace("°C", "度" if language == "zh" else " degrees"))
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).translate(_PUNCTUATION)
    if language == "zh":
        text = _A_BIT.sub("点", text.translate(_TRADITIONAL).replace("地儿", "地方"))
        for verb, meant in _BORROWED:
            text = verb.sub(meant, text)
        text = standard(text)
        text = _HESITATION.sub("", _BARE_SIZE.sub(r"\1点", text))
    else:
        text = _PLAYED_AT.sub(r"\1 and set the volume to ", text)
        text = _HEARD_OFF.sub(r"\1 off", text.strip())
        for heard, meant in _HEARD_NUMBERS:
            text = heard.sub(meant, text)
        text = _TAKEN_OFF.sub(r"lower by \1 ", _PUT_ON.sub(r"raise by \1 ", text))
        text = _MORE_OF_A_UNIT.sub(r"\1 \3 \2", _TAG_QUESTION.sub("", text))
    text = reworded(_DASH.sub(", ", text), language)
    text = _ABBREVIATION.sub(r"\1", " ".join(text.split()))
    rest = _WAKE[language].sub("", strip_wake_phrase(text), count=1)
    return rest if rest.strip(" ,.!?") else (_WAKE_WHOLE[language] if rest != text else text)


def tokens(text: str, language: Language) -> list[Token]:
    """The tokens of a cleaned text. A contraction gives two tokens at one place."""
    found: list[Token] = []
    initials = {match.end() - 1 for match in _INITIAL.finditer(text)} if language == "en" and "." in text else set()
    for match in _TOKEN.finditer(text):
        word = match.group().lower()
        if match.start() in initials:
            continue
        if word[0].isdigit():
            word = word.replace(",", "") if re.fullmatch(r"\d+,\d{3}", word) else word.replace(",", ".")
        for part in _CONTRACTIONS.get(word, word).split() if language == "en" else (word,):
            pieces = (part[:-2], "'s") if part.endswith("'s") else (part,)
            found.extend(Token(piece, match.start(), match.end()) for piece in pieces)
    return found
