"""What must not be missed: wordings of danger, by what is to be done about it. Plain patterns, and generous ones.

A head that learned from examples (`talking.py`) hears danger too, but nobody should have to be typical to be helped. The first kind that
fits counts, so they are in the order of haste. What only sounds like danger is taken out before: a song on fire, a crash course.
"""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

import re
from functools import cache

from edge.language import Language

_WHO = r"(?:i|we|he|she|they|it|you|somebody|someone|(?:my|the|our|his|her|a|this|that) [\w' ]{2,24}?)"
_NOT_ME = (
    r"\b(?:film|movie|song|novel|playlist|episode|game|dream(?:t|ed)?|podcast|album|crash course|crash diet|test crash|firework|fireplace|campfire|bonfire|fire station|fire up|fire engine|firewall|"
    r"on fire today|hit song|greatest hits|hit the (?:road|gym|shops|brakes|gas)|brake fluid|brake pads?|brake dust|bleed the|stroke of|heart attack when|nearly had a heart attack|"
    r"drowned out|drowning in (?:work|paper|mail|email)|fire drill|smoke break|smoking break|quit smoking|stopped smoking|smoke detector|smoked salmon)\b"
)
_EN: dict[str, tuple[str, ...]] = {
    "crash": (
        r"\b(?:gone|ran|run|went) (?:into|up) the back of\b|\bpile[- ]?up\b|\bpiled up\b|\bjackknif\w+|\bsideswip\w+|\b(?:car|ute|van|truck|lorry|pickup|bus|caravan)\b.{0,20}\b(?:on (?:its|the|his|her) (?:roof|side)|upside down|over the barrier|rolled over|jackknifed|under the lorry)\b|\b(?:clipped|knocked|hit|struck|reversed (?:straight )?into) (?:a|an|the|my|somebody's|me\b|his|her|someone)(?: \w+)?(?: \w+)? ?(?:car|bike|bicycle|man|kid|mirror|pedestrian|down|roo|kangaroo|cow|deer|motorbike|scooter|off)\b",
        r"\b(?:lying|laying|sitting) (?:on|in) the (?:road|tarmac|divider|ground|kerb|curb|lane|street|median)\b|\b(?:he|she|they|guy|man|woman|fellow|driver|mate)(?:'s| is| are) (?:not moving|knocked out|bleeding|thrown)\b|\bgone under the (?:lorry|truck|bus|car)\b|\bwe(?:'re| are)? (?:in the|in a) ditch\b|\bwe(?:'ve| have)? had a (?:bump|prang|smash|knock|shunt)\b|\bwrapped (?:us|it|the car|myself|him\w*) round\b|\bnobody's (?:getting|got|climbing) out\b|\bbumper's in pieces\b",
        r"\b(?:been|got|getting|was|were|just) (?:hit|rear[- ]?ended|t-?boned|sideswiped|run over|knocked (?:down|over))\b(?! (?:by|with) (?:a )?(?:wave|news|bill|fine|ticket|nostalgia|charge))",
        r"\b(?:i|we)(?:'ve| have|)(?: just| only just|) (?:hit|ran over|run over|knocked (?:down|over)|crashed|rolled (?:the|my) car|wrecked|totall?ed)\b(?! (?:the road|traffic|a jam|rush|play|snooze|send|a red|my head|rock bottom|the jackpot))",
        r"\b(?:had|in|been in|caused|witnessed|saw|seen|there's been|there has been|was) (?:just |only )?(?:an?|some kind of|a bad|a horrible|a terrible|this) (?:bad |horrible |terrible |serious |nasty |huge |car |head[- ]on )*(?:accident|crash|collision|pile[- ]?up|wreck)\b",
        r"\b(?:someone|somebody|a (?:man|woman|person|kid|child|guy|lady|boy|girl|cyclist|biker|pedestrian|motorcyclist|motorbike|body))\b(?:'s| is| has been| was| just got| got)? ?(?:just )?(?:lying|laying|been hit|hit|knocked|run over|flew|thrown|down|collapsed|hurt|injured|trapped)\b.*\b(?:road|street|lane|ground|car|bonnet|motorway|highway|tarmac|verge|ditch|moving|hit)\b",
        r"\b(?:smashed|slammed|crashed|ploughed|plowed|drove|driven|went|rammed|ran|backed) (?:right |straight |head[- ]on |me |us )?(?:into|in to) (?:a |the |my |our |me\b|us\b|somebody|someone|another|one another)(?! (?:car park|traffic|town|city|tunnel|garage|fog))",
        r"\b(?:car|we|truck|lorry|van|bus)(?:'s| is| has| have| are|) (?:just )?(?:rolled|flipped|overturned|upside down|on its (?:roof|side)|in (?:the|a) ditch)\b",
        r"\bthe airbags? (?:went off|have gone|has gone|just|blew|deployed|came out|popped)\b|\bneed an ambulance\b|\bhit and run\b",
        r"\b(?:hit|run over|ran over) (?:a |an |the |my |our )(?:person|man|woman|kid|child|boy|girl|pedestrian|cyclist|deer|dog|cat|biker|motorbike|bicycle|wall|tree|pole|post|barrier|guard ?rail|lamppost|parked)\b",
    ),
    "fire": (
        r"\bmelt\w* plastic\b|\bcaught light\b|\balight\b|\bembers\b|\bbush ?fire\b|\bwild ?fire\b|\bforest fire\b|\bhillside'?s? in flames\b|\bon fire in the\b|\bburst into flames\b|\b(?:makes|making|made) smoke\b|\bglowing (?:red|orange|underneath|under)\b|\borange glow\b|\bsmould?ering\b|\b(?:car|van|truck|lorry|bus|tunnel)\b.{0,14}\b(?:is|are) burning\b|\bflames? (?:licking|coming|shooting|everywhere)\b|\b(?:battery|pack|power bank)\b.{0,24}\b(?:hiss\w*|swell\w*|swollen|smok\w*|very hot|bulging)\b|\bcarpet has caught\b|\bthat us smoking\b|\bsteam or smoke\b|\bsinged\b",
        r"\b(?:smoke|smoking|flames?|burning|on fire|fire|sparks?|smoulder\w*)\b.*\b(?:bonnet|hood|engine|dash(?:board)?|boot|trunk|exhaust|wheels?|vents?|seats?|battery|back of the car|under the car|behind the (?:dash|wheel)|wiring|cable|tyres?|tires?|car|fuse)\b",
        r"\b(?:bonnet|hood|engine|dash(?:board)?|boot|trunk|wheels?|vents?|battery|car|wiring|van|truck|lorry|seat|charger|cable|laptop|phone)(?:'s| is| are| has| have| caught| started| just| in front| ahead| next to us| beside me)* (?:\w+ )?(?:on fire|smoking|in flames|burning|caught fire|catching fire|ablaze|alight|smouldering|smoldering|going up in)",
        r"\b(?:smell|smells|smelling|stinks?|whiff)\b.*\b(?:burning|burnt|smoke|fire|singed|melting|scorched|something (?:hot|burn))\b|\bburning (?:smell|plastic|rubber)\b|\bburnt? (?:smell|plastic|rubber)\b|\bthere(?:'s| is) (?:a )?(?:smoke|fire|flames?)\b|\bsmoke (?:is |'s )?(?:coming|pouring|everywhere|rising|filling)|\bi (?:can )?see (?:smoke|flames?)\b|\bwe(?:'re| are) on fire\b|\bit(?:'s| is) on fire\b|\bcaught fire\b",
    ),
    "brake_failure": (
        r"\b(?:pump|press|push|stamp on|hit) (?:it|them|the pedal) (?:\w+ )?times? before\b|\b(?:nearly|almost|nearly went) (?:didn't stop|through a red because)\b|\b(?:took|takes|taking) forever to stop\b|\b(?:she|car|it)(?:'s| is) not slowing\b|\bbrakes?\b.{0,16}\b(?:aren't|isn't|not) doing\b|\bbrakes? (?:feels?|felt) like\b.{0,24}\bsponge\b|\bstood on the brake\b|\bsteering\b.{0,24}\b(?:isn't answering|let go|loose|play|wander\w*|off)\b|\bplay in the steering\b|\bcar(?:ried|ries)? (?:on|kept|keeps) (?:straight|rolling|going)\b|\bhandbrake (?:doesn't|does not|won't) hold\b|\bpedal\b.{0,20}\b(?:just air|way down|all the way|nothing)\b|\bkept rolling\b|\brolled right through\b|\bcannot hold it\b",
        r"\b(?:brakes?|brake pedal|pedal|braking|steering|steering wheel|wheel|accelerator|gas pedal|throttle|handbrake)\b.{0,40}\b(?:not working|isn't working|aren't working|is not working|are not working|stopped working|don't work|doesn't work|didn't work|won't work|failed|fails|failing|failure|gone|giving out|gave out|gave up|give up|spongy|squishy|mushy|soft|to the floor|to the metal|no response|doing nothing|does nothing|do nothing|did nothing|not respond\w*|nothing happens|nothing's happening|locked up|locks up|jammed|stuck|not catching|won't stop|not stopping|won't turn|doesn't turn|not turning|grabbing late|bite|biting|dead|useless|barely|hardly|weak|fade|faded|fading)\b",
        r"\b(?:can't|cannot|can not|couldn't|won't|unable to|struggling to|not able to|doesn't|isn't) (?:seem to )?(?:brake|stop the car|slow down|steer|stop it|stopping|slowing down|turn the wheel|stop properly)\b(?!.*\b(?:laugh|think|cry|eat|sing|smil|talk|worry))",
        r"\b(?:no|lost|losing|lost all|lost the|without|hardly any|barely any) (?:brakes?|braking|steering|power steering|brake pressure|brake fluid|control of the car)\b",
        r"\b(?:pressing|press|pressed|pushing|push|pumping|standing on|stamp\w*|stomp\w*|hit|hitting|step\w* on|slamm\w*)(?: on)? (?:the |my |on )?(?:brakes?|pedal|brake pedal)\b.*\b(?:nothing|floor|sinks?|no |not|barely|hardly|keeps? (?:going|rolling)|all the way|twice|soft|late|longer|for ages|just)\b",
        r"\b(?:pedal|brake)\b.*\b(?:goes|went|sinks?|sank|dropp?\w*|fall\w*|fell) (?:all the way |right |straight |slowly |nearly |almost )*(?:down|to the (?:floor|bottom)|through)\b",
        r"\b(?:car|it) (?:won't|doesn't|isn't|is not|wouldn't|will not) (?:stop|slow down|brake|slowing|stopping)\b",
    ),
    "medical": (
        r"\b(?:crushing|tight|stabbing|squeezing|burning) (?:pain|feeling|pressure)\b|\bhaving (?:a |some kind of )?fit\b|\bfoam\w*\b.{0,12}\bmouth\b|\bbarely responding\b|\bsee(?:ing)? double\b(?=.*\b(?:hand|words?|grip|face|speech|arm)\b)|\bwords\b.{0,20}\bcome out right\b|\bcan't feel my (?:left|right|legs?|arms?|face|hands?)\b|\b(?:lips?|tongue|throat|face|eyes?)\b.{0,14}\b(?:swell\w*|closing|blue|swollen)\b|\b(?:snake|spider|wasp|bee|scorpion)\b.{0,20}\b(?:bit|bite|bitten|stung|sting)\b|\b(?:bit|bitten|stung) by\b|\bswallowed a (?:battery|coin|magnet|bottle|button)\b|\bworst headache of my life\b|\bthunderclap\b|\beverything's going dark\b|\bget my breath\b|\binhaler\b|\belephant\b.{0,16}\bsitting on me\b|\btoo many of (?:her|his|my|the) pills\b|\bgone (?:all )?(?:floppy|grey|limp)\b|\bheart's racing and\b",
        r"\b(?:chest|heart)\b.{0,30}\b(?:pain\w*|hurt\w*|tight\w*|pressure|crushing|squeez\w*|burn\w*|stabb\w*|attack|stopp\w*|heavy)\b|\b(?:pain|tight\w*|pressure|stabbing|crushing|elephant|squeezing)\b.{0,24}\b(?:chest|left arm)\b",
        r"\b(?:arm|face|mouth|leg|side|hand|left side|right side|half (?:of )?\w+ (?:face|body))\b.{0,30}\b(?:numb|droop\w*|crooked|paralys\w*|paralyz\w*|can't move|cannot move|hanging|limp|tingling|won't move|slipp\w*|dropped)\b",
        r"\b(?:can't|cannot|can not|couldn't|hardly|barely|not|struggling to|trouble|hard to|difficulty|stopped|isn't|unable to|having trouble|fighting to) (?:\w+ )?(?:breath\w*|get (?:any |enough )?air|catch (?:my|his|her) breath)\b|\b(?:gasping|choking|wheezing|suffocating|turning blue|gone blue|lips are blue)\b",
        r"\b(?:passed out|blacked out|unconscious|not responding|unresponsive|fainted|collapsed|seizure|convuls\w+|having a fit|epileptic|won't wake up|not waking up|can't wake (?:him|her|them)|slumped)\b",
        r"\b(?:a stroke|having a stroke|heart attack|overdos\w+|anaphyla\w+|epipen|epi-pen|allergic (?:shock|reaction)|throat(?:'s| is)? (?:swelling|closing|swollen|tight)|tongue(?:'s| is)? (?:swelling|swollen)|face(?:'s| is)? (?:swelling|swollen)|diabetic|hypo\b|blood sugar|insulin|stung by|poison\w*)\b",
        r"\b(?:bleeding|blood (?:is )?(?:everywhere|all over|pouring|gushing)|losing blood|lots? of blood|so much blood)\b",
        r"\b(?:water(?:s)? (?:just |has |have )?(?:broke|broken)|contractions?|in labou?r|labou?r (?:has |just )?started|giving birth|baby(?:'s| is) coming|going to have the baby|baby is on (?:its|the) way now)\b",
        r"\b(?:slurr\w+|talking gibberish|speech is|can't (?:speak|talk|get (?:the|her|his|my) words)|not making (?:any )?sense)\b",
    ),
    "water": (
        r"\btide(?:'s| has)?\b.{0,20}\b(?:caught|came|coming|cut)\b|\bup to the (?:door|sills?|bonnet|hood|windows?|axles?|seats?)\b|\bgone through the ice\b|\bcurrent(?:'s| is| has)?\b.{0,8}\b(?:got|taking|pulling|carry\w*)\b|\bswept sideways\b|\bover the hood now\b|\bstuck on the causeway\b|\bford looks\b|\btaking wheelie bins\b",
        r"\bwater\b.{0,30}\b(?:coming in|com(?:e|es|ing) (?:through|up|over)|rising|up to|pouring|in the (?:footwell|car|cabin)|reaching|getting in|inside|over the (?:bonnet|hood|sills?|wheels?)|at the doors?|floods?|filling|seeping)\b(?!.*\b(?:reservoir|bottle|washer|kettle|bath)\b)",
        r"\b(?:car|we|i|it|engine)(?:'s| is|'re| are|'m| am| has|)? (?:just )?(?:floating|sinking|drifting|drowning|submerged|under ?water|in (?:the|a) (?:river|lake|water|canal|sea|flood|ford)|stuck in (?:the |a )?(?:flood|water|ford|river)|swept|being carried|carried away|filling (?:up )?with water)\b(?!.*\bwork\b)",
        r"\b(?:into|in) the (?:water|river|lake|canal|sea|harbou?r|ford|pond)\b.*\b(?:car|door|we|sink\w*|going|drove|slid|rolled)\b|\b(?:drove|driven|slid|went|rolled|going|skidded|fell|sliding|rolling) into (?:the|a) (?:water|river|lake|canal|sea|harbou?r|pond|ford)\b",
        r"\b(?:flash flood|flood ?water|road(?:'s| is)? (?:completely |totally |all )?(?:flooded|under water)|river(?:'s| is| has)? (?:burst|all over|over|on the road|broke)|street(?:'s| is)? (?:flooded|a river)|underpass(?:'s| is)? flood\w*|flooded (?:road|street|underpass|car|tunnel))\b",
    ),
    "trapped": (
        r"\bdoors? (?:have |has |are |is )?(?:locked (?:themselves|itself)|stuck)\b|\b(?:baby|toddler|child|kid|dog|spaniel|puppy|infant)\b.{0,24}\b(?:alone|panting|windows? (?:are )?(?:all )?(?:up|shut|closed))\b|\bseat ?belt\b.{0,10}\b(?:won't|doesn't|will not|stuck|jammed)\b.{0,10}\b(?:release|open|undo|come)?\b|\bhandle came off\b|\bnothing opens\b|\bshut in here\b|\bnone of us\b.{0,20}\bget out\b|\blocked out\b.{0,20}\b(?:shoulder|snow|cold|dark|desert|forest)\b|\b(?:trunk|boot)\b.{0,24}\bwon't open\b(?=.*\b(?:daughter|son|kid|child|inside|in there|climbed)\b)",
        r"\b(?:locked|trapped|stuck|shut)\b.{0,16}\b(?:in|inside)\b.{0,24}\b(?:car|vehicle|boot|trunk|back|her|him|them|keys?)\b(?!.*\btraffic\b)",
        r"\b(?:baby|kid|kids|child|toddler|son|daughter|dog|cat|puppy|grandson|granddaughter|niece|nephew|mum|grandma|little one|boy|girl|twins)(?:'s|'re)?\b.{0,30}\b(?:locked|trapped|stuck|shut)\b.{0,12}\b(?:in|inside|car)\b(?!.*\btraffic\b)",
        r"\bkeys?\b.{0,30}\b(?:inside|in the car|in there|locked in|on the (?:driver's |front |back |passenger )?seat)\b.{0,40}\b(?:baby|kid|child|dog|her|him|locked|toddler|son|daughter)\b|\block(?:ed)? (?:myself|ourselves|me|us) (?:out|in)\b",
        r"\b(?:doors?|none of the doors)\b.{0,20}\b(?:won't|will not|can't|doesn't|don't|do not|refuses? to|wouldn't|not|isn't|is) (?:open\w*|budge|unlock\w*|jammed|stuck|wedged)\b(?=.*\b(?:i|we|me|us|out|inside|in here|trapped|stuck|help|baby|kid|child)\b)",
        r"\b(?:can't|cannot|can not|couldn't|unable to) get (?:out(?: of (?:the|this|my) car)?|her out|him out|them out|the (?:baby|kid|child|dog|door open|doors open)(?: out)?)\b(?!.*\b(?:bed|head|mind|parking|space|of it)\b)",
    ),
    "threatened": (
        r"\b(?:door handles?|all the doors?)\b.{0,4}$|\btrying (?:all )?(?:the |my )?(?:door|handles?)\b|\bon purpose\b(?=.*\bbrak)|\bkeeps? braking in front\b|\bthrow\w* (?:stones?|bottles?|rocks?|a bottle|things) (?:at|on)\b|\bthrew a bottle\b|\b(?:jump\w*|climb\w*) on (?:to )?(?:the|my) (?:bonnet|hood|roof|car)\b|\bblocked (?:the lane|my|the road|our|us|me)\b|\bwon't let me (?:close|past|drive|leave|go)\b|\bwalking up to (?:me|us|my)\b|\bdaren't stop\b|\bhe knows my car\b|\bkill (?:me|you|us)\b(?=.*\b(?:scream|shout|say|threat|she|he)\b)|\b(?:i'm|i am) scared\b(?=.*\b(?:car|behind|follow|door|he|they|men|ask)\b)|\bheadlights turned\b",
        r"\b(?:following|follow|followed|chasing|tailing|stalking|been behind)\b.{0,20}\b(?:me|us|my car|since|for (?:the last |ages|miles|\w+ minutes|\w+ blocks))\b(?!.*\b(?:instagram|twitter|recipe|social)\b)",
        r"\b(?:trying|tries|tried|wants) to (?:get|break|force|climb) (?:in|into|the door|my door|his way|their way|inside)\b(?!.*\b(?:college|university|uni|team|school|shape|habit)\b)",
        r"\b(?:bang\w*|pound\w*|kick\w*|hammer\w*|hitting|smash\w*|knocking|punch\w*|yank\w*|pull\w*|rattl\w*)\b.{0,16}\b(?:on |at |in )?(?:my|our|the) (?:window|door|door handle|car|roof|bonnet|windscreen|windshield|glass|handle)\b",
        r"\b(?:he|she|they|guy|man|someone|somebody|bloke|driver|dude|people)(?:'s|'ve| has| have| is| are|)? (?:got |have |had |holding |pulled |with |waving |carrying )*(?:a |an )?(?:gun|knife|bat|crowbar|weapon|machete|hammer)\b",
        r"\b(?:threaten\w*|road rage|carjack\w*|attack(?:ing|ed) (?:me|us)|ram(?:ming|med) (?:me|us|my)|run(?:ning)? me off|forc(?:ing|ed) me off|blocking (?:me|us) in|boxed (?:me|us) in|got out of his car|getting out of his car|screaming at me|shouting at me|coming (?:towards|at) (?:me|us|my car)|brake[- ]check\w*)\b",
    ),
    "despair": (
        r"\bdrive off (?:this|that|the|a) (?:bridge|cliff)\b|\b(?:written|wrote|writing) (?:the|them|a|my|him|her) (?:all )?(?:a )?(?:letters?|goodbye)\b|\bwouldn't matter if i\b|\bnever w(?:oke|ake) up\b|\bwouldn't wake up\b|\bhad enough of life\b|\bending it\b|\bit(?:'d| would) all be (?:over|quiet)\b|\bwant it (?:all )?to be over\b|\bno way out for me\b|\breason to (?:keep going|go on|live)\b|\bway to die\b|\bdisappear forever\b|\bif i was gone\b|\bdriving to the bridge\b|\bnot going home tonight\b(?=.*\bletter)",
        r"\b(?:don't|do not|no longer|didn't) (?:really |even )?(?:want|wanna|wish|care) (?:to |if i )?(?:live|be here|be alive|exist|wake up|go on|be around)\b(?!.*\b(?:in (?:this|that|the)|with (?:my|her|him)|at work|early)\b)|\b(?:want|wanna|wish|going|ready|rather) (?:to |i (?:was|were) )?(?:die|be dead|end it|end it all|end everything|kill myself|disappear for(?: good|ever)|not exist)\b|\bkill(?:ing)? myself\b|\bsuicid\w+\b|\b(?:better off|easier|happier) without me\b",
        r"\b(?:no (?:point|reason|sense)|nothing left|what's the point|what is the point)\b.{0,20}\b(?:living|to live|going on|carrying on|being alive|life|in anything|anymore|any more|for me)\b|\b(?:drive|steer|swerve|crash|turn)\b.{0,20}\b(?:off (?:the|this|a) (?:bridge|cliff|road)|into (?:a|the|that|this) (?:tree|wall|pillar|lorry|truck|oncoming|barrier))\b.{0,30}\b(?:over|end|done|easy|peace|gone|just|finally)\b|\b(?:just|could|wish|wanna|want to|tempted to|thinking (?:of|about)) (?:\w+ ){0,3}(?:driv\w+|steer\w*|swerv\w+|crash\w*|turn\w*)\b.{0,20}\b(?:off (?:the|this|a) (?:bridge|cliff)|into (?:a|the|that|this) (?:tree|wall|pillar|lorry|truck|oncoming))\b",
        r"\b(?:can't|cannot|can not) (?:go on|do this anymore|do this any more|take (?:it|this|life) any ?more|live like this|bear (?:it|living|life))\b|\bend (?:my|it|this) (?:life|all)\b|\btired of (?:living|being alive|life)\b|\b(?:hurt|harm|cut) myself\b|\bnobody would (?:miss|notice|care)\b.*\b(?:me|gone|i)\b",
    ),
    "drowsy": (
        r"\b(?:road|lines?|lanes?)(?:'s| is| are)?\b.{0,14}\b(?:swim\w*|hypnoti[sz]\w*|blurr\w*|double|dancing)\b|\bkeep dozing\b|\bdrop off any\b|\bcould drop any\b|\bfading fast\b|\byawning\b.{0,30}\b(?:danger|since|non|stop)\b|\b(?:clos|shut)(?:ed|e|ing)? (?:my eyes|them)\b.{0,24}\b(?:second|minute|lights|lane|moment)\b|\bhonk\w*\b.{0,8}\b(?:me awake|at me)\b(?=.*\b(?:eyes|woke|awake|asleep)\b)|\bwoke up because\b|\b(?:no|without) sleep\b(?=.*\b(?:highway|motorway|driv|road|wheel)\b)|\bwithout (?:a )?stop\w*\b.{0,40}\b(?:focus|two roads|seeing|eyes)\b|\bseeing (?:things|two roads)\b|\bkeep losing focus\b|\beyelids?\b|\babout to be\b(?=.*asleep)|\bblink and it takes\b",
        r"\b(?:nodd?(?:ing|ed) off|doz(?:ing|ed) off|drift(?:ing|ed) off|fall(?:ing)? asleep|fell asleep|fallen asleep|almost asleep|half asleep|micro ?sleep\w*|nodded|zon(?:ing|ed) out)\b(?!.*\b(?:kids?|baby|he|she|they|dad|mum|dog|wife|husband|passenger|son|daughter)\b)",
        r"\b(?:eyes?|eyelids?|lids)\b.{0,30}\b(?:clos\w+|shut\w*|heavy|open|droop\w*|burn\w*|half|matchsticks|give up|giv\w+|weigh\w*)\b(?!.*\b(?:beautiful|colou?r|contact)\b)|\bhead (?:keeps|kept) (?:dropping|falling|nodding|drooping)\b|\bkeep (?:yawning|blinking)\b|\bcan(?:'t|not| not) (?:stop yawning|stay awake|keep awake|keep my (?:eyes|head))\b|\b(?:stay|staying|keep me|keep myself|struggling to be|barely) awake\b",
        r"\b(?:drift\w*|rumble strip|woke up|swerv\w*|wandered|crossed|didn't (?:even )?(?:remember|notice)|don't remember|can't remember)\b.{0,40}\b(?:lane|line|rumble|shoulder|verge|last (?:few |ten |twenty |\w+ )?(?:miles|minutes|kilomet\w+|exits?|bit)|at the wheel|middle of the road)\b",
        r"\b(?:been driving|been at the wheel|behind the wheel|driven|on the road|driving)\b.{0,24}\b(?:for )?(?:\w+ )?(?:hours|all night|all day|through the night|since (?:yesterday|last night|midnight|dawn|\w+ this morning))\b.{0,60}\b(?:tired|sleepy|eyes|asleep|no sleep|without|straight|non-?stop|break|blurr\w*|dead|done|focus|awake|stop|see double|fuzzy|coffee)\b|\bso (?:sleepy|drowsy)\b|\b(?:sleepy|drowsy)\b",
    ),
    "drunk": (
        r"\b(?:mate|friend|husband|wife|brother|dad|he|she|boyfriend|girlfriend)(?:'s| is)?\b.{0,16}\b(?:wasted|drunk|steaming|plastered|hammered)\b.*\b(?:keys?|car|driv\w*|wheel)\b|\bshouldn't be driving\b|\bone for the road\b|\bopen (?:beer|bottle|can) in the\b|\b(?:half )?a bottle of (?:wine|whisk\w+|vodka|rum|gin)\b|\bwhisky was good\b|\bpainkillers with\b|\b(?:couple|few) of (?:whisk\w+|beers|pints|shots|glasses)\b|\bhow many (?:beers|glasses|drinks|pints)\b.*\bdriv\w*|\beverything's spinning\b(?=.*\b(?:car|driv|home)\b)|\bno cops\b",
        r"\b(?:had|drunk|drank|downed|sunk|necked|after|only|just|been)\b.{0,14}\b(?:\w+ )?(?:beers?|pints?|glass(?:es)? of (?:wine|red|white|champagne|bubbly|prosecco|whisky)|drinks?|shots?|whisk(?:e)?ys?|vodkas?|tequilas?|cocktails?|bottle of (?:wine|vodka|red)|gins?|wines?|margaritas?|drinking|smoking (?:weed|a joint)|joint|edible|weed|too many|one too many)\b.*\b(?:driv\w*|wheel|okay|ok|fine|alright|home|safe|legal|limit|road|car|cops?|police|breathaly\w*|sober\w*|can i|should i|start|keys|behind|tipsy|drunk|head)\b",
        r"\b(?:i'm|i am|i feel|feeling|bit|little|we're|slightly|pretty|totally|kinda|kind of|still) (?:a bit |a little |still |kind of |pretty |so |way too |slightly |quite )?(?:drunk|tipsy|buzzed|wasted|hammered|plastered|pissed\b(?! off)|stoned|high\b(?! (?:up|on life))|over the limit|sloshed|smashed|legless|merry\b)(?!.*\bchristmas\b)",
        r"\b(?:took|taken|popped|swallowed|on) (?:some |a |my |a few |these |strong |\w+ )?(?:pills?|sleeping pills?|painkillers?|ecstasy|coke|cocaine|mdma|acid|drugs?|xanax|tablets?|edible|gummy)\b.*\b(?:driv\w*|wheel|woozy|dizzy|road|car|feel|weird|fine|okay|ok)\b|\b(?:smoked|smoking) (?:a joint|weed|some weed|pot|a spliff)\b|\bdrink(?:ing)? and driv|\bdriv\w+ (?:drunk|after drinking|home after (?:a few|the pub|drinks))\b|\bover the (?:legal )?limit\b(?=.*\b(?:drink|drunk|beer|wine|alcohol|blow|wheel)\b)",
    ),
}
_ZH_NOT_ME = r"打不着火|打着火|打火|点火|不上火|电影|小说|游戏|梦见|梦到|做梦|电视|新闻里|歌|火锅|烧烤|着火似的|上火|火大|气炸|冒烟了似|烟花|篝火|救火|戒烟|抽烟|刹车油|刹车片多久|刹车片什么时候|撞衫|撞脸|相撞的|故事|笑话|跟我(?:求婚|表白|吵|说|讲|聊|借|分手)|忙得|卷死"
_ZH: dict[str, tuple[str, ...]] = {
    "crash": (
        r"(?:怼|撞|碰)(?:了|上|一块|到一|烂|得稀烂)|(?:车|车子|卡车|摩托车?|三轮车?).{0,10}(?:掀了|翻沟|翻了|倒了|滚下去|撞烂|摔散|散架)|翻沟|四(?:个)?轮(?:子)?朝天|气囊.{0,4}(?:弹|爆|炸)|连环|追了尾|(?:碰到|刮到|撞到|刮了)(?:他|她|人|一辆|辆|别人|孩子)|满脸是血|(?:躺起|躺着).{0,10}(?:娃|人|孩子|大)|(?:娃儿|孩子|老人|人)(?:躺|倒)起|好多(?:人|乘客)受伤|跟.{0,6}(?:碰上|撞上|撞一块)|脖子动不了",
        r"追尾|车祸|撞车了|(?:被|让|给)(?:人|一?辆?.{0,6}车|后面的?|前面的?|他|她)?.{0,6}(?:撞|顶|蹭|刮)(?:了|到|飞|倒|上|翻|得|一下)|(?:我|我们|车|刚|刚才|不小心|好像|把.{1,10})(?:.{0,6})(?:撞(?:到|上|了|倒|飞|人|树|墙|护栏|坏|死)|轧(?:到|了|着)|碾(?:到|了|过)|翻(?:了|到沟|进沟|车)|冲(?:出|下|进)(?:了)?(?:路|沟|护栏|绿化|桥|悬崖|田))|翻车|出(?:了)?(?:个)?(?:交通)?事故|出车祸|连环(?:相)?撞|安全气囊(?:都)?(?:爆|弹|开|炸)|气囊(?:都)?(?:爆|弹|炸)",
        r"(?:有(?:个)?人|老人|大爷|大妈|老太|小孩|孩子|骑.{0,6}的|男的|女的|外卖|行人|小伙|姑娘).{0,14}(?:躺|倒|趴|摔|昏|流血|受伤|撞).{0,10}(?:地上|路|马路|车|血|不动|起不来|不起来|在那|在那儿|飞|伤)|(?:躺|倒|趴)(?:着|在).{0,10}(?:个)?(?:人|大爷|大妈|小孩)|需要救护车|叫(?:个|辆)?救护车|有人受伤|(?:卡|困|夹)在车(?:里|座).{0,10}(?:伤|血|腿|出不来|动不了)",
    ),
    "fire": (
        r"(?:吐|喷|冒|起)(?:着|了|出)?(?:白|黑|青|浓)?烟|(?:全是|都是|有|的)烟|(?:在|都)(?:燃|烧)(?:烧|起来|着|了|,|$)|(?:燃|点|烧)(?:起来|着)了?|窜(?:出)?(?:了)?火|火(?:都)?(?:快)?(?:窜|燎|扑)|火往|(?:里头|盖.{0,2})着了|(?:盖|车|胎|机|箱|池|线|头|窗).{0,4}冒.{0,2}火|充电宝.{0,8}(?:炸|鼓|冒|烫)|滋滋响.{0,10}(?:烟|冒)|灭火器",
        r"着火|起火|冒(?:黑|白|青|浓|着|出|了|起)?.{0,4}烟|冒(?:出)?火(?:星|花|苗)|火(?:苗|光)|自燃|烧(?:起来|着了)|烟雾|浓烟|(?:烧|糊|焦)(?:胶|塑料|橡胶|电线|东西|糊|焦|着)?.{0,4}(?:味|臭)|(?:闻(?:到|着)|有股|一股|什么).{0,10}(?:糊|焦|烧).{0,4}|电池.{0,6}(?:鼓|烫|冒)|爆燃|烧起|有烟(?:出|冒)",
    ),
    "brake_failure": (
        r"(?:差点|差一点).{0,2}没(?:刹|停)住|速度(?:降|减)不下来|怎么踩都|踏板.{0,6}(?:沉|深|到地板|到底|空)|(?:越踩越|得踩好几|踩了?[一二两三四几]脚才)|踩起来空|刹(?:到|车).{0,8}(?:没得力|没力|没得用|拖不住)|刹车油(?:灯|漏光)|方向(?:盘)?.{0,10}(?:死沉|旷|掰不过|不带动)|助力没了|掰不过来|往左打.{0,6}(?:右|不)|没有?阻力|控制不住",
        r"(?:刹车|刹|制动|脚刹|踏板|手刹|方向盘|方向|转向|油门).{0,16}(?:失灵|失效|不灵|没反应|没用|没刹|不管用|不好使|踩不|刹不|不住|软|没劲|没力|到底|踩空|空的|硬得|变硬|坏了|不行|锁死|卡(?:住|死)|转不动|打不动|不动|不回|回不|弹不|失控|没了|没感觉|不听|使不上|虚|飘(?:得)?(?:厉害)?|没有反应|没什么反应|不太灵|迟钝|踩.{0,4}都没|一踩.{0,6}(?:底|空))",
        r"刹不(?:住|了|下来)|停不下来|踩(?:了|下去|到底|死).{0,8}(?:没反应|不停|没用|还在|车还|不减速|也不|都不)|(?:没|没有)刹车|踩(?:刹车)?.{0,6}(?:直接)?到底|车(?:子)?(?:失控|控制不住)|(?:控制|把)不住方向",
    ),
    "medical": (
        r"出不到气|(?:蜇|咬)了.{0,10}(?:疙瘩|紧|肿|气|晕)|喉咙.{0,4}(?:越来越)?(?:紧|肿)|糖尿病.{0,14}(?:瘫|晕|没反应|昏)|整瓶.{0,4}(?:药|片)|(?:瓶|片)安眠药.{0,6}(?:吞|吃)|捂着(?:心口|胸口)|摸不到脉|嘴唇发(?:白|紫)|吐血|直不起腰|(?:叫|喊)不(?:醒|应)|中暑|胡话|(?:卡|呛)到(?:喉咙|气管|嗓子)|下面.{0,4}流血",
        r"(?:胸口|胸|心脏|心口|心窝|左胸|前胸).{0,8}(?:疼|痛|闷|绞|压|堵|难受|不舒服|紧|刺|揪|慌得|喘)|心(?:绞痛|梗|脏病|肌梗)|喘不(?:上|过|了)|(?:透|呼吸|上)不(?:过|上|了|来)?.{0,2}(?:气|来)|呼吸(?:困难|不了|不上|很急|越来越|急促|停)|没(?:有)?(?:了)?呼吸|憋(?:得|气).{0,4}(?:紫|青|慌|不行)",
        r"(?:嘴|嘴角|脸|半边|胳膊|手|手臂|左手|右手|腿|舌头|身子|左边|右边).{0,8}(?:歪|麻了|发麻|麻木|动不了|没知觉|不能动|抬不起|瘫|不听使唤|僵|没感觉|没力)|说(?:话|不)(?:.{0,3})(?:不清|含糊|大舌头|出话|了话)|口齿不清|中风|脑(?:梗|溢血|出血)|(?:突然|忽然)(?:不说话|晕|昏|倒)|昏(?:迷|过去|倒|厥)|晕(?:过去|倒|死|厥)|(?:叫|喊|摇|推)(?:.{0,4})(?:不醒|没反应|不应|也不应)|没(?:有)?(?:了)?(?:意识|知觉)|失去(?:意识|知觉)|不省人事|抽(?:搐|风|筋得)|口吐白沫|翻白眼|癫痫|休克|眼前(?:一黑|发黑)",
        r"(?:过敏).{0,14}(?:肿|喘|气|疹|休克|反应|严重|了|呼吸|脸|嘴|厉害)|(?:脸|嘴|喉咙|嗓子|舌头|眼睛).{0,6}(?:肿(?:起|得|了)|堵住|卡住)|(?:噎|呛|卡)(?:住|着|到).{0,10}|(?:出|流|喷|止不住).{0,4}血|血(?:流|止|一直|到处)|羊水|要生了|(?:宫缩|阵痛)|临产|快(?:要)?生(?:了|孩子)|低血糖|哮喘|吃错(?:了)?药|中毒|中暑|发紫|(?:被).{0,6}(?:蜇|咬).{0,10}(?:肿|喘|晕)|(?:肚子|腹部|头)(?:突然|像|剧)?.{0,8}(?:剧痛|炸开|绞痛|刀割)|剧痛|(?:疼|痛)得.{0,8}(?:站不|直不|打滚|受不了|冒汗|冷汗|说不出)",
    ),
    "water": (
        r"(?:脚底下|脚下|车里|座位).{0,4}(?:全是水|进水|都是水)|水.{0,4}都?到(?:了)?.{0,4}(?:大灯|腿|膝盖|腰|窗|门|座)|车(?:在|子在)?(?:漂|飘)(?:,|了|起来|$)|轮子.{0,4}离地|街上跟河|被(?:水)?冲得|放水.{0,10}淹|淹了",
        r"(?:水).{0,8}(?:漫|淹|涌|灌|涨|漏进|流进|渗|到(?:车门|门|座|膝|引擎|机盖|轮|腰|窗)|进(?:来|车|驾驶|了车)|没过|快到|已经到|越来越(?:深|高))(?!.*(?:杯|瓶|壶|箱))|(?:车(?:子|里)?|我们|我).{0,8}(?:掉|冲|开|滑|滚|飘|漂|泡|陷|沉|困|进)(?:到|进|在|下|入|了|起来|走)?.{0,4}(?:河|水|湖|海|江|池|沟|塘|洪)|(?:车).{0,4}(?:漂|浮|飘)(?:起|着|走)|(?:车|往下|正在|在往|开始)沉(?:下|了|水)|洪水|山洪|发大水|(?:路|桥|隧道|车库|涵洞|立交).{0,6}(?:淹|积水(?:很|太|好|特别)?深|全是水|泡)|落水|被水(?:冲|围|困|淹)|泡水|水里.{0,4}熄火|涉水.{0,6}熄火",
    ),
    "trapped": (
        r"(?:门|车)(?:自己|自动)?锁(?:上|了|起)?.{0,8}(?:孩子|娃|宝宝|狗|人)|把我锁(?:在)?外|后备箱.{0,10}(?:扣上|关上|盖).{0,6}(?:打不开|了|出)|安全带.{0,4}(?:卡死|解不开)|手夹(?:在|到)|(?:狗|猫|孩子).{0,6}在(?:后座|车).{0,14}(?:进不去|热|度|闷)|闷死|放我出去|门把手.{0,8}(?:弹不出|拉不)|卡起了",
        r"(?:锁|关|困|反锁|卡)(?:在|到|进)(?:了)?.{0,4}(?:车|里|后备箱)|(?:孩子|小孩|宝宝|娃|狗|猫|儿子|女儿|闺女|老人|妈|孙子|孙女|毛孩子).{0,12}(?:锁|关|困|出不来)|(?:车)?门.{0,8}(?:打不开|推不开|开不了|拉不开|卡(?:死|住)|变形|开不开|锁死)(?!.*(?:后备|尾门|朋友|外面))|(?:出不(?:去|来)|下不(?:了|去)车)(?:了)?|钥匙.{0,8}(?:锁|忘|落|在)(?:在)?.{0,4}(?:车里|里面|里头)|被锁(?:在)?(?:外|里|车)",
    ),
    "threatened": (
        r"(?:砸|敲|拍|踹)我?(?:的)?(?:窗|车|门|玻璃)|围(?:到|着|住)了?.{0,6}(?:我|车)|把我(?:车)?(?:围|堵|挤|逼)|前(?:男友|女友|夫|妻).{0,6}(?:堵|跟|等)|不让(?:我)?走|围着我的?车|(?:钻|想进|想上)(?:进)?我?(?:的)?(?:副驾|车|后座)|又出现了.{0,14}(?:看见|跟|第)|老别我|掏(?:出)?刀|掏刀子|在敲门",
        r"(?:跟|跟踪|尾随|追|盯)(?:着|了|上|我).{0,12}(?:路|街|我|公里|半天|好久|小时|分钟|不放|圈|一路|出来)|(?:一直|老|总)(?:在)?(?:跟|追|尾随|盯)(?:着|踪)?(?:我|咱|我们)|(?:有人|他|那人|那(?:个)?(?:男|司机|家伙)|几个人|一群人|醉汉|陌生人|对方).{0,12}(?:砸|敲|踹|拍|拉|拽|撬|扒|堵|拦|想上|要上|闯|围)(?:着|了)?.{0,4}(?:我|车|窗|门|玻璃|上来|进来|住|路)|(?:砸|踹|拍|撬|拽)(?:我)?.{0,3}(?:车窗|车门|玻璃|车)|路怒|(?:拿|拎|掏|举|抄)(?:着|出|了|起)?.{0,6}(?:刀|棍|棒|锤|枪|家伙|扳手|砖)|别(?:停|住)我.{0,8}(?:下来|骂|打)|(?:要|想|扬言|威胁).{0,3}(?:打我|弄死我|揍我|砍)|逼(?:停|到|我)|抢(?:劫|我|车)|堵(?:着|住)(?:我|我们).{0,6}(?:不让|车|骂)?|威胁我|劫车|骂骂咧咧.{0,6}(?:过来|下车|走)",
    ),
    "despair": (
        r"遗书|一了百了|(?:我)?是个?累赘|我没了|想(?:就)?消失|(?:站|走)(?:在|到|上)(?:了)?桥(?:边|上|头)|药(?:我)?.{0,3}攒|再也(?:不要|别)醒|后悔.{0,6}醒|撑不下去了|死的时候|没(?:有)?谁在乎|看不到头.{0,6}走|往下冲|一打方向冲|把方向盘一撒|过到头了|死了(?:还|才|倒)",
        r"不想活|活(?:不下去|着(?:没|有什么|真没|好没|太|好)(?:意思|意义|劲|累)?)|想(?:去)?死(?!(?:你|他|她|我(?:了|们)))|(?:死|走)了(?:算|一了百了|就解脱|反而)|自杀|轻生|了断|结束(?:自己|这一切|生命|一切)|解脱(?:了|算)?|(?:一头)?(?:撞|冲|开)(?:上|下|进|到)?.{0,6}(?:桥|悬崖|河|墙|护栏|树|海)(?:里|去|下去|上)?.{0,6}(?:算了|得了|拉倒|就(?:都)?(?:好|完|结束|没事|解脱|清净|不))|没(?:有)?(?:什么|啥)?(?:可|值得)?(?:活|留恋)|(?:没(?:有)?我|我不在了).{0,10}(?:更好|都好|轻松|不会|也没|没人)|活够|(?:不如|还不如)死|(?:不想|没勇气)(?:再)?(?:醒|活|撑下去|继续活)|(?:世界|人生|人间|活着).{0,6}(?:没(?:有)?(?:什么|啥)?(?:意思|意义|盼头|希望|留恋))|割腕|安眠药.{0,6}(?:一瓶|整瓶|全)|伤害自己|一觉(?:睡|不).{0,6}(?:不醒|别醒|起不来)",
    ),
    "drowsy": (
        r"(?:眼睛|眼).{0,8}(?:自己就闭|睁不起|对不上焦|花的|想闭)|想闭眼|闭着眼(?:睛)?(?:在)?开|(?:路|线|灯).{0,6}(?:花的|重影)|(?:脑子|脑壳|人).{0,3}(?:发木|发飘|发懵|木了)|中间那段.{0,6}不记得|打(?:了)?(?:个)?盹|打梦觉|(?:不|没)顶事.{0,6}困|犯迷糊|头(?:都)?(?:就)?栽|(?:通宵|一宿|整夜).{0,10}(?:车|开).{0,10}|没合过眼|(?:我)?(?:刚才)?是不是睡着了|快跟着(?:睡)?着了|(?:九|十|十几|十一|十二|八)个?小时.{0,8}(?:慢半拍|木|差点|花|困)|还是困|想眯(?:一)?会",
        r"(?:眼睛|眼皮|上下眼皮).{0,8}(?:睁不开|打架|合上|闭上|撑不|快闭|粘|沉|重|打不开|糊|花)|犯困|困(?:死|得|了|到|成|意|爆|懵)|(?:好|太|很|真|特别|有点|有些|越来越|实在|超|贼|老)困|打(?:瞌睡|盹)|瞌睡|(?:快|要|差点|差一点|刚才|刚|好像|都|居然|竟)(?:就)?(?:睡着|睡过去|眯着|迷糊)|睡着了?(?:一下|一秒|几秒|一会)|(?:打|一直|连着|不停)(?:地)?(?:打)?(?:哈欠|呵欠)|(?:走神|恍惚|迷糊|发懵|断片|愣神).{0,14}(?:压线|车道|护栏|线|偏|蹭|开|路|差点|几秒)|(?:压线|偏(?:出|离|了)|跑偏|蹭(?:到)?).{0,14}(?:困|睡|迷糊|走神|恍惚)|(?:头|脑袋).{0,3}(?:一点一点|直点|往下|一沉)|(?:开|连(?:着|续)开|熬).{0,4}(?:了)?.{0,6}(?:小时|钟头|通宵|一夜|一宿|一天一夜|一整夜|一晚上).{0,14}(?:困|累|睁|睡|撑|眼|没(?:合|歇|睡|休)|迷糊|不行|顶不|发飘|集中)|疲劳驾驶|(?:撑|顶|扛|挺)不住.{0,4}(?:睡|眼|困)?",
    ),
    "drunk": (
        r"(?:白的|啤的|红的|二锅头|米酒|黄酒|红酒|白酒).{0,10}(?:开|走|出发|照样|得了|行|下肚|杯)|喝麻|醉得.{0,14}(?:开车|钥匙|车)|被灌了|没(?:得|有)?代驾|代驾.{0,4}(?:叫不到|没)|酒席|敬了一圈|抽了(?:点|一口)那个",
        r"(?:喝|灌|整|干|闷|抿|来)(?:了|完|过|点|得|太)?.{0,8}(?:酒|啤|白的|红的|杯|瓶|两口|口|斤|两|多了|高了|大了|蒙|醉).{0,20}(?:开|车|驾|查|路|回去|走|没事|可以|行|能|上路|方向盘|还好|清醒|吹)(?!.*(?:昨|水(?:杯|箱)|咖啡|茶|牛奶))|酒(?:驾|后(?:开|驾)|劲|气|精|还没(?:醒|散))|醉(?:驾|了|醺)|微醺|喝(?:高|多|大|醉)了(?!.*昨)|(?:吸|抽|嗑|吃|服)(?:了|过|点)?.{0,4}(?:毒|大麻|叶子|安眠药|感冒药|摇头丸).{0,14}(?:开|车|驾|晕|困|飘|犯|行)?|宿醉.{0,6}开|刚(?:从)?(?:酒吧|酒局|饭局|酒桌).{0,14}(?:开|车)",
    ),
}  # fmt: skip
_QUESTIONS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:so |and |hey |okay |ok |well |but |um |just |sorry )*(?:what(?:'s| is| are| does| should i do| do i do| do you do| if|ever)?|how|why|when|which|who|where|if|can|could|should|do|does|is it|are)\b(?!.*\b(?:just|now|help|right now)\b)",
        re.I,
    ),
    "zh": re.compile(
        r"如果|要是|万一|假如|怎么(?:办|处理|判断|避免|防)(?!.*(?:了|现在|啊$))|为什么|会不会|能不能|多久|什么时候|是不是应该"
    ),
}
_URGENT = ("crash", "fire", "medical", "brake_failure", "water", "trapped", "threatened", "despair", "drowsy", "drunk")


