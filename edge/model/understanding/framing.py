"""Who speaks, and of when: a wish of the driver, or something told, quoted or supposed, upon which nothing is done.

"She opened the window yesterday" holds all the words of a wish and is none. What is told is told by its form: a subject
before a verb of doing in the past, a verb of saying before it, or a supposition around it.
"""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language
from edge.model.understanding.lexicon import lexicon
from edge.model.understanding.others import EN_PEOPLE, of_others

_EN_TEXTS = (
    r"(?:(?:the|this|that|an?|his|her)\s+(?:\w+\s+)?(?:article|book|manual|handbook|sign|song|movie|film|guide|report|radio|news|"
    r"post|blog|video|podcast|review|website|leaflet|lyrics?|email|text|advert|poster)|it|lyrics?)"
)
_EN_ADVERBS = (
    r"(?:(?:\w+ly|already|just|never|always|also|even|once|then|finally|have|has|had|'ve|'d|must have|would have|could have|"
    r"might have|all|both|went and)\s+)*"
)
_EN_DID = (
    r"(?:opened|closed|turned|switched|rolled|wound|lowered|raised|adjusted|muted|unmuted|paused|cranked|dimmed|dropped|lost|"
    r"cranked|heated|cooled|warmed|skipped|activated|deactivated|enabled|disabled|navigated|drove|dialled|dialed|called|phoned|"
    r"rang|played|stopped|started|increased|decreased|changed|cancelled|canceled|cleaned|washed|locked|unlocked|installed|"
    r"forgot|remembered|had(?=\s+(?:an?|no|the|some|his|her|their|my|our)\b)|left|kept|went|was|were|got|dreamt|dreamed|took|bought|sold|saw|heard|watched|thought|wanted|used to|shut(?=\s.*\b(?:yesterday|"
    r"last|ago|already|because|before)\b)|(?:set|put)(?=\s.*\b(?:yesterday|last|ago|already|because|before)\b))"
)
_EN_SAID = (
    r"(?:said|says|say|told (?:me|us|him|her|them|you)|asked (?:me|us|him|her|them|you)|yelled|shouted|whispered|wrote|writes|"
    r"suggests?|recommends?|claims?|explains?|used to (?:say|tell|shout|ask)|always (?:says|tells|said|told)|was saying|goes|went)"
)

