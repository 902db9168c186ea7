"""Utterances that are no business of the car's as a whole: said to passengers or into a telephone, supposed, or asked of the world.

The patterns of `others.py` judge one clause; here the first words colour all that follows: "if you were me, would you have the
windows down?".
"""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

_LEADS = r"^(?:\W|and|but|so|well|oh|ah|okay|ok|right|hey|now|sure|no|yes|yeah)*"
_SOMEBODY_ELSE = re.compile(
    rf"{_LEADS}(?:(?:you )?(?:lads|guys|boys|girls|kids|children|folks|everyone|everybody|lot|two|three)|mum|mam|mom|dad|nan|gran|grandad|honey|darling|sweetheart|sweetie|babe|love|son)\b,?\s*"
    r"(?:(?:can|could|would|will) (?:you|ye)(?: (?:all|both|two|lot|just|please))*\s+|please\s+|just\s+|will you\s+)*"
    r"(?:keep (?:it|the noise|your voices?) down|(?:be )?quiet(?!er)|shush|hush|calm|settle|stop (?:it|that|fighting|arguing|kicking|playing|shouting|messing|hitting|pulling|throwing)|sit|behave|pack it in|give over|pass|hand|hold|put your|get your|don't|do not|leave|eat|finish|share|look|wait|hang on|say|tell|move|stay|watch|come|go and|get in|get out)\b"
    rf"|{_LEADS}(?:kids|children|boys|girls|lads|guys|folks|everyone|everybody|you lot|(?:you )?two),? (?:please |can you |could you |a (?:bit|little) |be )*quieter\b(?!.*\bvolume|.*\bmusic|.*\bradio)"
    rf"|{_LEADS}(?-i:[A-Z][a-z]+), [^.!?]*\byour (?:phone|tablet|ipad|game|games|headphones|switch|console|toys?|shoes?|feet|legs?|hands?|seat ?belt|belt|coat|jacket|homework|sister|brother|food|lunch|book)\b"
    r"|\bi(?:'d| would) like to (?:order|book a table|make an? (?:order|booking|reservation|complaint|appointment)|cancel my (?:order|subscription))\b"
    r"|\b(?:you're|you are) (?:breaking up|on speaker|through to)\b|\bthe line(?:'s| is) (?:bad|breaking)\b"
    rf"|{_LEADS}(?:hello|hiya|hi|hey)[, ]+(?:it's|this is|is that|am i speaking)\b",
    re.I,
)
_SUPPOSED = re.compile(
    rf"{_LEADS}if (?:you|i|we|he|she|they|it) (?:were|was|had|weren't|hadn't|won|ever (?:had|got|won))\b|{_LEADS}(?:(?:say|let's say|suppose|supposing|imagine|pretend|picture) (?:i|we|you|he|she|they)|(?:let's say|suppose|supposing|imagine|pretend|picture) (?:that|the|my|our|if))\b"
    rf"|{_LEADS}(?:do|did) you (?:think|reckon|suppose) (?:i|we|it|they|he|she|people)\b|{_LEADS}would you (?:rather|say|ever (?!put|play|turn|stick|open|close|shut|mind|be|give|set|get|take|call|ring|switch))\b",
    re.I,
)
_OF_THE_WORLD = re.compile(
    rf"{_LEADS}how (?:do|did|would|can|could) (?:you|they) (?:know|work (?:out|that)|tell\b|decide|do that|think)\b"
    rf"|{_LEADS}(?:can|could|may|should|shall|must) (?:(?:i|we|one|people|they|anyone) (?:still |safely |legally |actually )*(?:use|leave the car|drive (?:with|in|without)|wash|tow|run (?:it|the|this|out))|you (?:hear|see(?! (?:if|whether|what|how))|understand|speak|feel|control))\b(?!.*\bplease\b)(?=.*\?)"
    rf"|{_LEADS}(?:do|does|did|is|are|was|were) (?!there\b|i\b|we\b|my\b|our\b|it (?:open|closed|locked|on|off|going)\b)(?:[\w'-]+ ){{1,6}}(?:use|uses|cost|costs|eat|eats|drain|drains|harm|damage|affect|work|make|makes|wear|wears|better|worse|cheaper|safer|bad|good|safe|legal|allowed|healthy|dangerous|worth|bigger|faster|quieter|louder|hotter|colder)\b(?=.*\?|.*\bthan\b)"
    rf"|{_LEADS}(?:do|did) you (?:prefer|like|love|hate|enjoy|dream|believe|listen|ever|want to know|have an? (?:favou?rite|name|brother|sister))\b"
    rf"|{_LEADS}what (?:makes|causes|made|caused)\b|{_LEADS}why (?:do|does|did|would|is it that) (?!it\b)",
    re.I,
)


