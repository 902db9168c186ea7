"""Words of other Chinese speech, of the south-west, the north-east and Cantonese, as the standard language has them."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    ("没得(?!说)", "没有"), ("晓得", "知道"), ("啥子", "什么"), ("咋个", "怎么"), ("(?:哪点|哪个?塌塌|哪旮旯|边度)", "哪里"),
    ("好多(?=度|公里|钱|码|迈|电|油|个|了|人)", "多少"), ("好久(?=到|能到|才|可以|充)", "多久"),
    ("一哈(?:儿|子)?", "一下"), ("(?<=[关开停打])起(?=$|[,。.!?嘛吧咯哈])", "上"), ("[咯撒噻喔喽啵](?=$|[,。.!?])", "了"),
    ("忒|恁(?=[大小冷热吵快慢])", "太"), ("(?<![冻气])贼(?=[冷热大吵闷慢快晒])", "很"), ("老(?=[冷热大吵闷]了)", "很"),
    ("较(?=高|低|大|小|细|到|返)", "调"), ("校(?=高|低|大|小|细|到|返)", "调"), ("闩", "关"), ("[揾搵]", "找"),
    ("返(?:屋企|归)", "回家"),
    ("返工", "上班"), ("而家|依家", "现在"), ("畀", "给"), ("窗门", "窗户"), ("(?<=[开关调])细|细(?=点|声|啲)", "小"), ("嗰", "那"),
    ("唔该", "请"), ("唔好", "不要"), ("唔", "不"), ("咁", "这么"), ("嘅", "的"), ("冇", "没有"), ("啲", "点"), ("佢", "他"),
    ("熄咗", "关了"), ("咗", "了"), ("俾", "给"), ("睇", "看"), ("几多", "多少"), ("(?:好|太)凍", "好冷"), ("凍", "冷"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern), plain) for pattern, plain in _WORDS)


def standard(text: str) -> str:
    """A Chinese text, in simplified script, with such words replaced."""
    for pattern, plain in _PATTERNS:
        text = pattern.sub(plain, text)
    return text