_TOLD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"^(?:\W|\b(?:so|well|and|but|then|yeah|oh|because|yesterday|earlier|today|once|you know|last \w+|the other day|actually|in my days?|back in my days?|in the old days|in those days|back then|"
        rf"when|while|this morning|before|after|since|as|that)\b)*"
        rf"(?:(?:{EN_PEOPLE}|i|we|you)\s+{_EN_ADVERBS}{_EN_DID}\b(?!\s+(?:wondering|hoping|thinking|going to ask|about to ask))"
        rf"|(?:{EN_PEOPLE}|{_EN_TEXTS})\s+{_EN_ADVERBS}{_EN_SAID}\b)",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:那年|那回|当年|那阵子|那段时间|有一年|有一次|有一回|有天|那天晚上)|"
        r"(?:昨天|昨晚|前天|前几天|上次|上回|上周|上个月|去年|那天|那次|以前(?!那样|一样)|从前|小时候|当时|曾经|那会儿|早些时候|今早|前阵子|那时)"
        r".*(?:了|过|着|说|让|叫|老|总|在|有|没)"
        r"|(?:他|她|他们|她们|人家|别人|有人|邻居|司机|师傅|同事|老板|孩子|小孩|我?(?:弟弟?|哥哥?|姐姐?|妹妹?|爸爸?|妈妈?|老婆|老公|媳妇|朋友|"
        r"儿子|女儿|同学|同事|爷爷|奶奶|对象|女朋友|男朋友))(?:刚才|刚刚|已经|早就|又|自己|一直|就|都|曾|一上车就|上车就)*(?:把|将).*(?:了|过|着)(?!吧|吗)"
        r"|(?:他|她|他们|她们|人家|别人|有人|我?(?:弟弟?|哥哥?|姐姐?|妹妹?|爸爸?|妈妈?|老婆|老公|媳妇儿?|朋友|老板|同事|领导))"
        r"(?:刚才|刚刚|已经|早就|以前|上次|老|总|经常|常|一直|前)+.*(?:说|让|叫|开了|关了|打开了|调了|过)"
        r"|^(?:我?(?:弟弟?|哥哥?|姐姐?|妹妹?|爸爸?|妈妈?|老婆|老公|媳妇|朋友|儿子|女儿|同学|同事|对象|老板)|他|她|他们|她们|有人|别人|人家)(?:刚才|刚刚|还|又)?说(?:要|让|叫|请)?(?:打开|关|开|把|调|放|播|停|升|降)"
        r"|^(?:他|她|他们|她们|别人|人家|有人|师傅|老师|教练)(?:刚才|刚刚|还|又|跟我)?(?:说|讲).{0,8}(?:左转|右转|掉头|左拐|右拐|直走|停车|刹车)"
        r"|^(?:我?(?:弟弟?|哥哥?|姐姐?|妹妹?|爸爸?|妈妈?|朋友|老板|同事|邻居)|他|她|他们|有人|别人|人家|邻居|师傅)"
        r"(?:刚才|以前|总|老)?(?:跟我说|和我说|对我说|告诉我|提醒我|劝我|告诉过我)"
        r"|(?:文章|书|书上|说明书|手册|广播|电影|网上|新闻|歌词|视频|帖子|电视|报纸|杂志|教程|攻略|老师)(?:里|上|里面)?(?:说|写|讲|提到|建议|教)"
        r"|^(?:我|我们)(?:已经|早就|刚刚|刚才|刚|都已经|自己)(?!想|要|说).*(?:了|过)(?:啊|呀|的)?$"
        r"|正在.*(?:的时候|时)|(?:的时候|时).*(?:正在|在听|在放|当时)"
        r"|(?:打|开|放|调|听|说|等|找|关|吹)了(?:老半天|半天|好半天|好久|很久|老久)(?!怎么|还没|也没|还是)",
    ),
}
_SUPPOSED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\bwhat\s+(?:would|will|happens|happen|could|might)\b.*\bif\b|\b(?:suppose|supposing|imagine|pretend that)\s+(?:i|we|you|the|that)\b"
        r"|\bif\s+(?:i|we|he|she|they)\s+(?:had|were|was|opened|closed|turned|owned|got|ever)\b"
        r"|\bwhen (?:i|we|he|she|they) (?:was|were|had|did)\b|\b(?:i|we|he|she|they|people) used to\b(?! be (?:warm|cold|hot))"
        r"|^(?:the|my|our|all the)\b.{0,30}?\b(?:was|were|had been)\b.*\b(?:all (?:night|day|morning)|yesterday|earlier|last \w+|ago|for hours)$"
        r"|\b(?:my|his|her|their|our)\s+(?:\w+\s+)?\w+'s\s+(?:new\s+|old\s+)?(?:car|truck|van|house|flat|place)\s+\w+s\b"
        rf"|^{EN_PEOPLE}\s+(?:(?:always|often|usually|never|sometimes|normally)\s+\w+s|(?:likes|loves|hates|wants|knows how|prefers) to)\b"
        r"|^(?:pretend |so |well |and |but )*(?:that )?(?:the|my|our|all the)\s[\w\s']{2,28}\s(?:is|are|was|were)\s"
        r"(?:still\s|already\s|wide\s|all\s|now\s)*(?:open|closed|shut|locked|running)$"
        rf"|^{EN_PEOPLE}\s+(?:has|have|had|is|are)\s+(?:such\s+)?an?\s+(?!bit\b|little\b|tad\b|touch\b)"
        r"|^what an? (?:\w+ ){1,3}(?:day|night|week|morning|evening|trip|ride|year|view)\b"
        r"|^(?:\W|and|but|so|well|maybe|perhaps)*(?:i|we|they|you) (?:might|may) (?:just |well |even |also )*"
        r"(?:open|close|turn|switch|play|set|put|roll|drive|call|buy|use)\b"
        r"|^is it true\b|\bis (?:my|his|her|our|their) favou?rite (?:song|track|tune|record)\b"
        r"|^(?!do\b|does\b|did\b).*\bneeds? (?:replacing|changing|fixing|repairing|to be (?:replaced|changed|fixed|repaired))\b"
        r"|\b(?:imagine|picture)\s+(?:if|that)\b|\bis where (?:i|we|he|she|they|my)\b"
        r"|^(?:the|that|this|my|his|her|our|their|a)\s(?:\w+\s){1,3}(?:is|was|were|are) (?:called|named|titled)\b"
        r"|\b(?:i|we)\s+(?:really |certainly |definitely )*(?:wouldn't|would not|won't|will not|would never|will never|refuse to)\s+(?:ever |really )*"
        r"(?:open|close|turn|switch|play|set|put|roll|drive|call|buy|use)\b"
        r"|\bif only\b|\bi wish i (?:had|could have)\b|\b(?:he|she|they|people|nobody|anyone|everyone)\s+(?:would|might|could)\b"
        r"|^(?:\W|so|well|and|but|then|maybe|probably)*\s*(?:i|we)(?:\s+would|'d)\s+(?:never |always |probably |definitely |just |only )*"
        r"(?:open|close|turn|switch|play|set|put|roll|drive|call|buy)\b(?!.*\bplease\b)",
        re.I,
    ),
    "zh": re.compile(
        r"^我?(?:老婆|老公|媳妇|妈妈?|爸爸?|朋友|同事|儿子|女儿|孩子|老板|邻居|他|她)(?:总是?|老是?|经常|每次都|一直|天天)(?:把|将|要|喜欢)"
        r"|^[^,把请]{0,8}(?:车窗|窗户|窗|天窗|灯|门|空调|音乐)(?:还|已经|一直|都|是)*(?:开着|关着|亮着|关上了|打开了)(?:呢|的|啊)?$"
        r"|^我?(?:老婆|老公|媳妇儿?|妈妈?|爸爸?|朋友|同事|儿子|女儿|老板|邻居|他|她|他们|她们)(?:刚才|刚刚|昨天|又|总|老)?(?:让|叫|要|劝|请)我"
        r"|^我(?:都|已经|刚|明明)*说了?(?:别|不要|不用|不许)"
        r"|^(?:他|她|他们|她们|人家)(?:把|将)?.{0,6}(?:关|开|打开|关掉|关上|调|放)了.*(?:走|睡|跑|出去|离开|回家)了?$"
        r"|(?<!天气)会怎么样|(?<!天气)会怎样|会发生什么|会出什么事|会有什么后果"
        r"|(?:要是|如果|假如|假设|倘若|万一)(?!可以|方便|行的|能|不麻烦|不介意|没问题)(?:我|我们|你|他|她|有人|有|当初|当时|车)?.*"
        r"(?:就好了|天天|每天|该多好|我就会|我会|我一定|才会|你会|早就)"
        r"|(?:真|好|多|很)?希望(?:我|我们|这车|咱)(?:能|也|要是)?有|了一(?:整|个)?(?:夜|晚上|天|上午|下午|晚)"
        r"|(?:朋友|同事|邻居|别人|人家|他|她|他们|老板)(?:家)?的(?:新|旧)?车.*(?:会|能|可以|自动)"
        r"|(?:狗|猫|小狗|小猫|宠物)(?:会|能|喜欢|老|总)|我要是.*(?:就好了|天天|每天|会)"
        r"|^[^请帮你我]*就会[^吗么呢?？]*$"
        r"|^(?:我|他|她)?(?:昨晚|昨天|刚才)?(?:梦见|梦到|做梦)|(?:烦|讨厌|受不了|喜欢|爱看|听说)别人"
        r"|(?:迟早|早晚|总有一天|哪天)(?:得|要|会)?(?:换|修|坏)"
        r"|(?:要是|如果|假如).*就(?:好玩|有意思|搞笑|逗|热闹|离谱|牛|神)了"
        r"|我们?(?:可|才|绝对?|从来|肯定|打死也)+不(?:会|敢|想)?(?:去|再|把)?.{0,4}(?:开|关|调|放|打|按|用)"
        r"|(?:就是|是)在.{2,12}(?:出生|长大|认识|毕业|结婚)的?$"
        r"|^(?:那|这|有)(?:部|本|首|个|家|款)?\S{1,4}(?:名字|的?名)?(?:就|是)?叫(?!我|你|一)",
    ),
}
_EN_APPLIANCES = (
    r"ovens?|fridges?|refrigerators?|freezers?|microwaves?|dishwashers?|washing machines?|tumble dryers?|kettles?|toasters?|hobs?|stoves?|"
    r"telly|tellies|tvs?|television|radiators?|boiler|vacuum cleaners?|hoovers?|hair ?dryers?|barbecues?|grills?|garage doors?"
)
_ZH_APPLIANCES = r"电视(?!剧|台|节目|广播)|投影仪?|空气净化器|加湿器|冰箱|烤箱|微波炉|洗衣机|烘干机|洗碗机|热水器|电饭锅|电饭煲|电磁炉|煤气灶|燃气灶|吸尘器|扫地机|电吹风|吹风机|抽油烟机|卷帘门"
_ZH_VENUES = r"咖啡馆|咖啡店|咖啡厅|餐馆|商场|超市|理发店|网吧|医院|酒吧|[那有]家店|电影院|影院|剧院|飞机|高铁|火车|地铁|公交车?|大巴|饭店|餐厅|教室|会议室|办公室|图书馆|健身房"
_ELSEWHERE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:(?:my|our|his|her|their|the)\s+(?:\w+\s+)?(?:phone|laptop|computer|pc|tablet|telly|tv|house|home|flat|apartment|office|hotel|bedroom|"
        r"kitchen|bathroom|living room|classroom|neighbou?r|landlord|colleague|teacher|boss)(?:'s|s')"
        r"|(?:my|our|his|her|their) (?:phone|laptop|computer|pc|tablet|tv|bedroom|kitchen|bathroom|office|house|flat|apartment) "
        r"(?:window|windows|fan|fans|light|lights|lamp|volume|heating|heater|ac|air con|screen|roof|seat|chair|temperature|speaker)"
        r"|(?:of|in|at|on) (?:my|our|the|his|her|their|your) (?:\w+ )?(?:house|flat|apartment|office|bedroom|kitchen|bathroom|living room|lounge|garage|attic|basement|cellar|garden|shed|hall|hallway|study|nursery|dorm|library|supermarket|restaurant|pub|hospital|hotel|hotel room|school|classroom|gym|theatre|"
        r"theater|cinema|church|train|plane|bus|phone|laptop|computer|tv|factory|shop)\b"
        r"|(?:at|back) (?:work|home|school)"
        rf"|(?:his|her|their|our|my|the|\w+'s) (?:house|flat|apartment|office|place) (?:has|have|had|is|was)"
        rf"|(?:theatre|theater|cinema|plane|train|bus|hotel|office|kitchen|bedroom) (?:seats?|windows?|lights?|chairs?|heating)"
        rf"|(?<!like )(?<!like an )(?<!like a )(?<!than an )(?<!than a )(?:{_EN_APPLIANCES}))\b"
        r"|\b(?:how much|what) (?:do|does|did|would|will|is|are)\b.*\b(?:costs?|worth|price)\b|\bthe price of\b",
        re.I,
    ),
    "zh": re.compile(
        r"(?:我家|他家|她家|你家|家里|家中|邻居家?|公司|学校|宿舍|办公室|单位|酒店|宾馆|教室|手机|电脑|笔记本|笔电|平板|电视|房间|卧室|客厅|厨房|阳台|"
        r"(?:我|他|她)(?:爸|妈|哥|姐|弟|妹|朋友|同事)的?(?:车|房间))(?:上|里|里面|那边|那儿)?的?.{0,2}"
        r"(?:空调|窗户|窗子|窗|灯|风扇|天窗|音量|声音|座椅|椅子|暖气|温度|风)"
        rf"|(?:{_ZH_VENUES})(?:上|里|里面|那边)?的?(?:靠|那个|那些)?(?:空调|窗户|窗|灯|风扇|音量|声音|座椅|座位|椅子|暖气|温度)"
        rf"|(?<![像跟和同似比])(?<!如同)(?<!快成)(?<!成了)(?:{_ZH_APPLIANCES})(?!一样|似的|一般|里(?:一样|似的))"
        r"|(?:整条街|街上|街边|马路上?|路边|小区|楼道|楼里|隔壁|对面|城里|村里|商店|店里)的?(?:那些)?(?:灯|路灯|窗户|空调|音乐|喇叭)"
        r"|(?:隔壁|旁边|前面|后面|前|后|对面|那辆|别人)(?:那)?(?:辆)?(?:的)?车(?:子|辆)?(?:的|里|上)"
        r"|(?:多少钱|什么价|啥价|价格|价钱|贵不贵|贵吗)"
    ),
}
""" "The window of my flat", 我家空调, the oven: a thing of some other place; or the price of one."""
_SAYS_AT_END: dict[Language, re.Pattern[str]] = {
    "en": re.compile(rf"\b(?:{_EN_SAID}|yelling|shouting|saying)(?: to (?!you\b)\w+)?$", re.I),
    "zh": re.compile(r"(?:说|喊|问|写道|叫道|讲)$"),
}
_SAID_TO = re.compile(
    r"^(?:我|他|她|他们|我们)(?:昨天|刚才|刚刚|当时|还)?(?:跟|和|对|告诉)(?!你|您|车)\S{1,4}?(?:说|讲)(?!一声|一下|让|请)"
)
_GOES_ON_TELLING = re.compile(
    r"^(?:and |or )?(?:the|my|our|his|her|their|all)\s+(?!.*(?:\b(?:is|are|was|too|please|needs?)\b|'s)).*\b(?:on|off|up|down|open|closed|shut)\b"
    rf"|^(?:and |but |then |so )*(?:{EN_PEOPLE}|i|we)\s+(?!wanted\b|needed\b|liked\b)\w+ed\b(?!.*\bplease\b)",
    re.I,
)
_GOES_ON_TELLING_ZH = re.compile(
    r"^(?!.*(?:把|帮|请|给我|麻烦|现在|吧$|呗$|嘛$)).*(?:都|也|才|还)(?:是|在|看不|听不|没|不|得|能|被)"
)
"""Behind what was told, 雨刷刮到最快都看不清路 tells on."""
_HINDERED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:would|'d)\s+(?:really |quite )?(?:love|like|have liked|have loved)\s+to\b.*?\bbut\s+(?:it|there|i|we|he|she|they|you|my|the|that|then)\b[^,;]*",
        re.I,
    ),
    "zh": re.compile(
        r"^.{0,4}(?:我|我们)?(?:倒是?|本来|原本|其实|也)?(?:很|挺|蛮|是)?想.{2,}?[,\s]*(?:可惜|但是?|可是?|不过|就是|只是|又怕|就怕|怕).*?(?:下着?雨|下着?雪|不让|不行|不能|冷|吵|坏了|没开|太|怕|危险|不敢|不同意)[^,;]*"
    ),
}
""" "I'd love to open the roof but it's raining": a wish that is not made."""
_FOR_SURE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:please|can you|could you|would you|will you)\b", re.I),
    "zh": re.compile(r"请|帮我|麻烦|能不能|可不可以|给我|替我"),
}
_STATES_A_NEED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:(?:says?|said|thinks|complain\w*|told me)\s+(?:that\s+)?(?:it|it's|she|he|they|she's|he's|they're|the car|the music|"
        r"her|his|their|there|we)\b)|\bused to be\b|\b(?:i|we) (?:was|were) (?:wondering|hoping|thinking|just)\b|"
        r"\b(?:i|we) (?:got|went|was|were|kept|left|wanted|thought) (?!.*\b(?:yesterday|last|ago|when|because)\b)",
        re.I,
    ),
    "zh": re.compile(r"说(?:太|有点|好|很|车里|空调|这|那边|后面|前面)?(?:冷|热|闷|吵|晒|渴|饿|凉|黑|暗)"),
}