_NOT_WISHED = re.compile(
    rf"{_LEADS}(?:please |whatever you do,? )*(?:don't|do not|never)\s+(?:you |ever |even |dare |go and |bother )*(?:find|look for|search|navigate|take|drive|guide|cancel)\b"
    rf"|{_LEADS}(?:(?:there's |there is |i see )?no (?:need|reason|point|sense)(?: for you)? (?:to|in)|i (?:don't|do not|didn't|did not|never) (?:want|need|ask|asked|tell|told) (?:you|anyone|anybody|it) to|i(?:'d| would) rather you (?:didn't|did not|don't)|"
    r"(?:nobody|no one) (?:asked|told|wants) (?:you|me) to|who (?:asked|told) you to|thanks for offering to)\b(?!.*[,;.] (?:just|but|instead|only|please|rather)\b (?!no\b|don't\b))"
    r"|,? but (?:don't|do not|no|not (?:now|yet|today))\W*$"
    r"|\b(?:one of these days|some ?day soon|sooner or later)\W*$|\bat your (?:place|house|end|desk|office|flat)\b|\bwhen you(?:'re| are| get| come| go| arrive)? (?:home|back|there|in|to|round)\b"
    rf"|{_LEADS}i(?:'d| would) (?!like\b|love\b|prefer\b|appreciate\b|rather\b|be (?:happy|glad|grateful)\b)\w+ .*\bbut (?:i|it|we|that|the|my|he|she)\b",
    re.I,
)
_TALE = re.compile(
    rf"{_LEADS}(?:yesterday|last (?:night|week|month|year|time|summer|winter|spring|autumn|\w+day)|this morning|earlier(?: today)?|the other (?:day|night)|years ago|back then)\b,? (?:i|we|he|she|they|you|my|the|our|somebody|someone)\b"
    rf"|{_LEADS}(?:i|we|he|she|they|my \w+|our \w+) (?:told|asked|wanted|begged|got|reminded|ordered|let) (?!me\b|you\b|us\b|the (?:car|assistant)\b)[\w' ]{{1,20}}? to \w"
    rf"|{_LEADS}(?:it's |it was )?(?:a )?(?:good|lucky|just as well|great) (?:thing|job|that) (?:that )?(?:i|we|you|he|she|they)\b"
    rf"|{_LEADS}(?:i|we|he|she|they|my \w+) (?:really |just |absolutely |do |also )*(?:love|loves|hate|hates|enjoy|enjoys|adore|adores|can't stand|dread|miss|like|likes) \w+ing\b[^,.;!?]*\W*$"
    rf"|{_LEADS}there(?:'s| is| was) an? (?:\w+ )?(?:song|film|movie|book|story|joke|saying|poem|rumou?r|law|programme|article)\b(?!.*\bplease\b)"
    rf"|{_LEADS}(?:would it (?:help|hurt|matter|make any difference|be (?:better|worth|wise|safe|a good idea))|should (?:i|we)|what if|do people|(?:is|was) it (?:a good|a bad|worth|wise|safe|legal|illegal|allowed|better))\b(?=.*\?)"
    rf"|{_LEADS}(?:can|could|do|does|will) (?:you|it|they|this)\b.* (?:in|on|with) (?:the|a|an|your) (?:new|next|old|latest|other|base) (?:model|version|car|one)s?\b"
    rf"|{_LEADS}did (?:i|we|you|he|she|they|it)\b(?=.*\?)",
    re.I,
)


def addressed_elsewhere(text: str) -> str:
    """Why an English utterance asks the car for nothing: "told", "question", or empty where it may. text: as cleaned."""
    if _SOMEBODY_ELSE.search(text) or _SUPPOSED.search(text) or _NOT_WISHED.search(text) or _TALE.search(text):
        return "told"
    return "question" if _OF_THE_WORLD.search(text) else ""