@cache
def _compiled(language: Language) -> dict[str, tuple[re.Pattern[str], ...]]:
    table = _EN if language == "en" else _ZH
    return {kind: tuple(re.compile(pattern, re.I) for pattern in table[kind]) for kind in _URGENT}


@cache
def _harmless(language: Language) -> re.Pattern[str]:
    return re.compile(_NOT_ME if language == "en" else _ZH_NOT_ME, re.I)


def alarm(text: str, language: Language) -> str:
    """The kind of danger that an utterance tells of, "crash" to "drunk"; empty when no wording of danger is in it."""
    said = _harmless(language).sub(" ", text.replace("’", "'"))
    return next((kind for kind, patterns in _compiled(language).items() if any(p.search(said) for p in patterns)), "")


def supposes(text: str, language: Language) -> bool:
    """Whether an utterance only asks what would be, or how things are: "what do I do if the brakes fail"."""
    return _QUESTIONS[language].search(text.strip()) is not None


_GENERAL: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:how (?:often|long|deep|old|much|many|does|do|can|should)|when (?:am|are|do|does|should|can|may) (?:i|we|you|one)|is it (?:\w+ )?(?:ok|okay|bad|safe|legal|fine|true|normal|worth)"
        r"|should (?:i|we)|do (?:i|we|you) (?:have|need) to|allowed|what (?:does|do|is|are)\b.*\b(?:do|mean|for)\b|why (?:do|does|is|are)|what (?:should|do) (?:i|we) do|difference|can (?:i|we|a)|what pressure)\b",
        re.I,
    ),
    "zh": re.compile(
        r"多久.{0,6}(?:换|一次|洗|检查|做)|多大|多深|多少合适|怎么(?!走|回事|样)|咋(?!回事|样)|为什么|为啥|能不能|可不可以|要不要|该不该|会不会|什么时候(?:能|该|可以|用|要|换|开)|有什么区别|要.{0,8}什么吗|需要|区别|原理|干嘛|干什么|干啥|什么用|有用|合适|伤不伤|先.{1,12}还是|多少钱"
    ),
}


def asks_generally(text: str, language: Language) -> bool:
    """Whether an utterance asks how something is done or works, rather than how it is now."""
    return _GENERAL[language].search(text) is not None
