"""Rare ways to say a thing, in the words the grammar knows: two windows at once, a name before its verb, idioms of a region."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding import (
    asides_zh,
    rewording_around,
    rewording_british,
    rewording_en,
    rewording_learners,
    rewording_zh,
    speakers_zh,
)

_FAMILIES = (
    "heating|ventilation|cooling|massage", "front|rear|back", "left|right", "inside|outside", "driver's?|passenger's?|driver side|passenger side",
    "up|down", "on|off", "windscreen|face|feet", "open|closed?|shut", "window|sunroof", "cabin|ambient", "slow|fast|interval|intermittent",
)  # fmt: skip
"""Words of which one may be meant where another one was said: "seat heating, I mean ventilation"."""
_CORRECTS = (
    r"[,.]*(?: (?:um+|uh+|er+m?|ah|oh|no|sorry|wait|nope|i mean|i meant|i mean to say|or rather|rather|make that|actually|well|that's wrong|the other way round)\b[,.]*)+ "
    r"(?:the |my |it |to |at )*"
)

_UNIT = r"(?:\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|a hundred|half|halfway|a third|a quarter|three quarters)(?: point \w+| and a half)?"
_NUMBER_CORRECTED = (
    rf"(?<!not )(?<!ty )(?<!ty-)\b{_UNIT}((?: degrees?| percent)?)[,.]* (?:(?:um+|uh+|er+m?|ah|oh|no|sorry|wait|nope|i mean|i meant|or rather|rather|make that|make it|actually|let's say|say|well)\b[,.]* )+"
    rf"(?:to |at |make (?:it|that) )?({_UNIT})(?![\w-])(?! (?:more|less|minutes?))"
)
_ANEW = (
    r"(?<=\w)(?:,|\.) (?:(?:oh|um+|uh+|er+m?|ah|well|but|or|no|and|sorry)[, ]+)*(?:actually|(?:scratch|strike|cancel|forget) that|hang on|hold on|no wait|wait no|wait a (?:second|minute|moment)|wait|correction|my mistake|my bad|i mean|i meant|or rather|rather|sorry)"
    r"(?:[, ]+(?:no|i mean|i meant|make (?:that|it)|actually|sorry))*,? (?=\w)(?!i'm\b|i am\b|i'll\b|we'll\b|i'd\b|let's not\b|don't\b|do not\b|never mind\b|i was\b|i can't\b|it's\b|that's\b|is\b|are\b|could\b|can\b|what\b|would\b)"
)
"""What says that what follows is meant instead, in other words than "no"."""

_ROWS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        *rewording_british.ROWS,
        *rewording_en.ROWS,
        *rewording_learners.ROWS,
        *rewording_around.ROWS,
        (r"^(?:would it be (?:possible|okay|ok|alright|all right)(?: for you)? to|(?:is there any (?:chance|way)|any chance) (?:you|we|i) (?:could|can)|see if you can)\s+", "please "),
        (r"\b(?:both|the two|two)(?: of the)? front windows\b", "the driver window and the passenger window"),
        (r"\b(shut|close|open|lower|raise|drop) the front two\b(?! \w+s\b)", r"\1 the driver window and the passenger window"),
        (r"\b(?:both|the two|two)(?: of the)? (?:rear|back) seats\b", "the rear left seat and the rear right seat"),
        (r"\btake (\w+) off the (fan|blower|volume)\b", r"lower the \2 by \1"),
        (r"\b(?:turn|push|bump|put|take|nudge) the (fan|blower|volume)(?: up)? (?:another|a further) (\w+)", r"raise the \1 by \2"),
        (r"\bgive (?:us|me) (?:a blast|a bit|a burst) of (?=\w)(?!air\b|heat\b|warm|cool|cold|fresh|light\b|quiet\b|peace\b|space\b|help\b)", "play "),
        (r"^(?:could|can|may|might) (?:i|we)(?: maybe)? have (?:a bit of |some )?(?=(?:jazz|blues|rock|pop|classical|reggae|soul|folk|techno|opera)\b)", "play "),
        (r"\b(?:bun|bum|backside|butt) warmers?\b", "seat heating"),
        (r"\bpetrol garage\b|\bservo\b|\bgas bar\b", "petrol station"),
        (r"\bparkade\b", "car park"),
        (r"\brecirculate the air\b", "recirculation on"),
        (r"\bgive (\w+) a shout on the (?:phone|blower)\b.*", r"call \1"),
        (r"\b(?:bin|pack in|ditch|knock off|kill|scrap|bin off|jack in) the (satnav|sat nav|route|navigation)\b", r"cancel the \1"),
        (r"^(?:what time|when) (?:will|do|shall) (?:we|i) (?:get in|get there|be there|arrive)\b.*", "when do we arrive"),
        (r"^(?:would|could) you be (?:so |a )?(?:kind|good|dear|love|nice)(?: enough to| as to| and) ", "please "),
        (r"^(i|we)'ve to (?=be |go |get )", r"\1 have to "),
        (r"^(?!.*\b(?:take|drive|navigate|going?|route|get|head(?:ing)?)\b[^,.]*\bto\b).*\b(?:at|in|is|called|'s) ((?:the )?(?-i:[A-Z0-9])[\w',& ]+?)[,.]? (?:(?:so|and|then|please|could you|can you|will you),? )*(?:take|drive|get|bring|navigate|guide) (?:me|us)(?: over| straight)? there\b.*$", r"navigate to \1"),
        (r"(?<=\w\w),? (?:so )?take (?:me|us) there[.!]*$", ""),
        (r"\b(take|bring|drive|get) (me|us) (?:over|down|up|round|along|across|out) to (?=\w)", r"\1 \2 to "),
        (r"\b(?:back|rear) (?:window|screen) heat(?:er|ing)\b|\bheated (?:back|rear) (?:window|screen|windscreen)\b", "rear defroster"),
        (r"^(?:please )?(?:make a note|take a note)(?: for me)?[:,] ", "remember that "),
        (r"^(?:please )?(?:save|store|keep) (?:it|this|that) as (?:my|a) preference[:,] ", "remember that "),
        (r"\bhear (?:that|the) (?:last|previous) (song|track|one|tune)(?: again)?\b", r"go back to the previous \1"),
        (r"\bdo you have (?:anything|something|any songs?|some songs?) (?:by|from) ([^?,]+)\?\s*(?:please )?(?:play|put) (?:it|some|that|one)(?: on)?[.!]*$", r"play \1"),
        (r"^(?:please )?drop (?:some|a bit of|a little) (?=(?-i:[A-Z]))", "play "),
        (r"^(.+?),? (?:um+|uh+|er+m?),? ([^,]+), sorry[.!]*$", r"\1, sorry, \2"),
        (r"^(.+ (?:on|to|at)) (\w+), sorry, (\w+)[.!]*$", r"\1 \2, sorry, \3"),
        (r"\blet's go with (?=\d|\w+(?: point \w+)? (?:degrees|in |on |for ))", "set it to "),
        (r"\bpost ?code (?=[a-z]{1,2}\d)", "navigate to "),
        (r"^((?:could|can|would|will) you |please )?(?:find|get|look up|search for|search|dig out|bring up) (?:me |us )?(?:the |my |some )?([^,?]{3,60}?),? (?:and|then) (?:then )?(?:play|start|put on|put) (?:it|them|that|some|one)(?: on)?(?: please| for (?:me|us))?[?.!]*$", r"play \2"),
        (r"^(?:could|can|may|might) (?:i|we) (?:please )?have (?=(?-i:(?:The )?[A-Z][a-z]+(?: [A-Z0-9]\w*)*)(?:,? (?:on|please|dear|love|mate))*[?.!]*$)", "play "),
        (r" on (?:booking|google|tripadvisor|yelp|airbnb|opentable)(?:\.com)?\b", ""),
        (r"(?<!full )(?<!max )(?<!maximum )(?<!minimum )\b(?:the )?brightness (?:of|on|for) (?=the |my )", ""),
        (r"\bspeed (the [\w ]{0,10}wipers?) up\b", r"set \1 to fast"),
        (r"\bslow (the [\w ]{0,10}wipers?) down\b", r"set \1 to slow"),
        (r"^(?:our |the |my )?next stop(?:,|:| is|'s)? (?=\w)(?!please\b|music\b|the (?:music|radio|song)\b|it\b)", "navigate to "),
        (r"^((?:please |could you |can you |would you )?)(?:put|enter|type|stick|pop|bung|punch) (.+?) (?:in|into) (?:the |my )?(?:sat ?nav|nav|gps|navigation|navi)\b", r"\1navigate to \2"),
        (r"^(?:is there )?any (?:chance|sign) of (?=(?:a |an |some )?(?:toilet|loo|petrol|fuel|charger|charging|parking|car park|hospital|restaurant|food|somewhere)\b)", "find "),
        (r"\bstop (?:giving (?:me|us)|with) (?:the )?directions\b", "cancel the route"),
        (r"^(?:could|can|may|might) (?:i|we) (?:please )?have (?!.*\b(?:lights?|heat\w*|ac|air|fan|seats?|windows?|sunroof|wipers?|climate|defrost\w*|demist\w*|massage|wheel|fogs?|beams?|volume|cooling|recirc\w*)\b)(.+?) on(?:,? please)?[?.!]*$", r"put \1 on"),
        (r"^(?:is there )?any chance of (?:some|a bit of|a little) (?!heat|warm|cool|air\b|fresh|quiet|peace|light|food|lunch|dinner|help|hush|silence)(?=\w)", "play "),
        (r"\bshut (?:that|the|this) (?:radio|music|racket|noise|thing|stereo) up\b", "mute the radio"),
        (r"\b(?:ease|pull|cut) (the (?:volume|fan|heat|heating|temperature|music|sound|blower)|it) back\b", r"turn \1 down"),
        (_ANEW, ", no, "),
        (_NUMBER_CORRECTED + r"(?= degrees?\b| percent\b)", r"\2"),
        (_NUMBER_CORRECTED, r"\2\1"),
        (r"\bgo to the (next|previous|last) one\b", r"\1 track"),
        *(
            (rf"\b(?:the )?({family})\b{_CORRECTS}({family})\b(?! second| we| i\b| you)", r"\2")
            for family in _FAMILIES
        ),
        (r"\b(pause|stop|resume|continue|carry on with|unpause) (?:the|this|that|my|our) (?:story|book|film|show|programme|episode|lecture|talk|play)\b", r"\1 the audiobook"),
        (r"\b(?:dial|scale|pull) (the [\w ]{2,20}|it|that|this) back\b", r"turn \1 down"),
        (r"(?<![\w'])(?-i:A ?(?:&|[aA]nd|'?n'?) ?E)(?![\w'])", "hospital"),
        (r"^turn it (down|up),? (?=.*\b(?:hear|loud|song|tune|part|shout)\b)", r"turn the volume \1, "),
        (r"\bpump it up\b|\bcrank it right up\b", "turn the volume up"),
        (r"\bhold the (podcast|music|song|tune)\b", r"pause the \1"),
        (r"^(?:just )?phone to ", "phone "),
        (r"(?<=\w\w),? (?:na|yaar|lah|bru|bro|hey|innit|ya|boet)[.!]*$", ""),
        (r"^(\w+)[.,] (call|phone|ring) (?:him|her|them)[.!]*$", r"\2 \1"),
        (r"^(?:the )?number(?: is|'s) (.+?),? (?:dial|call|ring) it[.!]*$", r"dial \1"),
        (r"^(?:please )?(?:make a memory|save this|store this)(?:,| that)", "remember that"),
        (r"^(?:you should know )?(?!.*\b(?:call|play)\b)(.{6,})[,.;] (?:store|save|remember|note|don't forget|do not forget|keep|bear|mind|note down|make a note of) (?:that|it|this)(?: down| in mind| for (?:next time|me|later|the future))?[.!]*$", r"remember that \1"),
        (r"^radio (one|two|three|four|five|\d)(?:,? please)?[.!]*$", r"play radio \1"),
        (r"\bblowing (?:in|on|at|into) my face\b", "air to the face"),
    ),
    "zh": (*speakers_zh.ROWS, *rewording_zh.ROWS, *asides_zh.ROWS),
}  # fmt: skip
_PATTERNS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    language: tuple((re.compile(pattern, re.I), plain) for pattern, plain in rows) for language, rows in _ROWS.items()
}


def reworded(text: str, language: Language) -> str:
    """A cleaned text with such wordings replaced."""
    for pattern, plain in _PATTERNS[language]:
        text = pattern.sub(plain, text)
    return text
