"""What British and Irish drivers say, in the words the grammar knows: the thing named last, a value tagged on, words of a region."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

_LEVEL = r"(?:\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|half)"
_SEAT_LEVEL = r"(?:zero|one|two|three|[0-3])"
_MEAL = r"(?:lunch|dinner|tea|supper|breakfast|brunch|food|scran|scoff|grub|nosh|bait|a bite(?: to eat)?|a meal|a sandwich|a sarnie|a fry-?up|a curry|chips|a butty)"
_THING = r"(?:(?:back|rear|front|driver's|passenger|left|right|seat|steering|cabin|mood) )?(?:windows?|sunroof|roof|radio|music|fan|blower|massage|heater|heating|wipers?|lights?|demister|volume|air ?con|wheel|seat)"
_KIN = r"(?:mum|mam|dad|da|nan|gran|granny|grandad|baby|the bairns?|the (?:wee )?(?:baby|kids?|children|twins|lads?|girls|boys|little ones?|bairns?|dog|dogs|passengers?)|the wee (?:man|one|fella|girl)|mum and baby|mother and baby)"

_SIGN = r"(?:triangle|symbol|icon|picture|snowflake|spanner|teapot|thermometer|exclamation mark|oil can|oil lamp|lamp|(?<!the )light|yoke|battery|engine)"
_COLOUR = r"(?:red|orange|amber|yellow|green|blue)"
_ABOUT_A_LAMP = "what does the warning light mean"

ROWS: tuple[tuple[str, str], ...] = (
    # what the dashboard shows
    (rf"\bwhatever (?:that|this) (?:\w+ ){{0,2}}?{_SIGN}(?: is)?,? tell me what it (?:wants|means|is)\b", _ABOUT_A_LAMP),
    (rf"\b(?:and then )?what(?: on earth| the hell| in god's name)?(?: does|'s| is) (?:that|this) (?:\w+ ){{0,3}}?{_COLOUR} (?:\w+ )?(?:{_SIGN}|one|thing)(?: \w+)? (?:want|mean|on about|lit up for|for|telling me|saying)\b[^,.?]*", _ABOUT_A_LAMP),
    (rf"\bwhat(?:'s| is) (?:that|this) (?:wee |little )?(?:{_COLOUR} )?(?:{_COLOUR}|snowflake|triangle|spanner|exclamation mark|thermometer) (?:\w+ )?(?:lit(?: up)?|flashing|on)\b(?: for| about)?", _ABOUT_A_LAMP),
    (rf"^(?:oh,? )?what(?:'s| is) (?:that|this) (?:wee |little )*{_COLOUR} {_SIGN}(?: {_SIGN})?\b[^?]*\?", _ABOUT_A_LAMP + "?"),
    (rf"^something {_COLOUR}(?: has|'s)? (?:lit up|come on|popped up|started flashing)\b.*\bwhat(?:'s| is) (?:it|that)\b(?: for| about)?", _ABOUT_A_LAMP),
    (rf"^(?:it went ping and now )?(?:there's|there is|i've got|i have) (?:an? |some )(?:wee |little |alarming |strange |funny |odd |new )*(?:{_COLOUR} )?(?:triangle|symbol|snowflake|spanner|exclamation mark|thermometer|warning light)\b[^?]*[,.] (?:explain|interpret|what(?:'s| is| does)) ?(?:it|that)?(?: telling me| mean| about| for| want| for me)?(?: for me)?(?=[.?!]*$)", _ABOUT_A_LAMP),
    (rf"^(?:\w+'s asking )?what (?:the|that|does the|does that) [^?]*\b{_COLOUR} [\w-]+(?: [\w-]+)? one means?\b[^?]*", _ABOUT_A_LAMP),
    (r"^what(?:'s| is) (?:yer|your|that) (?:woman|man|yoke|thing|one) on the dash\b[^?]*", _ABOUT_A_LAMP),
    (r"^before (?:i|we) (?:ring|call|phone|bother|go to|see) the (?:garage|dealer|mechanic|aa|rac), (?=(?:go through|explain|tell|what|read|list)\b)", ""),
    (r"\bgo through (?:every|all the|each) warnings?(?: light)?\b[^.?]*", "explain all the warnings"),
    (r"^(.*?\bin the (?:back|rear) (left|right)\b.*?)\b(?:his|her|their) (seat|window|side)\b", r"\1the rear \2 \3"),
    (r"^(.*?\b(?:in the passenger seat|next to me|beside me)\b.*?)\b(?:his|her) (seat|window|side)\b", r"\1the passenger \2"),
    (r"\bgive me the (massage|heated seat|demister|wipers)\b(?! (?:on|off))", r"turn on the \1"),
    (r"^(radio (?:\d\w*|one|two|three|four|five)),?(?: please)?(?=[,.] )", r"play \1"),
    (r"\b(?:pop|put|wind|roll) ((?:the|that|my|her|his|this) (?:[\w']+ ){0,2}?windows?)(?: right| all the way| back)? up\b(?! (?:a|half|some|by|to|\d))", r"close \1"),
    (r",? that (?:one )?was (?:a |an |pure )?(?:banger|belter|tune|class|deadly|cracker|lovely|brilliant|rubbish|mince|grand)(?=[.!]*$)", ""),
    (r"^too (?:noisy|loud|windy|cold|draughty)[.!,] (?=(?:shut|close) the (?:[\w ]*windows?|roof|sunroof)\b)", ""),
    (r"^what did (?:it|she) say\?+[^.]*", "repeat the directions"),
    (r"\b(?:i'm|i am|we're|we are) a (?:touch|tad|shade|trifle) (warm|hot|cold|chilly)\b", r"i am too \1"),
    (r",? (?:i've|we've|i have|we have) (?:got )?(?:a|an|my|our) [\w ]+ in (?:\w+ ){1,2}(?:minutes|hours?)\b[^.,]*(?=[.]*$)", ""),
    (r"^(?:two|three|a couple of|a few) (?:wishes|things|requests|jobs)[^:]{0,20}: ", ""),
    (r"^(?:it's|i'm|we're|i've) [\w' ]+? so (?:like |just )?(?=(?:navigate|avoid|take|put|turn|close|open|shut|set|play|call|ring)\b)", ""),
    (r"\bseat,? like (one|two|three)\b", r"seat heating on \1"),
    # a song or a cry, and what is said to a passenger
    (r"^\"[^\"]+\",? (?:he|she|they) (?:sang|bellowed|warbled|crooned)\b.*", "somebody sang"),
    (r"^[^.?!]*, that's what (?:they|people) (?:shout|call|shouted|say)\b.*", "that's what people say"),
    (r"\b(?:stick|put|turn|switch) the (?:oven|kettle|telly|immersion|tea|dinner|slow cooker) on\b[^.;]*", "start the dinner"),
    (r"\bthe heat's (?:really |well and truly )?on now\b", "there is pressure"),
    (r"\bi can hear you now\b.*", "i hear somebody"),
    (r"\bit gets on my (?:chest|wick|nerves|goat)\b", "it bothers me"),
    (r"\bstop (?:kicking|hitting|bumping|poking|shaking) (?:my|the|her|his) (?:seat|window)\b", "behave"),
    # greetings and asides before and behind a wish
    (r"^(?:good )?(?:morning|afternoon|evening)(?: to you| all)?[.!,] (?=\w)", ""),
    (r"^(?:ach|och|aye|yo|sure|here|ah here|right so|hiya|now then|ta|forgive me|pray silence)[,.!]? (?=(?:turn|put|play|ring|call|phone|open|close|shut|switch|stick|set|take|get|give|stop|make|wind|go|that's|could|can|will|would)\b)", ""),
    (r"^(?:i'm|i am) afraid (?:that )?(?=(?:i|we|it|the|you)\b)", ""),
    (r"\bi wonder (?:whether|if) you(?:'d| would| could| might)(?: kindly| just| perhaps)? ", "please "),
    (r",? (?:if you please|if you'd be so kind|if you would be so kind|if i may|so it does|so it is|so i am|like)(?=[,.!?]|$)", ""),
    (r"\b(?:shall|must) (?=need (?:the|a|to)\b)", ""),
    (r",? (?:on we go|off we go|away we go|here we go|crack on|crack away|and no nonsense|and no messing|(?:and )?no faffing(?: about)?)(?=[,.!?]|$)", ""),
    (r",? and i mean (?:\w+)(?=[.!]*$)", ""),
    (r"(?<=[.!?] )go on,\s+", ""),
    (r"\b(dear|love|mate|pet|hen|duck|darling|son|pal|hun|flower)\b (?=(?:it's|i'm|he's|she's|they're|we're|there's)\b)", r"\1, "),
    (r"\ball (?:of a sudden|at once)\b", "suddenly"),
    (r"\bin this (?:\w+ )?(?:collar|suit|coat|jumper|dress|shirt|tie|jacket|hat|cassock|uniform|fleece|hoodie|get-?up|clobber)\b", ""),
    # forms of speech
    (r"\bthem (?=(?:back |front |rear |two |four |other )?(?:windows|lights|seats|wipers|vents|headlights|fogs)\b)", "the "),
    (r"(?<!give )(?<!get )(?<!for )\bme (?=(?:feet|hands?|legs?|bum|arse|fingers|toes|eyes|knees|ears|neck|back's|back is)\b)", "my "),
    (r"(?<=\w),? an' all\b|(?<=\w),? and all(?=[,.!?]|$)", " as well"),
    (r"\b(massage|heated|heating|demist\w*|defrost\w*|seat|wiper|air ?con|radio|sunroof|window|wheel) (?:thingy|thingummy|doodah|doofer|whatsit|gizmo|yoke|yokey|jobby|malarkey)\b", r"\1"),
    (rf"\b((?:seats?|heating|heater|warmer) (?:on|at|to)) number (?={_SEAT_LEVEL}\b)", r"\1 "),
    # the thing named last: "shut it again, the window"
    (rf"\b((?:(?:and|ok|so|please|now) )*)(shut|close|open|wind|put|turn|switch|roll) (?:it|them|that)((?: (?:up|down|off|on))?)(?: (?:again|back|now))*(?:[.,]+ (?:thank you|thanks|please|ta|dear|love|pet))*[.,]+ (?:i mean )?the ({_THING})[.!?]*$", r"\1\2 the \4\3"),
    (rf"\b(?:make it stop|stop it|stop that)\b[^,.]*[.,]+ (?:i mean )?the ({_THING})[.!?]*$", r"turn the \1 off"),
    # a value tagged on
    (rf"\band not too (?:loud|quiet),? (?:say|about|around|maybe|call it)? ?({_LEVEL}(?: percent)?)\b", r"and the volume at \1"),
    (rf"\bthat's (?:a bit|a little|a touch|rather|far too|too|way too|awful|terribly) loud\b[^,.]*[,.]+ (?:down|knock it down|drop it)(?: by)? ({_LEVEL})\b", r"volume down by \1"),
    (rf",? just (?:on )?the (lowest|highest|middle|gentlest)(?: one| setting)?(?:, (?:number|level) ({_SEAT_LEVEL}))\b", r" on \2"),
    (rf"\bseat(?: heater| heating)? (?:heated|warmed) (?:to|at|on) (?:level |number )?({_SEAT_LEVEL})\b", r"seat heating on \1"),
    (rf"\bgive me the seat (?=on {_SEAT_LEVEL}\b)", "put the seat heating "),
    (rf"\b(seats?)(?: heating)?( (?:on|at|to)) (?:number |level )?({_SEAT_LEVEL}),? and (?:me |my )?(?:the )?(?:steering )?wheel\b(?! (?:to|off))", r"\1 heating\2 \3 and turn on the steering wheel heating"),
    (rf"\b({_LEVEL}) degrees? (?:more )?of heat\b|\b({_LEVEL}) more degrees? of heat\b", r"\1\2 degree warmer"),
    (r"\bso let's say (?:the )?", "set the "),
    (r"\b((?:back|rear|front) (?:screen|window|windscreen) heater|(?:rear|back|front) (?:wiper|demister|defroster)|wipers|radio|fan|heating|heater|air ?con), (on|off)(?=[,.!]|$| and\b)", r"\1 \2"),
    (r"\b(?:back|rear) screen heater\b", "rear defroster"),
    # a second thing with the verb of the first
    (rf"\b(off|on)((?: now)?(?:,? (?:thank you|thanks|please|ta)(?: pet| love| dear)?)?),? (?:and )?(the {_THING}(?: heater| at the (?:front|back|rear))?)(?:,? (?:too|as well|also))(?=[,.!]|$)", r"\1 and turn \1 \3"),
    (r"\b(wheel|heater|heating|fan|seat|radio|music|lights?|air ?con) can go off(?: now)?,?(?: (?:thank you|thanks|please|ta)(?: pet| love| dear)?)?,? and (the [\w ]{3,30}?)(?=[,.!]|$)", r"\1 off and turn off \2"),
    (r"(?<!front )\bwipers (on|off|slow|fast)[, ]+(?:and )?(?:the )?(?:back|rear) one(?:,? (?:as well|too))?(?=[,.!]|$)", r"front and rear wipers \1"),
    (r"\b(?:intermittent|interval|slow|fast) for the (?:rear|back) one\b(?: as well| too)?[^.]*", r"rear wiper on intermittent"),
    (r"\bseat off\b", "seat heating off"),
    # what stays as it is
    (r",? (?:the )?(?:dipped beam|dipped beams|lights|headlights|radio|heating|seats?|fan) (?:can )?(?:stays?)(?: on| put| as (?:it|they) (?:is|are))?(?=[,.!]|$)", ""),
    (r"\bleave the [\w ]{3,25} as (?:it is|they are|is)(?:, (?:they're|it's) \w+)?,? (?:but|and) ", ""),
    # taken back, and said anew
    (r"^.*\b(?:only|just) (?:joking|kidding|messing|codding|having you on)\b[.,!]* (?:just )?(?=(?:ring|call|phone|play|open|close|shut|turn|put|take|set)\b)", ""),
    (r"^(call|ring|phone|play) [\w' ]+?[.,]+ (?:no|actually|nah|wait|hang on)\b[^.!]*[.!] (?=\1\b)", ""),
    (r"^(?:(?:no|wait|nah|oh),? )*not [A-Z][\w']+(?: [A-Z][\w']+)?,? (?:i said |i meant |i mean )(?=(?:take|drive|navigate|call|ring|phone|play)\b)", ""),
    (r"^i said (?:the )?[\w ]+, not (?:the )?[\w ]+[!.] (?=(?:put|turn|switch|set|give|take|shut|open|close)\b)", ""),
    # somebody who sits somewhere and is none of the wish
    (rf"\b(twenty[- ]\w+|\d\d|eighteen|nineteen|twenty) all round((?: please)?), {_KIN} in the back(?=[.!]*$)", r"\1 for everyone\2"),
    (rf"^{_KIN}(?:'s| is| are|'re) (?:fast |sound |finally |just )?(?:asleep|sleeping|dozing|napping|out cold|nodding off)(?: in the back| behind me| beside me| next to me)?, (?:so )?(?=\w)", ""),
    (rf"\b(on {_SEAT_LEVEL}|level {_SEAT_LEVEL}|like a fridge|like an oven|freezing|boiling),? (?:he|she|they) (?:says?|reckons?)(?=[.!]|$)", r"\1"),
    (r"\bthe window by (?-i:[A-Z])\w+[?.,]+ (?:he|she)(?:'s| is) (?:sitting |sat )?(?:at|in) the (?:back|rear) on the (left|right)\b", r"the rear \1 window"),
    # air
    (r"\b(?:blow|air|point it|aim it) (?:at|on|onto|to) the (?:glass|windscreen)\b", "air to the windscreen"),
    (r"\b(?:send|blow|direct|aim|point|shift) (?:it|the air|that) (?:down |up )?(?:to|at|on|onto|towards) (?:my|our|the) (feet|face|windscreen)\b(?: instead)?", r"air to the \1"),
    (r"\binstead of (?:it )?(?:going|blowing) (?:round and round|round in circles|in circles)\b", ", recirculation off"),
    (r"\bkeep the (?:same |inside |inside's )?air in\b(?!side)", "recirculation on"),
    (r"\bfeet instead\b", "air to the feet"),
    (r"\b(?:some|a bit of) (?:cold|cool)(?: air)? (?:on|at|in) (?:my|me) face\b", "air to the face"),
    # glass
    (r"\b(?:back|rear) (?:windscreen|window|screen|glass)(?:'s| is)? (?:all )?(?:frosted|misted|steamed|iced|fogged)(?: over| up)?, (?:the )?(?:heater|heat|heating|demister) on(?: for (?:that|it|me))?\b", "rear defroster on"),
    (r"\b((?:clean|wash|wipe) the (?:back|rear) (?:window|screen|windscreen|glass)\b[^.]*?),? and heat (?:it|that)(?: as well| too| up)?\b", r"\1, and rear defroster on"),
    (r"\bfrost on the windscreen,? (?:and )?frost on the (?:back|rear) (?:window|screen)\b.*\bclear (?:both|them both|the pair|the both of them)\b", "front and rear defroster on"),
    (r"\bclear the front(?= |$|[.!,])(?! (?:seat|row|windows))", "defrost the windscreen"),
    (r"\bgive the (?:back|rear) wiper a (?:go|whirl|sweep|wipe|turn|run)\b", "rear wiper on"),
    (r"\bwipers,? (?:quick|quickly|pronto|sharpish)\b", "wipers fast"),
    (r"\b((?:the )?wipers|(?:the )?fan|(?:the )?blower)((?: going| on)?) flat out\b", r"\1 on full speed"),
    (r"\b(?:lashing|chucking|bucketing|tipping|pelting|hammering|siling|stotting|hoying|pissing) it down\b|\b(?:siling|stotting|hoying|pissing) down\b", "lashing down"),
    # lamps
    (r"\b(?:back|rear) fog(?: light| lights| lamp)?, (?:quick|quickly|now|please|sharpish)\b", "rear fog light on"),
    (r"\bdipped (?:headlights?|lights?)\b", "low beam"),
    (r"^low beam(?=,? please|[,.]|$)", "low beam on"),
    (r"\b(put|turn|switch|pop) the light on in here\b|\b(put|turn|switch|pop) on the light in here\b", r"\1\2 the cabin light on"),
    (r"[.,]+ (?:the )?(?:soft|little|nice) ones (?:round|in|around|along|on) the (?:doors?|footwells?|trim)\b", ", the ambient light"),
    (r"\bskylight\b(?: in the roof)?", "sunroof"),
    # seats and wheel
    (r"\b(?:cool|chill) (his|her|my|the passenger|the driver's?) seat\b,? ?(full|max|top|right down)?\b", r"\1 seat ventilation on \2"),
    (r"\bventilate (his|her|my) seat\b,? ?(full|max|top)?\b", r"\1 seat ventilation on \2"),
    (r"\bgive (his|her|my) seat the (?:cool|cold) air,? (?:on )?(?:the )?top setting\b", r"\1 seat ventilation on max"),
    (r"\bgive (his|her|my) seat the (?:cool|cold) air\b", r"\1 seat ventilation on"),
    (r"\b(?:do )?(?:put|turn|switch|pop|stick) on the (?:warm|hot) (?:steering )?wheel\b", "turn on the steering wheel heating"),
    (r"\bdo the heated wheel\b,?", "heated steering wheel on,"),
    (r"\bthe ((?:passenger |driver's )?seat) on hot\b", r"the \1 heating on max"),
    (r"\bknead(?:ing)?\b", "massage"),
    # where to
    (r"\bkeep (?:me|us) off (?:anything with (?:an? |any )?|the |any |all )?(tolls?|motorways?|ferr(?:y|ies))\b", r"avoid \1"),
    (r",? and (?:don't|do not) (?:send|take|put|stick) (?:me|us) (?:on|down|up|along) the (?:M\d+|A\d+) or any other (motorway|toll road)s?\b", r", avoid \1s"),
    (r"\b(?:to|at) the (?:job|house|client|customer|site|wedding|funeral|venue|clinic), (?=\d+ (?-i:[A-Z]))", "to "),
    (r"\b(?:let us |let's |please )?avoid (?:the |any )?(motorways?|tolls?|ferr(?:y|ies)),? (?:and )?(?:we're|i'm|we are|i am) (?:going|off|heading|headed) to ([^,.]+)", r"navigate to \2 avoiding \1"),
    (r"\blet us avoid\b", "avoid"),
    (r"\bavoid the (ferry|motorway|toll) this time\b", r"avoid the \1"),
    (r",? (?:and )?not the (?:(?-i:[A-Z])\w+ )?(ferry|motorway|toll)\b,?(?: i \w+ \w+ (?:on|of|by) it)?[.,]* no (?:ferries|motorways|tolls)\b", r", avoid the \1"),
    (r"\s(?:by )?the (?:pretty|scenic|long|quick|back|usual) way(?: round)?(?=[,.!]|$)", ""),
    (r"^(?:my |the |our )?(?:next )?(?:appointment|job|delivery|drop|visit)(?:'s| is) (?:at|in) (?=(?-i:[A-Z\d]))", "navigate to "),
    (r",? (?:tolls|motorways|ferries) (?:are|is) (?:fine|grand|ok|okay),? but no (motorways?|tolls?|ferr(?:y|ies))\b(?:, it's \w+)?", r", avoid \1"),
    (rf"\b(?:find (?:me|us) )?somewhere (?:nice |good |decent |quiet |half decent )?(?:for|to (?:have|get|grab)|we can (?:get|have)|that does) (?:a |some |an )?(?:nice |quick |wee |little |cheap )?(?:bit of |spot of |bite of )?{_MEAL}\b", "find a restaurant"),
    (rf"\bwhere can (?:we|i|you) (?:get|grab|find|have) (?:some |a |a bit of |a decent |any )?(?:scran|scoff|grub|nosh|bait|{_MEAL})\b[^,.?]*", "find a restaurant"),
    (r"\bsomewhere to (?:park|stick|leave|dump) (?:the|this|my) (?:car|van|motor|minibus|lorry|thing)\b[^,.]*", "find parking"),
    (r"\b(?:find|need|want)(?: me| us)? the (?:ladies'?|gents'?|little (?:girls'|boys') room|facilities|jacks|bog|khazi|lav|lavvy)(?=\W|$)", "need a toilet"),
    (r"^services[.,!] (?=(?:i|we) (?:need|could do)\b)", ""),
    # the way
    (r"\bwhat time (?:am i|are we|will i be|will we be) (?:getting|arriving|landing|rocking up|pulling) (?:in|there|up)\b[^,.?]*", "what is the eta"),
    (r"\bwhat(?:'s| is) our expected time(?: of arrival)?\b|\bdo we (?:arrive|get in|get there) before [\w ]+\?(?= what)", "what is the eta"),
    (r"\bhow long (?:before|till|until|to) (?:we're|we are|i'm|i am|we get|i get)? ?(?:at|to|in)? ?((?-i:[A-Z])\w+'s|the office|home|work|the hotel)\b", "what is the eta"),
    (r"\bsay (?:that|the) (?:last |next )?(?:turning|turn|direction|directions|instruction|junction|bit about the (?:turn|exit)) again\b", "repeat the directions"),
    (r"\bwhat did (?:that|the) (?:young )?(?:woman|lady|sat ?nav|voice) (?:just )?(?:tell me to do|say|tell me)(?: just now| to do)?\b[^?]*", "repeat the directions"),
    (r"^say again\?[^?]* what(?:'s| is) the next turn\b", "repeat the directions"),
    (r"\bzoom out and show (?:me|us) the (?:lot|whole lot|whole thing|whole way)\b[^.]*", "show me the whole route"),
    (r"\bcan (?:i|we) (?:get|make it) to [\w' ]+ (?:and back )?on (?:what's left|what we've got|what i've got|this tank|this charge)\b[^,.?]*", "what is my range"),
    (r"\bwhat(?:'s| is) the (petrol|fuel|diesel|battery|charge) situation\b", r"how much \1 is left"),
    # people and music
    (r"(^|\band |\bthen |, )(?:bell|buzz) (?=(?:our|my) \w|(?-i:[A-Z]))", r"\1call "),
    (r"\b(ring|call|phone) ((?-i:[A-Z])\w+|the \w+|my \w+) and (?:tell|say|let|ask) (?!the (?:radio|music|car|sat ?nav)\b).*$", r"\1 \2"),
    (r"\b(?:phone|call|ring|dial) (?:the |my |our )?[\w']+(?: [\w']+)? on (\+?\d[\d ]{5,}\d)", r"dial \1"),
    (r"\b(?:try|use) (?:his|her|their|the) (?:other|mobile|work|home|new|old)? ?number[,:]+ (?=\+?\d)", "dial "),
    (r"\bgive the \w+ a (?:ring|call|bell|buzz|shout), ((?-i:[A-Z])[^.!?]*)", r"call \1"),
    (r"\b((?:ring|call|phone|bell) (?:the |my |our )?[\w']+(?: [\w']+)?) (?:there )?for us(?: there)?(?=[,.!?]|$)", r"\1"),
    (r"\b(ring|call|phone) ([\w' ]+?) there(?: for (?:us|me))?(?=[,.!?]|$)", r"\1 \2"),
    (r"\bthe wireless\b(?! (?:charg|phone|pad|headphone))", "the radio"),
    (r"^(?:could|can|may) (?:i|we) have the radio on,? (?:please,? )?((?-i:[A-Z]|BBC )[\w ]+?)(?:,? please)?[.?!]*$", r"play \1"),
    (r"\b(?:bung|stick|whack|lash|pop|bang|chuck|fire) on (?:a bit of |some |something by |a little |a wee bit of )?(?=(?-i:[A-Z]))", "play "),
    (r"\b(?:a little|a bit of|some) ((?-i:[A-Z])[\w']+(?: (?-i:[A-Z])[\w']+)?) at volume (?:of )?", r"play \1 and set the volume to "),
    (r"\bturn (?:talksport|talk sport|radio (?:\d|\w+)|classic fm|the wireless|the telly) (down|up)\b", r"turn the radio \1"),
    (r"\b(?:back|go back) one (?:track|song|tune)\b", "previous track"),
    (r"\b(?:let's )?(?:return|go back) to the (?:hymn|piece|number|aria|one|song|tune|psalm) before (?:this|that)(?: one)?\b", "previous track"),
    (r"\bis (?:dead|proper|well|awful) quiet,? turn it up\b(?: like)?(?: loads)?", ", turn the volume up"),
    # kept in mind
    (r"\bjot (?:that|it|this) down(?:,? (?:will|would) you)?\b", "remember that"),
    (r"\b(?:do )?make a note that\b", "remember that"),
    (r"^bear in mind (?:from now on )?that\b", "remember that"),
    (r"^learn this for when [\w' ]+, ", "remember that "),
    (r"^note this down(?: for next time)?[,:] ", "remember that "),
    # what is said to others, or of others, and moves nothing
    (r"\bplay nicely\b", "behave"),
    (r"\bleave the (radio|music|fan|heating|lights?|wipers|heater|air ?con) on\b", r"leave the \1 alone"),
)  # fmt: skip
