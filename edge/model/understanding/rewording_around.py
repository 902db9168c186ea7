"""English wishes with more said around them, reduced to the wish: the value that was too much, why one hurries, how a lamp looks."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

_NUMBER = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|full|half|max(?:imum)?)"
_PLACE = r"(?:toilets?|loo|bathroom|restroom|petrol(?: station)?|fuel|gas station|charg(?:er|ing station|ing point)|hospital|car park|parking|restaurant)"
_AVOIDED = r"(?:ferr(?:y|ies)|tolls?|toll roads?|motorways?|highways?|freeways?)"
_LAMP = r"(?:sign|symbol|light|lamp|icon|indicator|picture|thing)"

ROWS: tuple[tuple[str, str], ...] = (
    # the value before it
    (rf"[,.;]+ (?:please,? )?{_NUMBER}(?: percent| degrees)? (?:is|was|'s) (?:just |way |far |much |a bit )*too (?:much|high|hot|low|little|strong|warm|cold|loud|bright|fast|slow)(?: for me)?(?=[,.;!?]|$)", ""),
    (r"\b(lower|raise|increase|reduce|drop|decrease|bring down|bring up) the (temperature|heating|heat|volume|fan)(?: please)?, (?:please,? )?(?:by )?(?=(?:\d+|one|two|three|four|five|half a) degrees?\b)", r"\1 the \2 by "),
    # one verb for two things
    (r"\b(turn|switch) (off|on) (the [\w ]{2,25}?) and (the [\w ]{2,25}?)(?: as well| too| also)(?=[,.;!?]|$| please)", r"\1 \2 \3 and \1 \2 \4"),
    (r"\b(?:turn|bring|take) (?:everything|it all|both) (down|up)( a (?:little|bit|touch|notch))?[,:] (the \w+) and (the \w+)", r"turn \1 \3\2 and turn \1 \4\2"),
    (r"\b(?:switch|set|change|put) the (climate|ac|air ?con\w*) (in the (?:back|front|rear)|for the (?:back|rear)|on (?:the passenger|my) side) (?:to|on|into) (cool(?:ing)?|heat(?:ing)?|auto)\b", r"set the \1 to \3 \2"),
    # a need told as a question
    (r"\bwhere (?:can|could|do) (?:i|we) (?:get|buy|find|tank|fill up)(?: with| on| some)? (?:petrol|gas|fuel|diesel)\b[^,;.!?]*", "find a petrol station"),
    (r"\bwhere (?:can|could|do) (?:i|we) (?:get|load|find)(?: some)? (?:electricity|juice|a charge)\b[^,;.!?]*", "find a charging station"),
    (rf"^(.*\b{_PLACE}\b.*?)[,.;!]+ (?:please,? |quick(?:ly)?,? (?:please,? )?)*(?:where(?:'s| is) )?(?:the )?(?:next|nearest|closest) one(?:,? please)?(?=[,.;!?]|$)", r"\1"),
    (r"\bdunny\b", "toilet"),
    (r",? no (?:mucking|messing|faffing) (?:around|about)(?=[,.;!?]|$)", ""),
    (r"\bput (\d{3,}) through\b", r"call \1"),
    # the way, and why something is to be avoided on it
    (rf"\b(?:but|and|only) (?:i|we|she|he|they|my \w+|the \w+) (?:get|gets|become|becomes|am|is|are|hate|hates|can't stand|don't like)\b[^,;.]*?,? so (?:please,? )?(?=(?:no|without|avoid\w*|not) (?:the |any |a )?{_AVOIDED})", ", "),
    (rf"\b(avoid(?:ing)? (?:the |any |all )?{_AVOIDED}(?: please)?)[,.;]+ (?!and\b|then\b|please\b|but\b)[^,;.]*\b(?:money|expensive|cost\w*|traffic|sick|scared|fortune|slow|pay\w*)\b[^,;.]*[.!]*$", r"\1"),
    (rf"^(?:the )?({_AVOIDED}) (?:is|are|was|were|has been) (?:cancelled|closed|blocked|full|jammed|shut)[^,;]*,? so (.+) without (?:one|it|them)\b", r"\2 without \1"),
    # lamps
    (rf"^.*\b{_LAMP}\b.*\bwhat(?:'s| is| does) (?:it|that|this) (?:telling|saying|tell|say|mean|meaning|trying to (?:say|tell))\b.*$", "what does the warning light mean?"),
    (r"^.*\b(?:what(?:'s| is) the|what did the|what does the) (?:message|warning|notice) about (?:the |my )?\w+.*$", "what does the warning mean?"),
    (r"^.*\bwhat(?:'s| is|'s with| is with) (?:that|this|the|all that|all this) (?:\w+ )?(?:ping|ding|beep|chime|bong|gong)(?:ing|s)?\b(?: for| about| noise)?.*$", "what does the warning mean?"),
    (r"^.*\bcheck engine\b.*\bwhy (?:is|did|has|does)\b.*$", "what does the warning light mean?"),
    (r"\b(?:explain|tell me about) (?:to me )?(?:the|that|this) (?:\w+ )?(?:engine|battery|oil|brake|tyre|tire|abs|airbag|coolant|warning) (?:light|lamp|warning|symbol)\b(?: to me)?(?: like i'm \w+)?", "what does the warning light mean"),
    (r"\bwhat(?:'s| is) (?:this|that|the) (?:\w+ )?(?:red|orange|yellow|amber|blinking|flashing|warning) (?:light|lamp|symbol|icon)(?: (?:on|in|about|for)[^,;.!?]*)?", "what does the warning light mean"),
    (r"^.*\b(?:something|things?|lights?|lamps?|symbols?|icons?)\b(?: \w+){0,3} (?:lit up|come on|came on|come up|came up|popped up|flashing|lighting up)\b.*\b(?:what(?:'s| is| was) (?:it|that|this)|serious|dangerous|what does it mean|should i worry|is it bad|is that bad|is it ok\w*)\b.*$", "what does the warning light mean?"),
    # the way again
    (r"\brepeat (?:that|the last|the) (?:turn|turning|exit|instruction|direction)\b", "repeat the directions"),
    (r"^(?:\W|\w+\W )?(?:the )?next (?:exit|turn|turning|junction|direction|step)\b.*\b(?:again|one more time|once more|repeat)\b.*$", "repeat the directions"),
    (r"^(?:please |can you |could you )*(?:tell|say)(?: to)? (?:me|us) (?:once more|again|one more time) (?:where|which way|when)\b.*$", "repeat the directions"),
    (r"\bwhat time (?:we|i) (?:will|shall|are|am|would) (?:to )?(?:arrive|reach|be there|get there)\b[^,;.!?]*", "when do we arrive"),
    (r"\bwithout (?:having to )?pay(?:ing)? (?:any |the |a )?tolls?\b", "without tolls"),
    # a name or a number, and what is wrong of it
    (r"\b(\w+), no,? (?:it's )?not \1, (\w+)\b", r"\2"),
    (r"^((?:can you |could you |please |just )*)try (?=\+?\d[\d -]{6,})", r"\1call "),
    # what ears and eyes complain of
    (r"\bmy (?:poor )?ears (?:are )?(?:bleeding|hurt(?:ing)?|ringing|ache|aching)\b[^,;.]*", "too loud"),
    (r"\b(?:can't|cannot|can not|can hardly|can barely|hardly|barely) (?:even |really )?(?:hear|make out) (?:the |this |that |my )(news|radio|music|podcast|song|programme|program|show|audiobook|commentary)(?=[,.;!?]|$)", r"turn the radio up"),
    (r"\b(?:crank|turn) it all the way up\b", "turn the volume to maximum"),
    (r",? (?:and |because |since )?(?:the|this|that) (?:sun|glare)(?:'s| is) (?:on|in) (?:the|my) (?:dial|dash|dashboard|screen|speedo)[^,;.?]*", ""),
    (r"\b(?:made|left|did|done|dropped) (?:a|an|its|their|some) (?:\w+ )?(?:mess|splat|present|business|droppings?) (?:of|on|all over|over) (?:my|the|our) (windscreen|windshield|front window)\b", r"dirtied the windscreen, the windscreen is dirty"),
    # what a body feels, and what is done about it
    (r"\b(?:i'm|i am|we're|she's|he's) (?:absolutely |really )?bursting(?: for (?:a|the) (?:wee|pee|loo|toilet|slash))?\b", "i need a toilet"),
    (r"\bgive (?:\w+ ){1,2}?(?:some|a bit of|a little) (?:heat|warmth) (?:on|in|to|for) (?=the [\w ]{0,20}seat\b)", "turn on the seat heating of "),
    (r"^for my (?:back|neck|shoulders|legs|spine),? (?=\w)", ""),
    (r"\bme (hat|hair|face|legs|feet|hands|back|ears|eyes)\b", r"my \1"),
    (r"\b(?:get|put|give)(?: me| us)? (?:some|a bit of|a little) (?:heat|warmth) (?:into|in|on|to) (?:the|these|our|my) seats?\b", "seat heating on"),
    (r"\bless (?:cold|chilly|freezing|icy|cool)\b", "warmer"),
    (r"\bless (?:hot|warm|stifling)\b", "cooler"),
    (r"\b(?:a )?(?:bit of a |quick |good )?(?:spray|squirt|spritz)(?: of water)? (?:on|for|over|at) the (back|rear|front) (?:window|glass|screen|windscreen)\b", r"wash the \1 window"),
)  # fmt: skip
