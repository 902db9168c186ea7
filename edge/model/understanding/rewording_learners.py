"""English as speakers of other languages put it, in the words the grammar knows: "make the heating out", "I have it warm"."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

_DEVICE = r"(?:(?:seat |wheel |steering wheel |window )?(?:heat(?:ing|er)?|massage|cooling|ventilation)|lights?|lamps?|radio|music|fan|blower|a\.?c\.?|air ?con\w*|wipers?|fog ?lights?|defrost\w*|defogger|demister|volume|recirculation|song|podcast)"
_SIDE = r"(?:behind|in the back|at the back|the back)"

ROWS: tuple[tuple[str, str], ...] = (
    # Germanic: a particle where English has another verb
    (r"\b(?:make|do|put) ((?:the |my |this |that )?[\w' ]{2,40}?) out(?=[,.;!?]|$| please| and)(?<!way out)", r"turn off \1"),
    (r"\bdo ((?:the |my )?[\w' ]{2,30}?) (on|off)(?=[,.;!?]|$| please| and)", r"turn \2 \1"),
    (r"\b(?:the )?circulating air\b|\bair circulation\b", "recirculation"),
    (r"\bi(?:'ve| have)(?: it| so)? (?:(?:so|very|too) )?(warm|hot|cold|hunger|hungry|thirst|thirsty)\b(?! (?:water|food|feet|hands|drink))", r"i am \1"),
    (r"\bi am hunger\b", "i am hungry"),
    (r"\b(i|we) (?:want|must|have|need|would like) (?:quickly |now |please )?to (?=the (?!next song|previous|radio|music)\w)", r"\1 want to go to "),
    (r"\bwe drive (?:now |today )?to (?=\w)", "we are driving to "),
    (r"\b(?:on|to) (?:step|stage|grade|number) (?=\d|one|two|three|full|hundred)", "on level "),
    (r"\blevel hundred\b", "level 100"),
    (r"\bwhat means (?=\w)([^?.!]+)", r"what does \1 mean"),
    (r"\bwhat wants (?:the car|it) from me\b", "what does it mean"),
    (r"\ba piece open\b", "a bit open"),
    (r"\b(?:more silent|less loud|less strong in sound)\b", "quieter"),
    (r"\b(?:over|on|by) no (?=motorway|highway|toll|ferr|freeway)", "avoiding "),
    # Romance: what English says the other way round
    (r"\b(?:the )?windows? (?:of|from) behind\b", "the rear windows"),
    (r"\b(?:the )?light (?:of|for) (?:the )?fog (?:of|at|in) the (?:rear|back)\b", "the rear fog light"),
    (r"\b(?:the )?light (?:of the cabin|of inside|inside|on the inside)\b(?! is\b)", "the cabin light"),
    (r"\b(?:light (?:from|of) the ceiling)\b", "cabin light"),
    (r"\b(dim|lower|raise|open|close|put|play|search|find|call) to (?:me|us) (?=the |a |my )", r"\1 "),
    (r"\bsearch (?:me|us) (?=a |an |the |some )", "find me "),
    (r"\blow the (?=windows?|volume|music|radio|temperature|fan)", "lower the "),
    (r"^(?:please,? )?put (?:me|us) (?:a song|some songs?|something|music|the music) (?:of|from|by) ", "play "),
    (r"\bput (?:on )?(?:the |some )?music (?:something )?(?:of|from|by) (?=(?-i:[A-Z])|\w+)", "play "),
    (r"\b(?:i|we) want(?: to)? (?:listen|hear)(?: to)? (?=\w)(?!the match|something else)", "play "),
    (r"\bquit the mute\b|\b(?:the )?(?:voice|sound)(?:,? please)? come back\b(?:,? please)?|\bcome back(?:,? the)? sound\b", "unmute"),
    (r"\bquit the (heating|cooling|massage|ventilation|light)\b", r"turn off the \1"),
    (r"\b(?:the )?(?:hour|time) of (?:the |our )?arrival\b", "arrival time"),
    (r"\b(?:advise|inform) (?:me|us) (?:of |about )?(?=the|when|how)", "tell me "),
    (r"(?<!\w)to my job(?=[,.;!?]|$)", "to work"),
    # Asian: a thing, its place, and what becomes of it
    (rf"\b(?:the )?window left {_SIDE}\b", "the rear left window"),
    (rf"\b(?:the )?window right {_SIDE}\b", "the rear right window"),
    (r"(?<!turn )(?<!leave )\bbehind (left|right)\b|\b(left|right) back (?=seat|window)", r"rear \1\2"),
    (rf"\b(the |my )?({_DEVICE})(,? (?:please )?)close(?: it)?(?=[,.;!?]|$)", r"turn off \1\2"),
    (rf"\b(the |my )?({_DEVICE})(,? (?:please )?)open(?: it)?(?=[,.;!?]|$)(?<!window open)", r"turn on \1\2"),
    (r"\b(?:all|every) (?:the )?(?:people|persons?)(?:'s)? windows?\b|\ball (?:the )?glass(?:es)?(?=[,.;!?]| (?:up|down)|$)", "all windows"),
    (r"\bmy glass(?=[,.;!?]| (?:up|down|small)|$)", "my window"),
    (r"\b(down|open|up) small\b", r"\1 a bit"),
    (r"\b(music|sound|wind|fan|volume|light|air) (?:more )?(?:small|low)(?: please)?(?=[,.;!?]|$)", r"turn down the \1"),
    (r"\bfor (?:the )?full car\b", "for the whole car"),
    (r"\bnot (?:pay|take|use|go) (?:the |any )?(toll|motorway|highway|ferry)(?: roads?)?\b", r"avoiding \1"),
    (r"\b(?:go |drive )?by (toll|highway|motorway)(?: road)? only not(?:,? avoid it)?\b", r"avoiding \1"),
    (r"^reach(?:ing)? (?:at )?what time\b", "when do we arrive"),
    (r"\bnear lights?\b", "low beam"),
    (r"\bmark the number\b(?=.*\bdial it\b)", "dial the number"),
    # Pidgin and Taglish
    (r"\b(?:abeg|i beg|biko|haba)\b,?", "please"),
    (r"\bpaki-?(?=\w)", ""),
    (r"\b(?:carry me go|take me go|carry us go)(?: to)?\b", "take me to"),
    (r"\b(?:turn|switch) am\b", "turn it"),
    (r" (?:now now|sharp sharp|na lang|naman)(?=[,.;!?]|$)", ""),
    (r"\bmga (?=\w+ degrees?)", ""),
)  # fmt: skip