_HOW_TO: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:\W|so|hey|and|but|um|uh|please|tell me|show me|can you tell me|could you tell me|do you know|explain)*\s*"
        r"(?:how (?:do|can|would|should|could|does) (?:i|you|we|one|someone)\b(?! (?:get|go|drive) to)|how to\b|"
        r"what do i (?:press|do|say|push) to\b|(?:where is|where's|which is) the (?:button|switch|knob|lever)\b)",
        re.I,
    ),
    "zh": re.compile(
        r"(?:怎么|如何|咋|怎样)(?:才能|才可以|去|来|样)?(?:打开|关闭|开启|关掉|调节|调整|调|设置|使用|操作|用|开(?!到|去|回|车)|关)|在哪(?:里|儿)?(?:开|关|调)"
    ),
}
_NOT_HOW_TO = re.compile(r"怎么(?:这么|那么|还|又|老|没|不|就|是)|怎么(?:开|关|调)(?:着|了|得|的)")


def how_to(text: str, language: Language) -> bool:
    """Whether it is asked how something is done: "how do I open the sunroof?"."""
    return bool(_HOW_TO[language].search(text)) and not _NOT_HOW_TO.search(text)


_STATEMENT = re.compile(r"^(the|my|our|all the) ((?:\w+ ){0,3}\w+) (is|are) (open|closed|shut|locked|running)[.!]?$", re.I)


