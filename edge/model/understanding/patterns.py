"""How wishes with words of the driver's own begin, by language. The first group that matched is the slot.

These are the only patterns over raw text: what follows them is not in any lexicon.
"""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from edge.language import Language

Patterns = dict[Language, tuple[str, ...]]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed: a run in one language needs none of the other's."""
    return re.compile(pattern, re.I)


def searched(text: str, patterns: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """The matches of the patterns that fit, in their order."""
    for pattern in patterns:
        match = compiled(pattern).search(text)
        if match:
            yield match


_POLITE = (
    r"^(?:\s*(?:from now on|in future|in the future|going forward|hey|hi|hello|ok|okay|so|well|um+|uh+|er+|erm|please|now|then|and|also|alright|right|just|yeah|yes|no|actually|listen|cabin|oh|hmm+|"
    r"would you ever|could you|can you|would you|will you|can we|could we|shall we|may i|can i|could i|would you mind|do me a favou?r and|i would like you to|i'd like you to|"
    r"i want you to|i need you to|i'd like to|i would like to|i want to|i wanna|i need to|i have to|i've got to|i gotta|i got to|we need to|we have to|we want to|"
    r"we should|let's|let us|go ahead and|kindly|maybe|quickly|you know|help me|i'd love to|i could(?= (?:listen|hear)\b)|i wouldn't mind|i feel like|i'm in the mood to|is it possible to|try to|i mean|"
    r"you should|why don't you|why don't we|are you able to|if you could|it's time to|time to|i guess|i think|we'd like to|i am trying to|i'm trying to|"
    r"i must|we must|you can|let me|start|begin|like|will you please|perhaps|possibly|first|next|after that|finally)\b[\s,.]*)*"
)


def _en(*bodies: str) -> tuple[str, ...]:
    return tuple(_POLITE + body for body in bodies)


_ZH_POLITE = (
    r"^(?:给(?:我们|咱们|咱|大家|大伙)|您|师傅|给(?=导)|帮(?:我们|咱们|咱)|替(?:我们|咱们|咱)|请|随便|麻烦|帮我|帮忙|给我|替我|你|能不能|能|可以|可不可以|我想要|我想|我要|想要|想|要|我们|咱们|咱|我|现在|快|先|再|然后|那就|那|就|嗯|呃|啊|喂|嘿|好的|好|,|\s|"
    r"顺便|接着|直接|把|赶紧|马上|立刻|劳驾|一下|得|需要|必须|开始|还是|额|哎|也|并且|并|同时|另外|还|来|其实|打算|准备|不如|干脆|希望|有点想|特别想|突然想|小舱|拜托|行|该|之后|待会儿?|等会儿?|"
    r"帮|那个|这个)*"
)


def _zh(*bodies: str) -> tuple[str, ...]:
    return tuple(_ZH_POLITE + body for body in bodies)


NAVIGATE: Patterns = {
    "en": _en(
        r"(?:(?:plan|start|set|give me|get me|show me|find|find me)\s+)?(?:the |a )?(?:route|navigation|directions|destination|way)\s+(home)\b",
        r"to\s+((?:the |my )?(?:work|office))(?:,?\s+please)?$",
        r"(?:navigate|navigation|re-?route|route|guide|direct)\s+(?:me\s+|us\s+)?(?:back\s+)?(?:to|towards|for)\s+(.+)",
        r"(?:take|use)\s+(?:the|a)\s+(?:\w+\s+){0,2}(?:way|route|road)s?\s+(?:to\s+)?((?:back\s+)?home|(?<=to ).+)",
        r"(?:navigate|guide|route)\s+(?:me\s+|us\s+)?((?:back\s+)?(?:home|to work))",
        r"(?:straight\s+|right\s+)?(?:back|off)\s+to\s+((?:the |my |our )?(?:house|home|flat|office|work|workplace))(?:\s+please|\s+now)?$",
        r"(?:take|bring|drive|get|guide|lead|direct|steer|send)\s+(?:me|us)\s+(?:back\s+)?(?:to\s+|towards\s+)(?!(?:the )?(?:\w+ties|future|past|stone age|middle ages|drawing board|basics|square one|old days|moon|beginning|start)$)(.+)",
        r"(?:take|bring|drive|get|guide|lead|direct|send)\s+(?:me|us)\s+((?:back\s+)?home|there|back(?!\s+to\b)|somewhere|someplace|anywhere)\b",
        r"(?:(?:get|give|show|find)\s+(?:me\s+|us\s+)?)?(?:the\s+)?(?:directions|the way|way|a route|the route|route|the fastest route|the quickest way|"
        r"the fastest way|the best route|the shortest route)\s+(?:back\s+)?(?:to|for|home to)\s+(.+)",
        r"(?:get|give|show|find)\s+(?:me\s+|us\s+)?(?:the\s+)?(?:directions|way|route|a route)\s+(home)",
        r"(?:set|change|switch|make|enter|put|update)\s+(?:the\s+|my\s+|our\s+|a\s+|a new\s+)?(?:destination|navigation|nav|sat ?nav|gps|route|course)\s+(?:to|as|for|in as)\s+(.+)",
        r"(?:set|plan|plot|calculate|start|find|make|map)\s+(?:me\s+)?(?:a|the|out a)?\s*(?:course|route|navigation|guidance|trip|way|drive)\s+(?:to|for|towards)\s+(.+)",
        r"(?:go|head|drive|travel|going|heading|driving|get|be going|return|make it|be|come)\s+(?:back\s+|over\s+|down\s+|up\s+)?(?:to|towards)\s+(?!sleep\b|bed\b|the next song|hell\b|"
        r"know\b|see\b|the (?:next|previous|last) (?:song|track|station|tune|one)|the (?:song|track|tune|one) before|my (?:next|previous) (?:song|track)|reverse|neutral|park$|drive$|do\b|say\b|be\b|have\b|the point|\d+\s*(?:km|mph|kph|kilomet|miles an))(.+)",
        r"(?:go|head|drive|going|heading|be going|return|be heading)\s+((?:back\s+)?home)\b",
        r"(?:we are|we're|i am|i'm)\s+(?:going|heading|driving|off|on (?:my|our) way)\s+(?:to\s+)((?!sleep\b|bed\b|be\b|do\b|die\b|miss\b|kill\b|throw\b|vomit\b|cry\b|fall\b|work$|have\b).+)",
        r"(?:find|locate|search|search for|look for|look up|show me|show|find me|find us|get me|get us to|looking for)\s+(?:me\s+|us\s+|for\s+)?((?:the\s+|a\s+|an\s+|some\s+|any\s+)?(?:nearest|closest|next|nearby|good|cheap)?\s*.*?"
        r"(?:station|charger|chargers|parking|car park|garage|lot|restaurant|restaurants|diner|toilet|toilets|restroom|bathroom|loo|hospital|clinic|emergency room|hotel|pharmacy|"
        r"supermarket|cafe|coffee shop|bank|atm|airport|mall|store|shop|park|museum|cinema|gym|school|rest area|place|places|somewhere|something|spot|charge point|supercharger|food|point|market|"
        r"post office|bakery|mechanic|workshop|dealer|er|space|washroom)\b.*)",
        r"(?:where is|where's|where are|where would be|is there|are there|do you know|any|how far is|what is|what's|how do i (?:get|drive|go) to|how can i get to|how do we get to|how to get to)\s+"
        r"((?:the\s+|a\s+|an\s+|any\s+)?(?:nearest|closest|next|nearby|nearby good)\s+.+)",
        r"(?:is there|are there|any|do you know)\s+((?:a|an|any)?\s*(?:good\s+|decent\s+)?.+?)\s+(?:near|nearby|around|close by|close|in the area|along the way|on the way|on our way)\b.*",
        r"how (?:do|can|could|should|would)\s+(?:i|we)\s+(?:get|go|drive)\s+(?:to\s+)(.+)",
        r"how (?:do|can|could|should|would)\s+(?:i|we)\s+(?:get|go|drive)\s+(home)\b",
        r"how\s+(?:i|we)\s+(?:do|can|could|should|would|must)\s+(?:get|go|drive|reach)\s+(?:to\s+)?(.+)",
        r"(?:i|we)\s+(?:go|drive|travel)\s+to\s+(.+?),?\s+please$",
        r"((?:the\s+)?(?:nearest|closest)\s+.+)",
        r"(?:need|want|require)\s+(?:a|an|the|to find a|to find the|to find|some)\s+((?:nearest |closest )?(?:charging station|charger|gas station|petrol station|parking (?:space|spot|lot|place)|car park|"
        r"restaurant|toilet|restroom|bathroom|hospital|fuel station|charge point|hotel|pharmacy|fast charger|supercharger|loo).*)",
        r"(?:i'd like|i would like|i want|i need|take us|take me|let's have)\s+(?:to (?:go|be)\s+)?(?:back\s+)?(home|to be home)\b",
        r"(?:i|we)\s+(?:need|want|have|would like|got)\s+to\s+(?:go\s+to|get\s+to|be\s+at|visit|see(?! (?:if|whether|what|how|where|which|who|when|the (?:red|map|road|traffic|whole|lot|notes))\b)|reach)\s+(.+)",
        r"(?:visit|reach)\s+(?!if\b|whether\b)(.+)",
        r"(?:the\s+)?(?:fastest|quickest|shortest|best)\s+(?:way|route|road)\s+(?:back\s+)?(?:to|towards)\s+(.+)",
        r"(?:avoid|skip)\s+(?:the\s+)?\w+(?:\s+roads?)?\s+on\s+(?:the|my|our)\s+way\s+(?:back\s+)?(?:to\s+)?(.+)",
        r"(?:set off|head|head off|heading|make)\s+(?:for|to|towards)\s+(.+)",
        r"(?:the\s+)?(?:new|next)\s+destination(?:\s+is|\s+will be|:)?\s+(.+)",
        r"(?:what is|what's) the (?:quickest|fastest|best|shortest) (?:way|route) (?:to|back to)\s+(.+)",
        r"(home(?:,? james)?)$",
        r"((?:(?:go|going|drive|let's go)\s+)?(?:back\s+)?(?:home|to work|to the office),?\s+(?:(?:but|and|please)\s+)?(?:without|avoid(?:ing)?|no|not (?:via|on|over))\s+.+)",
        r"(?:navigate|navigation|start navigation|start (?:a )?route guidance|start guidance|start navigating)$",
    ),
    "zh": _zh(
        r"(?:往|向|朝)(?!前|后|左|右|上|下|里|外|回|我|脸|脚|玻璃|头|身|腿)(.{2,}?)(?:开|走)(?:吧|呗|啊)?$",
        r"(?:导航|导)(?:一下)?(?:到|去|至|回|往|前往)(?:一下)?(.+)",
        r"(?:导航)(回?家|公司|单位)$",
        r"导航?(?:一下|个)(?!到|去)(.{2,})",
        r"导航(?!到|去|回|了|的|往|至|前往|结束|取消)([^,]{1,14}(?:站|机场|医院|大学|广场|[公乐花]园|大厦|中心|[路街]|店|馆|酒店|商场|码头|景区|小区|城|湖|[山寺]|[楼桥]|学校|中学|小学|银行|超市|T\d))$",
        r"(?:带我们|送我们|领我们|带咱们|载我们|带我|送我|载我|领我|带路)(?:去|到|回|往|前往)?(.+)",
        r"(?:规划|设置|设定|开启|打开|查|查一下|找|计算|开始|换|改|选择|搜|重新规划|更改|修改)(?:一条|一个|个|条|下|一下)?(?:到|去|往|前往|回)(.+?)的?(?:路线|导航|路|线路|路径)",
        r"(?:把|将)?(?:目的地|终点|导航|目的)(?:设置?|改|换|定|选|设定|更改|改变|设置|切换|调)?(?:成|为|到|在|去|是)(.+)",
        r"(?:从这里|从这儿|从这|从现在)?(?:去|到|前往|往(?![上下高低左右大小里外])|出发去|开车去|开车到|开到|要去|要到|回到|驶往|赶往|开去)(?!前退|后退|回一首|那份|这份|脸|脚|头|玻璃|身上|上身|下身|脚上|脸上|年|底|处|掉|除|世(?!纪|界|贸|博|茂)|看看|瞧瞧|看下|你|他|死|了|哪|哪里|时候|点|时间|最|\d+度|[一二三四五六七八九十两百]+[度档成格级]|百分|一半|中档|自动|上一首|下一首|户外模式|(?:家|公司|单位|办公室)(?:了|后|再|记得|以后|之后|的时候))(.+?)(?:怎么走|怎么去|该怎么走|的路线|怎么开|的路|要怎么走)?$",
        r"(?:怎么|如何)(?:去|到|走到|开到|回(?!事))(.+)",
        r"(?:去|到|回)?(?!现在|刚刚|刚才|接下来|下一|前面|下面|这里|我们?该)(.+?)(?:怎么走|怎么去|往哪走|该怎么走|怎么开)$",
        r"((?:回|去)(?:家里?|公司|单位).*(?:不走|避开|别走|绕开|不要走|不上|别上|不要上|不坐|躲开).+)",
        r"(?:回)(家|公司|单位|我家|家里|家去|家吧|酒店|学校|宿舍|老家|办公室)(?:吧|了|去|里|啦)*$",
        r"(?:在|到)?(?:附近|周边|周围|这边|这附近|前面)(?:帮我|给我)?(?:找|搜|看看|查|查一下|搜一下|找一下)(?:一个|个|一家|家|下)?(.+)",
        r"(?:找|搜|搜索|查找|查|看看|搜一下|找一下|查一下|找找|寻找|看一下|搜搜)(?:一下)?(?:有没有|哪有|哪里有|哪儿有)?(?:一个|个|一家|家|下|一处|处)?"
        r"((?:最近|附近|周边|前面|路边|这附近|旁边|离我最近|这边|沿途|顺路|.{2,8}附近)?的?.*(?:站|桩|场|位|厅|店|馆|所|间|院|地方|饭|餐|加油|充电|停车|厕所|超市|银行|商场|药店|景点|公园|美食|的|车位|诊所|吃的|医院).*)",
        r"(?:去|到)((?:离我|离这儿?)?(?:最近|附近)的?(?!一?次|几天|两天).{2,})$",
        r"((?:最近|附近|离我最近|离这最近|周边|这附近|前面|这周围|周围)(?:的|哪里|哪儿|哪|有没有|有什么|有|能)?.*(?:站|桩|场|位|厅|店|馆|所|间|院|吃|餐|加油|充电|停车|厕所|超市|地方|银行|药店).*?)(?:吗|在哪|在哪里|在哪儿|怎么走|么|没有|有吗|没|呢)*$",
        r"(?:哪里|哪儿|哪|什么地方)(?:有|能|可以|找得到)(.*(?:站|桩|场|位|厅|店|馆|所|间|院|吃|餐|加油|充电|停车|厕所|超市|银行|药店).*)",
        r"(?:有没有|有)((?:什么)?.*(?:站|桩|场|厅|饭店|馆|所|卫生间|洗手间|医院|停车位|吃饭的地方|超市|药店))(?:吗|么|在附近)?$",
        r"(?:上|下)(班)(?:去|了|路上)?$",
        r"(?:导航|开始导航|打开导航|开启导航|启动导航|开导航|导个航)$",
    ),
}

CALL: Patterns = {
    "en": _en(
        r"(?:call|phone|ring|dial|telephone|ring up|call up|facetime|buzz)\s+(?:up\s+)?(?!(?:the |my )?(?:heat|heating|temperature|temp|fan|fans|ac|air|climate|volume|sound|music|blower|lights?)\b|(?:back|down|in)\b|it\b|an? \w+ an? |an? uber|off\b|me\s+(?!back)|that\b|for help)(.+)",
        r"(?:make|place|start|do)\s+(?:a|an|the)?\s*(?:phone |video |telephone |quick )*call(?:\s+(?:to|with)\s+(.+))?$",
        r"(?:give|put)\s+(?:a\s+)?(?:call|ring|buzz|phone call)\s+(?:through\s+)?to\s+(.+)",
        r"give\s+(.+?)\s+a\s+(?:call|ring|buzz|bell|phone call|quick call)",
        r"(?:(?:start|make|place)\s+(?:a\s+)?)?(?:video|voice|phone)\s+call\s+(?:to\s+|with\s+)?(.+)",
        r"(?:get|put|connect)\s+(?:me\s+|us\s+)?(?:hold of\s+|in touch with\s+|through to\s+)(.+?)(?:\s+on the (?:phone|line))?$",
        r"connect\s+me\s+(?:with|to)\s+(.+)",
        r"try\s+(.+?)(?:'s)? (?:number|mobile|cell|phone|landline)(?: again)?$",
        r"hit up\s+(.+?)(?:\s+on the phone)?$",
        r"get\s+(?:me\s+|us\s+)?(.+?)\s+on the (?:phone|line|blower|dog and bone|dog|horn)",
        r"(?:speak|talk)\s+(?:to|with)\s+(?!(?:this|that|the(?! (?:surgery|office|doctor|garage|school|bank|dentist|hospital|vet|police|depot|boss|manager|nurse|clinic|shop))|an?|these|him|her|them|you|someone|some)\b)((?:my|the|mom|mum|dad|[A-Z]).*)(?:\s+on the phone)?",
        r"(?:call|phone|dial|redial|make a call|phone someone|call someone)$",
        r"contact\s+(.+)",
        r"reach\s+(?:out to\s+)?((?:my\s+)?(?:mom|mum|dad|mother|father|wife|husband|brother|sister|boss).*)",
    ),
    "zh": _zh(
        r"(?:打电话|打个电话|拨打电话|拨电话|去个电话|打一个电话|打通电话|拨个电话|打视频|致电)(?:给|到|去|跟|回)?(.*)",
        r"(?:给|跟|向|和)(.+?)(?:打电话|打个电话|打一个电话|去个电话|拨个电话|拨电话|打过去|拨过去|拨个号|去个电|打通电话|通个话|打下电话|通电话|通话|回个电话|回电话|打一下电话|来个电话|去电话|打个视频|打视频|视频通话|拨一个电话|打一通电话)",
        r"(?:呼叫|拨打|联系一下|联系|致电|拨号|拨通|呼一下|拨|接通|打通|联络|电话联系)(?:一下)?(?:给|到)?(.*?)(?:的?(?:电话|手机|号码|手机号))*$",
        r"(?:打给|打到|电话打给|电话给|回拨|回电给|回电话给|打回给|电话打到|电话拨到|电话找|call)(.+?)(?:的?电话)?$",
        r"打(?!开|扫|听|算|包|卡|车|火|方|折|印|球|雷|败|游|的|盹|瞌|牌|滑|伞|赌|工|湿|过|破|断|架|鼓|底|中|到|满|双|灯|转|左|右|\d*度)(.+?)的?(?:电话|手机)$",
        r"打(?=\d{2,}|[一二三四五六七八九零幺]{3,})(.+)",
        r"(?:联系|找)(?:一下)?((?:我)?(?:妈|爸|老婆|老公|妈妈|爸爸|哥哥|姐姐|弟弟|妹妹|儿子|女儿|老板))$",
    ),
}

PLAY: Patterns = {
    "en": _en(
        r"(?:play|shuffle|put on|blast|spin|queue|queue up|throw on|stick on|bang on|whack on|chuck on|lash on|pop on|play back|start playing|stream|cue up|cue)\s+(?!(?:is|was) (?:important|an?|the|not|good|bad|for|what|when|how|so|very)\b|on\b|it$|that$|again$)(.+)",
        r"(?:listen to|hear|hear some|listening to)\s+(?!you\b|me\b|anything\b|it\b|the (?:news)\b|what\b)(.+)",
        r"find\s+(?:me\s+|us\s+)?(?:some\s+)?((?:\w+\s+){0,3}(?:music|songs?|tunes|playlist|podcast|radio station))$",
        r"(?:how about|what about|got)?\s*(?:something|anything|some songs?|some music|a song|a track|music|songs|tunes)\s+(?:by|from)\s+(?!here\b|me\b|you\b|the (?:start|beginning|top)\b)(.+)",
        r"(?:put|stick|whack|chuck|bung|pop|throw|get|slap)\s+(?:the |my )?((?:[\w']+ ){1,4}(?:songs|tunes|music|audiobook|soundtrack|playlist|album))\s+on(?:\s+for\s+.+)?$",
        r"(?:put|stick|whack|chuck|bung|pop|throw|get|slap)\s+((?:the|a|my) [\w' ]*(?:album|podcast|playlist|audiobook|soundtrack|show)\b[\w' ]*?)\s+on$",
        r"(?:put|stick|whack|chuck|bung|pop|throw|get|slap)\s+(the (?-i:[A-Z])[\w' ]{1,30}?)\s+on$",
        r"(?:put|stick|whack|chuck|bung|pop|throw|get|slap)\s+(?!(?:the|my|some|it|that|this|on|her|his|an?|your|him|me|us|more|both|all)\b)(\w[\w' ]{1,30}?)\s+on(?: for the \w+)?$",
        r"put\s+(?:on\s+)?(?:the|a|my)\s+((?:\w+\s+){0,3}(?:podcast|audiobook|playlist|album|station|radio show|soundtrack)(?:\s+(?:about|of|by|from|for|with)\s+.+?)?)(?:\s+on)?$",
        r"(?:put|stick|whack|chuck|bung|pop|throw|get|slap)\s+(?:some|a bit of|a little|a little bit of|a bit more|more)\s+(?!lights?\b|heat|air\b|more\b|warm|cool)(.+?)\s+on$",
        r"(?:tune in to|tune into|tune to|switch to|turn on|change to|put the radio on|turn to|switch on)\s+((?:.*\s)?(?:radio|station|fm|podcast|audiobook|playlist|album|channel)\b.*)",
        r"(?:turn|put|switch|set|tune)\s+(?:the\s+)?radio\s+(?:on\s+)?(?:to|on)\s+(.+)",
        r"(?:i |we |i'm |i am |i was |we were )?(?:in the mood for|hoping for|fancy|could go for)\s+(?:(?:some|a bit of|a little|listening to|hearing)\s+|(?<=mood for ))(?!(?:food|lunch|dinner|breakfast|pizza|coffee|tea|"
        r"cake|air|heat|warmth|fresh|water|rest|sleep|peace|quiet|company|fun|chocolate|snacks?|sushi|curry|burgers?|ice cream|chips)\b)(.+)",
        r"(?:in the mood for|feel like(?: some)?|how about|give me|give us|need|want|fancy|could use|care for|would love)\s+(?:some\s+|a bit of\s+|a little\s+|the\s+)?((?:\w+\s+){0,3}(?:music|jazz|rock|pop|blues|tunes|songs|classical|hip hop|rap|metal|techno|country music|radio|podcast|playlist|reggae|k-pop|folk))$",
        r"((?:some\s+)?(?:jazz|rock|pop|blues|classical|hip hop|rap|metal|techno|reggae|soul|folk|disco|lo-?fi)(?: music)?)$",
    ),
    "zh": _zh(
        r"(?:整|搞|弄)(?:一)?(?:点|首|段|个)(.+?)(?:来)?(?:听听|听一听|听)(?:吧|呗)?$",
        r"(?:播放一下|播放|放一下|放一首|放首|放点|放些|放个|来一首|来首|来点|来段|来一段|来一曲|点一首|点首|点播|听一下|听一首|听首|听点|听听|听个|放一段|播一首|播首|播(?!报|放|客)|收听|随机播放|放一点|放一些|听一听|来个|放几首|循环播放|换成|换点|放)(?!下来|大|小|低|高|慢|松|心|假|学|弃|下车|平|手|倒|电影|视频|光)(.+)",
        r"(?:把)?(.+(?:的歌|这首歌|音乐|歌曲|的专辑|电台|广播))(?:播放|放)(?:一下|出来|起来|给我听)?$",
        r"(?:把)?(?:收音机|电台|广播)(?:调到|换到|切到|打到|换成)(.+)",
        r"(?:听)(?!得|腻|烦|够|累|厌|不|到|见|懂|说|话|我|清|着|完|起|你)(.+)",
        r"(?:打开|切换到|切到|换到|开|调到|换成|开一下|打开一下)(?:一下)?(.*(?:电台|广播|收音机|调频|FM|歌单|播客|有声书|fm).*)",
        r"唱(?!片|首|歌|一|个|支|两|段|给|$)(.+)",
    ),
}

PREFERENCE: dict[Language, tuple[tuple[bool, str], ...]] = {
    "en": (
        (True, _POLITE + r"(?:i (?:want|would like|prefer|like|need) to be called|call me|my name is|my name's|remember(?: that)? my name is|remember(?: that)? i am called|you (?:can|may|should) call me|address me as)\s+(?!back|a |an |when|later|tomorrow|crazy|the next)(.+)"),
        (False, _POLITE + r"(?:remember|note|note down|keep (?:it )?in mind|make a note|bear (?:it )?in mind|save|memori[sz]e|store|don't forget|do not forget)\s+(?:that\s+|this:?\s+)?(?:i\s+(?:always\s+|usually\s+|really\s+)?(?:like|love|prefer|want|enjoy|hate|dislike)\s+(?:it\s+(?:at\s+|to be\s+)?|my\s+|the\s+|to\s+(?:have\s+)?)?|my\s+(?:favou?rite|preferred)?\s*)(.+)"),
        (False, _POLITE + r"(?:remember|note|note down|take note|keep (?:it )?in mind|make a note|bear (?:it )?in mind|memori[sz]e|save|store|put (?:it|this) down)[,:]?\s+(?:for (?:next time|the future|later|me|good)[,:]?(?: that)?|that|this(?: down)?:?|(?:this |it |that )?as (?:my|a) preference:?|for me:?|this as:?)[,:]?\s+(.+)"),
        (False, _POLITE + r"(?:remember|note|note down|keep in mind|bear in mind|memori[sz]e)\s+((?:i|we|my|our)\s+.+)"),
        (False, _POLITE + r"(?:i (?:always|usually|generally|really)?\s*(?:prefer|like)|my (?:favou?rite|preferred)\s+(?!(?:railway |train |tube |metro )?(?:station|song|film|movie|band|book|singer|place|city|team|actor|game|season|day|part|bit|time)s?\b).+?\s+is)\s+(?!this|how\b (?:song|car)|you\b|driving|the rain|it when|your|that|it\b)(.+)"),
        (False, _POLITE + r"(?:save|remember|store|set)\s+(.+?)\s+as (?:my|a|the) (?:preference|default|favou?rite|preferred \w+)"),
    ),
    "zh": (
        (True, _ZH_POLITE + r"(?:(?:以后|记住|今后|往后|从今往后|从今以后|从今天起|打今儿起|记得|请|都|就|你|您|大家)*(?:叫我|称呼我|喊我|我叫(?!你|他|她|人|了)|我的名字是|我名字叫|管我叫|我的名字叫|我姓)(?:为|做|作)?)(?!起床|一声|一下|什么|的时候)(.+?)(?:就好|就行|吧|好了|就可以|就可以了|即可|就成)?$"),
        (False, _ZH_POLITE + r"(?:以后|今后|往后)?(?:记住|记得|记一下|记下来?|帮我记|记着|别忘了|不要忘了|记|存一下|保存|请记|牢记)(?:,|，|:|：)?(?:了)?(?:一下)?(?:我)?(?:平时|一般|总是|习惯|比较|最|就|一直|不)*(?:喜欢|爱|偏好|想要|习惯|要|讨厌|希望)?(?:把|将|听(?=.{2}))?(.+)"),
        (False, _ZH_POLITE + r"(?:以后|今后|往后|从今往后|我|平时|一般|总是|习惯|比较|最|就|一直|更|通常|都)*(?:喜欢|偏好|习惯|偏爱)(?!的(?:站|车站|歌|电影|书|城市|地方|歌手|乐队|球队|季节|演员)|你|这首|这车|这辆|开车|下雨|夏天|冬天|上你|死)(.+)"),
    ),
}  # fmt: skip

SECOND_SLOT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"(?<=\S\s)(?:call|phone|navigate to|take me to|drive me to|play)\s", re.I),
    "zh": re.compile(r"(?<=..)(?:给[^给把]{1,12}打个?电话|打电话给|导航(?:到|去|回)|带我去|播放|[放来]一?首|放点|放些)"),
}
"""Where a second wish may begin in the middle of a clause."""
AFTER_SLOT = re.compile(r"(?<=..)(?:再|并|顺便)?(?:把|将)?(?:声音|音量|声儿|温度|空调|车窗|窗户|天窗|座椅|风量|氛围灯|雨刮|雨刷)")
"""Where a wish may follow what is to be played or gone to, without a pause: 放点爵士乐声音小一点."""
STRIP: Patterns = {
    "en": (
        r"^(?:the|a|an|my|our|to|for|some)\s+(?=\S)",
        (
            r"[\s,]+(?:please|now|right now|thanks|thank you|for me|for us|if you can|if possible|if you could|if you don't mind|okay|ok|will you|would you|can you|"
            r"could you|as soon as possible|asap|straight away|right away|immediately|buddy|then|on the phone|on (?:his|her|their|the) (?:mobile|cell|cell phone|cellphone|phone)|"
            r"for my wife|instead|today|real quick|quickly|as well|too|at once|and hurry|dear|mate|cabin|on speaker|hands free|hands-free|from now on|in future|in the future|going forward|from here on)$"
        ),
    ),
    "zh": (
        r"(?:最快|最短|最快的?路线?|最近的?路线?|的?最快路线|的最短路线|吧|啊|呀|吗|呗|嘛|谢谢|好吗|好不好|可以吗|行吗|行不行|一下|哈|啦|呢|了|去吧|的导航|就行|就好|可以不|的路线|怎么样|那里|那儿|那边|你看行吗|吧谢谢|的话|去看看|看看|好了|怎么走|咋走|怎么去|怎么开|咋去)$",
        r"^(?:的|给|一下|去|到|我的(?=.{2})|那个|这个|我(?=妈|爸|老|哥|姐|弟|妹|儿|女|媳)|一个|下)(?=.)",
    ),
}
