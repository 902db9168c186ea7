"""English complaints, corrections and shared verbs in the words the grammar knows; `rewording.py` holds the idioms."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

_LOW_OR_HIGH = r"(?:half|full|medium|low|high|max|maximum|level|number|\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_THING = r"((?:the |my |her |his )?(?:(?!\b(?:on|off|up|down|to|at|and|in|is)\b)[\w'])+(?: (?!\b(?:on|off|up|down|to|at|and|in|is)\b)[\w'-]+){0,3})"
_CANT_HEAR = r"\b(?:can't|cannot|can not|can hardly|can barely|hardly|barely) (?:even |really )?(?:hear|make out|understand)"
_WHAT_BLOWS = r"(?:noise of the |sound of the |noisy |loud |bloody |damn |stupid )*(fan|blower|ac|air ?con|vents?|ventilation)"

ROWS: tuple[tuple[str, str], ...] = (
    # what is complained of, without a wish in words
    (rf"{_CANT_HEAR} (?:\w+ ){{1,4}}(?:over|above|because of|for|with) (?:the|this|that|your) {_WHAT_BLOWS}\b", "turn the fan down"),
    (rf"{_CANT_HEAR} (?:\w+ ){{1,4}}(?:over|above|because of|for|with) (?:the|this|that|your) (?:noisy |loud |bloody |damn |stupid )*(?:music|radio|song|stereo)\b", "turn the music down"),
    (rf"{_CANT_HEAR} (?:an?y? ?(?:single )?(?:word|thing)|what|anything|a word)(?: of what| that)?(?: (?:they're|they are|he's|he is|she's|she is|it's|is being|being))? ?(?:saying|said|says)?(?: (?:on|from|of) (?:the|this) (?:radio|podcast|audiobook|news|programme|program|show))[.!]*$", "turn the radio up"),
    (r"^(?:\W|god|ugh|wow|man|oh|and|good grief|so|but)*(?:that|the|this) (?:fan|blower)(?:'s| is)? (?:sounds? like|roaring|howling|screaming|so (?:loud|noisy)|too (?:loud|noisy)|making (?:a|such a|an awful) (?:lot of )?(?:noise|racket|din|row)|deafening)\b[^,;]*", "turn the fan down"),
    (r"^(?:\W|ouch|ow|oh|god|wow|man|so|hey)*(?:my (?:poor )?ears,? )?(?:it's|that's|this is|it is|that is) (?:way |far |much )?(?:too |so |really |very |bloody |damn )*loud[.!]*$", "too loud"),
    (r"\bthe wipers (?:can't|cannot|can not|aren't|are not|don't|do not|barely|hardly|can barely|can hardly) (?:quite )?(?:keep(?:ing)? up|coping?|manage|clear(?:ing)?)\b[^,;]*", "wipers fast"),
    (r"\bi can (?:really |already )?smell (?:the |some |that |their )?(?:\w+ ){0,2}?(?:diesel|exhausts?|manure|sewage|skunk|fumes|pollution)\b(?: fumes| gas(?:es)?)?(?: (?:coming|from|through|outside|in the|again|of)[^,;]*)?", "exhaust fumes outside"),
    (r"\b(?:the|that|those|their) (?:\w+ ){0,2}?(?:exhaust|fumes|diesel smell|stink|stench|skunk)(?: fumes)?(?: is|'s| are)? (?:coming|getting|blowing|pouring) (?:right |straight )?(?:in|through|into)\b[^,;]*", "exhaust fumes outside"),
    (r"\b(?:i'm|i am|we're|we are) (?:gonna|going to|about to) (?:wet|pee|piss) (?:my|our|myself|ourselves|in my)?\b[^,;.]*", "i need a toilet"),
    (r"\b(?:we|i) (?:really |just )?(?:need|want) (?:somewhere|a place|some place|someplace) to eat\b[^,;.]*", "find a restaurant"),
    (r"\bmy (back|legs|bum|thighs|bottom)(?:'s| is| are) (?:all |so |really |dripping |soaked |getting )*(?:sweaty|sweating|damp|clammy|wet|sticky) (?:against|on|in) (?:this|the|my) seat\b", "the seat is hot"),
    (r"\b[PCBU]\d[0-9A-F]{3},? (?:(?:no|sorry|i mean|wait|or rather),? )+(?=[PCBU]\d[0-9A-F]{3}\b)", ""),
    (r"\b(seat (?:heat|heating|heater|ventilation|cooling)) level (?=\w)", r"\1 on level "),
    (r"\b(left rear|right rear|rear left|rear right|back left|back right|left back|right back|rear|back|front) seat (?:warmer|heater)s?\b", r"\1 seat heating"),
    (r"\b(rear|back|front) (defroster|demister|wiper) (on|off),? and the (front|rear|back) one(?: too| as well| also)?\b", r"\1 \2 \3 and \4 \2 \3"),
    (r"^((?:the |my )?(?:seat (?:heating|ventilation|massage|heaters?|warmers?)|massage|heated seats?)) (on|off) for me and (?=\w)", r"turn \2 \1 for me and "),
    # how much, said behind a pause
    (r"\b((?:heat|cool|warm|ventilate)\b[^,.;!?]*\bseat\b[^,.;!?]*|[^,.;!?]*\bseat (?:heating|heater|heat|ventilation|cooling|warmer)\b(?! (?:level|on|to)\b)[^,.;!?\d]*),( she's \w+ \w+,)? (?:on |at |to )?(level (?:one|two|three|\d)|(?:low|medium|high)(?: setting)?|one|two|three|[123])(?=[,.;!?]|$)", r"\2 \1 on \3"),
    (r"(?:\ba (?:little|bit|touch) )?\b(cooler|warmer|colder|hotter)\b([^,.;]*), (?:(?:like|say|about|maybe|around|by|just) )+((?:one|two|three|four|five|half a|a|\d) degrees?)\b", r"\3 \1\2"),
    (r"\b(play (?!.*\band\b)[^,.;]+?) (?:real|nice and|really|very|super) (?:quiet|quietly|low|soft|softly)\b", r"\1 and make it quieter"),
    (r"\b(play (?!.*\band\b)[^,.;]+?) (?:real|nice and|really|very|super) (?:loud|loudly)\b", r"\1 and make it louder"),
    (r"\b(mute|pause|stop|skip) whatever (?:this|that|it) is\b", r"\1 the music"),
    # words around a wish that sound like deeds
    (r"(?:^|(?<=[,.;!?] ))(?:oh )?my (?:gosh|god|goodness|word|days|lord)[,.!]+ ", ""),
    (r"^(?:yo|ey|ayy?|sup|howdy|heya)[, ]+(?=\w+ \w)", ""),
    (r",? (?:either way|in any case)(?=[,.;!?]|$)", ""),
    (r",? (?:and |then )?(?:we|i)(?:'ll| shall| will|'re| are|'m| am) (?:be )?(?:off|on (?:our|my) way)(?: then| now)?[.!]*$", ""),
    (r" for (?:the |a |my )?(?:drop|pick)[ -]?(?:off|up)s?\b", ""),
    (r"\bi'm (?:totally |completely |all )?wiped(?: out)?\b", "i'm tired"),
    (r"\baway from (?:my|our|the|her|his) face,? (?:and )?(?:on|onto|to|towards|at|down to|down at)\b", "to"),
    (r"\bcan (?:the |that )?(?:vents?|air|fan) (?:hit|blow on|blow at|blow in|go to|be on) my (face|feet)\b", r"air to my \1"),
    (r", (?:it |that )?(?:makes|making|made) (?:me|us|him|her) [^,.;]*$", ""),
    (r"^(home|work),? please(?=[,.] ?\w)", r"take me \1"),
    # when and where
    (r"\b(?:what time|when) (?:will|do|shall|am|are|would) (?:i|we) (?:going to )?(?:get|be|arrive|reach|make it) (?:home|there|at home)\b(?: (?:on|with|by) (?:this|the) (?:route|way))?", "when do we arrive"),
    (r"^what's left,? (?:time[ -]?wise|in time),? (?:on|of) (?:this|the|our) (?:trip|route|drive|journey)\b", "when do we arrive"),
    (r"\b(closest|nearest) (?:can|john|lav|bog|potty|ladies|gents)(?=[,.;!?]|$)", r"\1 toilet"),
    (r"\b(?:bathroom|toilet|loo|pee|potty|washroom|restroom|comfort) (?:break|stop)[.,!]* (?:the )?(?:nearest|closest) (?:one|place)\b.*$", "find the nearest toilet"),
    (r"^try (?=\+?\d[\d -]{6,})", "call "),
    # to be kept in mind
    (r"^(?:please )?(?:store|save|log|record|add|create|set) (?:a |my |this |the )?(?:new )?preference[:,] ", "remember that "),
    (r"^(?:please )?(?:hang|hold) on to this[:,] ", "remember that "),
    (r"^(remember|note),? please,? (?:that )?", r"\1 that "),
    (r"^(?:please )?make a note (?:for (?:good|later|me|next time)|of this)[:,] ", "remember that "),
    # a value said to be right
    (rf"^((?:please |make it |set it to |ok |so )*{_LOW_OR_HIGH}\b(?! (?:outside|out|people|of us|minutes|miles))[^,;.?]{{0,40}}?) (?:is|will be|would be|'ll be|'d be|should be) (?:just |absolutely |really )?(?:fine|enough|ok|okay|perfect|good|great|plenty|ideal|nice|all right|alright|lovely|grand)(?: for (?:me|us|now)| today| please| now)*[.!]*$", r"\1"),
    (r"\b(?:and|with|,) (?:the |its )?brightness (?:of it )?(?:at|to|on) ", " and brighten it to "),
    # taken back, and something else wished
    (r", no, (?:forget (?:it|that|about (?:it|that))|never ?mind(?: that| it)?|keep (?:it|that)|leave (?:it|that)(?: alone| be)?|don't)[,.;]+ (?:just |but |instead |rather )*(?=\w)(?!leave|keep|don't|do not|i'm|i am|i don't|it's|it is|that's|he|she|they|we)", ", no, "),
    # two things and one verb around them
    (rf"\b(turn|switch|put|shut) {_THING} and {_THING} (on|off)\b", r"\1 \4 \2 and \3"),
    # said of a thing beside its name
    (r"\b(carry on with|resume|continue|go on with|play|pause|stop) (the [\w ]{3,30}?),? (?:that )?(?:i|we) (?:was|were|had|just|have)? ?(?:paused|stopped|listening to|playing|hearing|started|been listening to)(?: earlier| before| yesterday| last night)?\b", r"\1 \2"),
    (r"\b(the|that|this) open (sunroof|roof|window)(?:'s| is) (?:making|letting|giving|driving|too|so|really)\b[^,;]*", r"\1 \2 is noisy"),
    (r"\bon (?:the|its|their) (?:fastest|quickest|highest) (?:setting|speed|level|mode)\b(?<!fan on the)", "on full speed"),
    (r"\bon (?:the|its|their) (?:slowest) (?:setting|speed|level|mode)\b", "on slow"),
    (r"\b(?:put|turn|switch|stick|pop) (?:on the (?:\w+ )?news|the (?:\w+ )?news on)\b", "play the news"),
    (r"\b,?(?: (?:via|by|on|using|taking|take))? anything but (?:the )?(?=motorway|highway|freeway|interstate|toll|ferr)", " avoiding the "),
    (r",?(?: and| but)? (?:please )?keep (?:us|me|it) (?:off|away from|clear of) (?:the |any )?(?=motorway|highway|freeway|interstate|toll|ferr)", " avoiding the "),
    (r"\b(interstates?|motorways?|freeways?|highways?) or (?:the )?(?:interstates?|motorways?|freeways?|highways?)(?: or whatever (?:you|they) call (?:it|them))?", r"\1"),
    # the way, and what is to be avoided on it
    (r"[, ]+(?:and |but )*(?:without|avoiding|not using|not taking) (?:a|an|any|the) (ferry|ferries|tolls?|toll roads?|motorways?|highways?|freeways?)\b", r" without \1"),
    (r"\b(?:where|what|which way) did (?:you|it|she|the sat ?nav|the nav) say (?:that )?(?:i|we) (?:have to|had to|need to|must|should|was supposed to|am supposed to) (?:turn|go|do|exit|drive)\b", "repeat the directions"),
)  # fmt: skip
