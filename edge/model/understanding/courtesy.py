"""What people put around a wish out of courtesy or habit, and what says nothing of it: "first of all, ...", "..., there's a good lad"."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

_OPENS = re.compile(
    r"^\W*(?:(?:okay|ok|so|well|hey|alright|and|but)\b,? )*(?:"
    r"(?:right|right then|go on|go on then|first of all|first off|first up|one more thing|another thing|one last thing|last thing|excuse me|pardon me|sorry to bother you|if you don't mind|by the way|oh and|let's see|let me see|you know what|tell you what|i tell you what|i'll tell you what|here's what i want|guess what|come on|look here|look|whenever you're ready|when you've (?:got )?a (?:sec|second|moment|minute)|as a favou?r)(?:,|\.{2,3}|:|(?<=then)|(?<=all)|(?<=me)|(?<=thing))\s+"
    r"|(?:would you mind if i asked you to|(?:would|will|are) you (?:be )?able to|could you possibly|can you possibly|would you possibly|(?:i was|i am|i'm|was) (?:just )?(?:hoping|wondering) (?:if |whether |that )?you (?:could|would|can|might)(?: perhaps| maybe| possibly)?|"
    r"i(?:'d| would) (?:really |much |so )?(?:appreciate it|be grateful|be happy|be glad|love it|like it) if you(?:'d| would| could| can)|it(?:'d| would) be (?:really |so )?(?:great|nice|lovely|good|grand|brilliant|helpful|a help|wonderful|perfect|handy) (?:if you (?:could|would|can|'d)|to)|"
    r"i(?:'d| would) rather (?:that )?you(?! (?:didn't|did not|don't|wouldn't|not)\b)|you (?:may|might) (?:as well )?(?:now |please |just )?(?!be\b|have\b|think\b|not\b|want\b|need\b|say\b|know\b|call me\b)|why (?:don't|do not) (?:you|we)|how about (?:we|you)(?= (?!could|would|can)\w)|i (?:think|reckon|guess|suppose) (?:it's time to|you should|you (?:can|could)|we should)|it's (?:about |high )?time (?:to|you|we)|"
    r"what i(?:'d like| want| need)(?: you to do)? is(?: for you)?(?: to)?|all i (?:want|need) is (?:for you )?to|what you (?:can|could) do is|i(?:'ll| will) (?:have|need|ask) you (?:to )?|i need you to|i must ask you to|may i ask you to|might i ask you to|can i ask you to|could i ask you to|do us a favou?r and|do me a (?:solid|favou?r)[:,]?(?: and)?|be (?:a dear|a love|an angel|a star|a sport|a pet|so good|so kind)(?: and| as to)|make sure (?:to|you)|see to it that you|feel free to|don't hesitate to|don't forget to|remember to|be sure to|try and|try to|i (?:should|would) (?:very much |really |rather )?like(?: you)? to(?= (?:hear|listen)\b)|i (?:believe|think|suppose|guess)(?= (?:i'd|i would|we'd|we should) like\b))\s+"
    r"|first(?:ly)?,?\s+(?=(?:please |could you |can you )?(?:turn|set|open|close|shut|put|defrost|demist|play|call|ring|take|make|switch|mute|heat|warm|cool|start|stop|navigate|find|dim|raise|lower|point|wash|pause|cancel)\b)"
    r")(?=\w)",
    re.I,
)
_CLOSES = re.compile(
    r"(?:,?\s+(?:if (?:that's|that is|it's|it is) (?:all ?right|ok|okay|fine|possible|no bother|no trouble|not too much (?:trouble|bother|to ask))(?: with you| by you)?|right away|straight ?away|for a (?:wee |little )?(?:bit|while)|right this (?:second|minute|instant)|this (?:instant|minute|second)|"
    r"as quick(?:ly)? as you can|as fast as you can|when you can|when you (?:get|have) a (?:chance|moment|minute|second|sec)|(?:there's|that's) a (?:good |dear )?(?:lad|girl|lass|man|boy|love|pet|sport|dear|darling|fella)|would you be (?:so kind|a dear|able)|(?:if you )?(?:wouldn't|don't|would not|do not) mind|i beg you|i'm begging you|for (?:god's|heaven's|goodness'?|pete's|christ's|crying out loud)(?: sake)?|ta very much|thanks a (?:million|lot|bunch|mill)|thank you (?:very|so) much|much appreciated|like a good (?:lad|girl|car)|eh|yeah|innit|okay\?|ok\?|yes\?|deal)"
    r"|,\s+(?:love|mate|pal|dear|darling|sweetheart|sweetie|honey|hun|pet|duck|hen|chief|boss|man|dude|buddy|bud|son|sunshine|my friend|old (?:chap|boy|girl|thing)|car|sir|madam|ma'am|lad|lads|babe|bro|sis))(?=[\s.!?]*$)",
    re.I,
)


def without_courtesy(text: str) -> str:
    """An English text without such words before and behind it; as it is where nothing else would be left. text: as cleaned."""
    before, asked = None, False
    while text != before:
        before = text
        for pattern in (_OPENS, _CLOSES):
            rest = pattern.sub("", text, count=1)
            if rest != text and len(re.findall(r"\w+", rest)) > 1:
                asked, text = asked or pattern is _OPENS, rest
    return text.rstrip("? ") if asked else text
