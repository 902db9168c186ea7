"""What is no wish because somebody else is meant: people's habits and likes, what others had done, what a passenger is to do,
what the driver will do himself, and reproaches."""

# ruff: noqa: E501 - patterns: a row is a row, however wide

from __future__ import annotations

import re

from edge.language import Language

EN_PEOPLE = (
    r"(?:he|she|they|granddad|grandad|grandpa|grandma|granny|mum|mom|dad|someone|somebody|everyone|everybody|nobody|people|(?:my|our|his|her|their|the|a|some|this|that)\s+"
    r"(?:\w+\s+)?(?:wife|husband|missus|brother|sister|dad|father|mum|mom|mother|son|daughter|kid|kids|child|children|boss|friend|"
    r"friends|mate|neighbou?r|colleague|girlfriend|boyfriend|uncle|aunt|grandma|grandpa|granddad|grandad|granny|nan|gran|grandmother|grandfather|mummy|daddy|partner|boy|girl|"
    r"driver|passenger|man|woman|guy|lady|teacher|mechanic|dog|cousin|nephew|niece|in-law|ex|roommate|taxi driver|rental guy))"
)
_ZH_PEOPLE = (
    r"(?:他们?|她们?|人家|别人|有人|大家|人们|所有人|很多人|我?(?:们|家)?的?(?:弟弟?|哥哥?|姐姐?|妹妹?|爸爸?|妈妈?|老婆|老公|媳妇儿?|朋友|儿子|女儿|同学|同事|爷爷|奶奶|老板|领导|"
    r"邻居|女朋友|男朋友|孩子|小孩|娃|老人|乘客|司机|师傅)们?)"
)
_EN_OFTEN = r"(?:always|often|usually|never|sometimes|normally|constantly|forever|ever)"
_EN_BEING_ASKED = r"(?:asked|told|ordered|begged|instructed|commanded|got|wanted|let)"