def as_question(text: str) -> str:
    """An English statement of how a thing is now, as a question; empty for anything else. Recognisers lose the inversion of
    "is the boot open", and who states it hears no harm in how it is."""
    found = _STATEMENT.match(text)
    return f"{found[3]} {found[1]} {found[2]} {found[4]}?" if found else ""


def supposed(text: str, language: Language) -> bool:
    """Whether a clause supposes something: "what would happen if I opened it?"."""
    return bool(_SUPPOSED[language].search(text))


def elsewhere(text: str, language: Language) -> bool:
    """Whether what a clause is about belongs to some other place than this car."""
    return bool(_ELSEWHERE[language].search(text))


_NAMED_DID = re.compile(
    rf"^(?:oh |and |but |so |well )*(\w+)\s+{_EN_ADVERBS}{_EN_DID}\s+(?:the|my|his|her|our|their|a|it|all|both)\b", re.I
)


def _named_did(text: str) -> bool:
    """Whether it begins with a word that is no word of the car's, and what he did: "Susan left the sunroof open"."""
    found = _NAMED_DID.match(text)
    book = lexicon("en")
    return found is not None and found[1].lower() not in book.words and found[1].lower() not in book.function_words


def told(text: str, language: Language) -> bool:
    """Whether a clause tells, quotes or supposes something, rather than wishing for it. text: as cleaned."""
    if supposed(text, language) or of_others(text, language):
        return True
    if _FOR_SURE[language].search(text) or _STATES_A_NEED[language].search(text):
        return False
    return (
        bool(_TOLD[language].search(text))
        or (language == "en" and _named_did(text))
        or (language == "zh" and bool(_SAID_TO.search(text)))
    )


def behind_hindered(text: str, language: Language) -> str | None:
    """What follows a wish that is not made because something hinders it; None where there is no such wish."""
    match = _HINDERED[language].search(text)
    return text[match.end() :].strip(" ,.;!?") if match else None


def goes_on_telling(text: str, language: Language) -> bool:
    """Whether a clause behind one that told something tells what came next: "... and I ignored her"."""
    return bool(_GOES_ON_TELLING.search(text)) if language == "en" else bool(_GOES_ON_TELLING_ZH.search(text))


def quotes(text: str, language: Language) -> bool:
    """Whether what follows a clause is a quotation: "and then he said, ..."."""
    return bool(_SAYS_AT_END[language].search(text.rstrip(" ,.:\"'")))