_OTHERS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"^(?:oh |and |but |so |well )*{EN_PEOPLE}\s+(?:\w+\s+)?(?:keeps?|kept|starts?|started|stopped|loves?|likes?|hates?|enjoys?)\s+\w+ing\b"
        r"|\b(?:i'm|i am|we're|we are|i've been|we've been)\s+(?:just |only |still )?(?:thinking (?:about|of)|considering|debating|tempted to|toying with|used to|too tired to|afraid to|scared to)\b"
        r"|^if (?:you|he|she|they|anyone|someone|i|we)\s+(?!could\b|can\b|would\b|don't mind\b|get a chance\b|please\b).*\b(?:i'll|i will|we'll|we will|you'll|it'll|it will|she'll|he'll|they'll)\b"
        r"|^(?:he|she|they)(?:'s|'re|\s+(?:is|are))\s+(?:always|forever|constantly|never|such)\s"
        r"|^(?:until|till) (?:i|we|he|she|they)\b"
        r"|^(?:i|we|you)\s+(?:was|were|got|am|are|'re|'m|had been|have been)\s+(?:being )?(?:told|asked|ordered|advised|allowed|forced|taught|instructed|warned)\b"
        r"|^(?:please |can you |could you )*(?:convert|translate|spell|define|calculate|multiply|divide)\b"
        r"|^(?:just )?(?:wait|hold on|hang on)\s+(?:until|till|while|for me to)\b"
        r"|^(?:can|could|would|will|might)\s+(?:an?\s+(?!bit|little|touch|tad|wee)|he\b|she\b|they\b|people\b)"
        r"|^(?!it\b|that\b|this\b|what\b|who\b)\w+\s+(?:likes|loves|hates|prefers|dislikes|thinks|reckons|believes)\b"
        r"|^(?:nobody|no one|none of (?:us|them|you)|neither of (?:us|them))(?:'s|\s+(?:is|are|feels?|was|were|gets?))\s"
        r"|(?:\b(?:is|are|am|was)|'s|'re|'m)(?:n't| not)\s+(?:too|all that|particularly|at all)\s(?!much (?:trouble|bother|to ask|work|hassle))"
        r"|^(?:\w+ ){1,4}(?:is|are) (?:so |really |totally |just )?(?:overrated|pointless|overpriced|underrated|a gimmick|a waste of money|for wimps|a con)\b"
        r"|,\s*(?:my|our|his|her|the|as (?:my|our)) (?:\w+ ){1,3}(?:says|said|likes to say|used to say|always says)[.!]*$"
        r"|\bthere (?:used to be|was|were|had been|has been)\b"
        r"|^(?:oh |and |but |so |well |i've |i have |we've |we have |we |i )*(?:just|already|only just)\s+(?:been|had|seen|done|come|came|got back|passed|left|finished)\b"
        rf"|^{EN_PEOPLE}\s+{_EN_OFTEN}\s+\w+"
        rf"|\b{EN_PEOPLE}\s+(?:really |just |absolutely )*(?:hates?|loves?|likes?|minds?|moans?|complains?|hated|loved)\s+(?:it\s+)?(?:when|whenever|if)\b"
        rf"|^{EN_PEOPLE}\s+(?:once |just |finally )?{_EN_BEING_ASKED}\s+(?!me\b|you\b)(?:\w+\s+){{1,3}}to\s+\w+"
        rf"|^(?:\W|so|and|but|well|then|because)*(?:we|they|he|she|you|{EN_PEOPLE})\s+(?:was|were)\s+(?:just |only |still )*"
        r"(?!wondering|hoping|thinking|going|about|asking|getting|freezing|boiling|roasting|sweating)\w+ing\b"
        r"|\b(?:we|i)\s+had\s+(?:the|my|our)\s+(?:\w+\s){1,3}(?:on|off|open|closed|shut|up|down|at|running)\b"
        r"|\bwhy\s+(?:would|should|do|did)\s+(?:anyone|anybody|someone|somebody|people|you|i|we|one)\b"
        r"|^(?:\W|and|but|so|no|oh|well)*(?:you|we|i)\s+(?:needn't|need not|(?:don't|do not) (?:need|have) to|mustn't|must not|shouldn't|should not)\s(?!be (?:cold|hot|freezing))"
        r"|^(?:\W|and|but|so|no|oh|well|please)*(?:don't|do not) (?:you )?(?:be|go|start|keep|even think about) \w+ing\b"
        r"|\b(?:keeps?|kept) (?:on )?(?:saying|telling|asking|shouting|singing|going on)\b|^(?:could|should|would|might)(?:'ve| have)\b"
        r"|^(?:but |and |just )*(?:leave|keep) (?:mine|my (?:own|one)|the others?(?: one)?|the rest|everything else|his|hers|ours)\b"
        r"|^(?:\W|and|but|so|well)*(?:the|this|that|my|our|his|her)\s(?:[\w'-]+\s){1,3}(?:says?|said|tells? (?:you|me|us)) (?:to|not to|you (?:should|must|have to|can))\b"
        r"|^(?:\W|and|but|so|well)*(?:some|most|many|other|half the time|a lot of) (?:guys|people|folks|drivers|men|women|kids)\s+(?:\w+ly )?(?!(?:want|need|are|is)\b)\w+"
        rf"|^(?:\W|and|but|so|well)*{EN_PEOPLE}\s+would(?: always| often| just| never)?\s+(?!like\b|love\b|prefer\b)\w+"
        r"|\bkept (?:\w+ )?(?:yelling|shouting|saying|screaming|telling)\b"
        r"|\byour\s+(?:mother|father|mum|mam|mom|dad|brother|sister|nan|gran|homework|dinner|tea|toys?|shoes?|coat|jacket|tablet|game|ipad)\b"
        rf"|^(?:oh |and |but |so |well )*{EN_PEOPLE}\s+(?:just |already |once |had )*(?:set|put|shut|cut|let|made|pointed|found|skipped|defrosted|dimmed)\b"
        r"|\byour\s+(?:own\s+)?(?:side\s+)?(?:window|seat|seat ?belt|belt|phone|headphones|side)\b"
        r"|\b(?:you|he|she|they|we|i)\s+(?:should|could|might|ought to)(?:'ve|\s+have)\b"
        r"|\b(?:leave|keep|left|stay)\b.*\b(?:where|as|how|like|the way)\s+(?:it|they|that|this)(?:'s| is| are|'re)\b",
        re.I,
    ),
    "zh": re.compile(
        r"^(?:我|我们|咱)(?:就|还|也)?(?:记得|好像记得|印象(?:中|里))(?!把|提醒|给|帮|要|叫).*(?:了|过|着|的)(?:呀|啊|吧|呢)?$|"
        r"^(?:夏天|冬天|秋天|春天|三伏天|数九天|大夏天|大冬天)(?!的?(?:方向盘|座椅|车)).*(?:化|死|坏|熟|哭|懵|疯)了?$|"
        r"是(?:国家|法律|法规|厂家|专家|交规)[^,]{0,4}(?:规定|标准|建议|推荐|要求)|"
        r"^[^,把]{1,6}(?:开|关|亮|放|吹)着(?:就|也|其实)?(?:挺|蛮|很|还|就)?(?:是)?(?:好|行|舒服|可以|不错|得了)(?:的|啊|呀)?$|"
        r"^(?=.*(?:外面|外头|室外|天气|天儿|这天))(?:今天|今儿|这天儿?|外面|外头|天气|最近|这两天)[^,把开关调吗呢?几多不]{0,6}(?:冷|热|凉|闷|晒)[^,把开关调吗呢?不]{0,4}$|"
        r"^刚才导航(?:里)?说(?!(?:的)?(?:什么|啥|哪))|"
        r"^[^,]{2,6}的歌(?:我)?(?:都|早)?听(?:腻|烦|够)了|"
        r"^(?:刚才|刚刚|上一首|前面)?(?:那|这|刚才|刚刚)(?:一)?首(?:歌|曲子)?(?:还|蛮|挺|真|很|好|太|特别|可|倒|就|也)+(?:是)?(?:好听|不错|带劲|赞|有感觉|经典|老|美|感人|不赖|有味道)|"
        rf"{_ZH_PEOPLE}(?:都|也)?(?:老是?|总是?|经常|天天|一直|每次都?|从来不?|一般|通常|平时)都?(?:想|爱|喜欢|嫌|要|把|将)"
        r"|(?:我们?|咱们?)(?:一般|通常|平时|平常|向来|从来|每次|经常|很少|往往)(?:都|就|也|会|是)*(?:把|将|调|开|关|放|设|用|坐|走|去)"
        r"|(?:我们?|我)(?:在|正在|还在)(?:想|考虑|琢磨|犹豫)(?:要不要|是不是|该不该|着)?"
        r"|(?<!不)(?:该|要|得|想|去)换(?:个|副|套|块|条|新的?)*(?:雨刮|雨刷|灯泡|轮胎|玻璃|座椅|电瓶|机油|空调滤芯)"
        r"|我都?(?:叫|让|喊|请)你.{1,12}你(?:也|就|都|从来|总是?|老是?|还是?|偏)*(?:不|没)"
        r"|^[小老阿](?![是点时声心总爱])[\u4e00-\u9fff](?:刚才|刚刚|已经|早就|又|自己|一直|就|都|老|总)*(?:把|将).*(?:了|过)$"
        rf"|^(?:你)?(?:去|帮我|先)?(?:问问|问一下|问一问|问下|问)(?:一声)?{_ZH_PEOPLE}"
        rf"|^{_ZH_PEOPLE}.{{0,5}}?(?:老是?|总是?|一直|天天|成天|整天|动不动就?|没事就)(?:在|想|要)?(?:把|将|开|关|放|调|按|听|玩|吹)"
        r"|(?:开|关|放|听|吹|摇)着.{1,8}(?:真|可真|挺|好|太|多)(?:是)?(?:舒服|爽|舒坦|惬意|好听|不错|美|浪漫|危险|费|享受|过瘾|带劲)"
        rf"|^{_ZH_PEOPLE}.{{0,5}}?(?:都|正|还)?在(?:放|开|听|关|调|吹|看|打)"
        rf"|^{_ZH_PEOPLE}(?:刚才|刚刚|昨天|以前)?(?:让|叫|命令|请|使唤)(?!我|你|您|咱|空调|车里)"
        rf"|我一.{{1,10}}{_ZH_PEOPLE}就(?:不|没|生气|骂|烦|闹|哭|嫌|睡|醒|高兴|开心|抱怨)"
        r"|^(?:你)?(?:想象|设想|想想看|假想)(?:一下|下)?"
        r"|(?:我们?|咱们?)(?:可能|也许|大概|说不定|兴许)(?:就|还|都)*(?:会|要|得)?(?!.*(?:请|帮我|麻烦))"
        r"|(?:我们?|咱们?)(?:自己|到时候?|之后|回头|自然|一般|通常)*会(?:自己)?(?:把|将)"
        r"|(?:把|将)?(?:你|您)(?:自己|那边|那侧|那扇|旁边|身边|那儿)+的?(?:那扇|那个)?(?:车?窗|窗户|窗子|座椅|座位|灯|安全带)"
        r"|(?:把|将)你的(?:手机|座椅|座位|安全带|耳机)"
        r"|你(?:干嘛|干吗|为什么|为啥|怎么)(?:又|老|要|就)?(?:把|将|给).*了$"
        r"|^我们?(?:那天|当时|一路)?(?:开|放|听|吹)着.*(?:到|回|来|去)"
        r"|(?:[喊说写唱念叫嚷]的(?:就)?是)|(?:就这样|就那样|就这么着|照旧|保持原样|维持原样)(?:不变|别动|不用动)?$"
        r"|(?:早就?|当初|本来就?)(?:该|应该)"
        r"|^[^,把]{1,8}这(?:件|种)?(?:事|玩意|东西)儿?(?:啊|吧|呢|嘛|呀|$)"
        r"|(?:整|买|换|弄|配|搞)(?:一)?(?:个|辆|台)带[^,]{1,6}的"
        r"|^(?:我们?|咱们?)(?:早|早就|早已|刚|刚刚|已经|都)(?:就|都|已经)?(?:把|将|给)[^,]+(?:了|过)$"
        r"|(?:我们?|他|她|咱们?)(?:自己|自个儿?|亲自)(?:来)?(?:去)?(?:关|开(?!车|到|去)|调|弄|来|找|导|放|按|动手|搞|拉|摇|升)"
        r"|^我(?:倒)?(?:觉得|感觉|看)(?:现在|今天|暂时)?(?:不用|没必要|用不着|不需要)"
        r"|(?:新闻|广告|专家|电视|网上|书)(?:里|上|都)?(?:说|讲)的$"
        r"|(?:我们?|他们?|她们?).*(?:开|听|放|吹|调)着.*(?:回|来|去|走|到)的?(?:家|的|公司)"
    ),
}


_ON_THE_PHONE_EN = re.compile(
    r"\b(?:you're breaking up|i'm on (?:speaker|hands[- ]free|the hands[- ]free)|i'll (?:call|ring|phone) you (?:back|later))\b"
    r"|^(?=.*\bi'm (?:just |only |still )?(?:in the car|driving|on the motorway)\b).*\bcan you (?:still |even )?hear me\b",
    re.I,
)
""" "Hang on, Mum, I'm in the car, the wipers are going, can you hear me?" """
_ON_THE_PHONE = re.compile(r"^(?:喂|对|嗯|哎|好的?|行)+,(?:喂,|对,)*[^,]{0,3}(?:总|哥|姐|叔|姨|老师|经理|主任|局长),")


def on_the_phone(text: str, language: Language) -> bool:
    """Whether an utterance answers somebody on the telephone: 对, 李总, 我到公司再把文件发您. text: as cleaned."""
    return (_ON_THE_PHONE if language == "zh" else _ON_THE_PHONE_EN).search(text) is not None


def of_others(text: str, language: Language) -> bool:
    """Whether a clause is about what somebody else does, did or is to do. text: as cleaned."""
    return bool(_OTHERS[language].search(text))
