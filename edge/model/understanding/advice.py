"""Which common matter a question about cars and roads is about, by its keywords; the answers are in the bank.

Asked only of what is known to be such a question, so a word or a pair of words is enough. The first that fits counts: the special before
the general.
"""

# ruff: noqa: E501 - tables of wordings: a row is a row, however wide

from __future__ import annotations

import re
from functools import cache

from edge.language import Language

_ROWS = """
wrong_way | wrong[- ]way|wrong side of|coming (?:towards|at) (?:me|us|you).*(?:lane|motorway|highway) | 逆行|逆向
wrong_fuel | wrong fuel|(?:petrol|gas|gasoline|diesel).{0,20}(?:instead|into a|in a|in my|by mistake) | 加错油|(?:汽油|柴油).{0,10}加(?:成|错|到|进)
aquaplaning | aquaplan|hydroplan|float\\w* on water|swimming on|skim|standing water|(?:puddle|water on the road).*(?:lose|grip|slip|slid) | 水滑|打飘|打滑.*水|水.*打滑|水上.*飘|积水.*(?:飘|滑|漂)
wading | how deep.*water|deep (?:water|puddle)|ford|flooded road|through (?:a )?(?:flood|water) | 涉水|水(?:坑)?.{0,4}(?:多)?深|积水|淌水|过水
blowout | blow ?out|burst(?:s)? (?:a )?t[iy]re|t[iy]re (?:bursts?|blows|explodes|pops) | 爆胎
flat_tyre | flat\\b.*(?:t[iy]re|drive|slow|mile|change|rim)|puncture|nail|spare|screw in|t[iy]re.*(?:flat|losing air|hiss)|run[- ]?flat|on a flat | 扎.{0,4}(?:钉|胎|了)|钉子|漏气|瘪|备胎|补胎|换胎|慢撒气|缺气
jump_start | jump|flat battery|dead battery|booster cable | 搭电|搭线|亏电|没电.*(?:打|启动|着)|打不着火
tyre_load | (?:pressure|psi|bar).*(?:load|full|holiday|trailer|luggage|heavy)|(?:load|full|heavy|luggage).*pressure | 满载.*胎压|胎压.*(?:满载|拉货|满|重)|(?:拉|坐满).*(?:胎压|气)
winter_tyres | (?:winter|snow|all[- ]season|summer) t[iy]res?|t[iy]re chains?|snow chains? | 雪地胎|冬季胎|冬胎|四季胎|防滑链|雪胎
tread | tread|profile|bald t[iy]re|worn t[iy]re|when.*(?:change|replace|new).*t[iy]re|how (?:old|long).*t[iy]re|t[iy]res? (?:last|age|wear) | 花纹|轮胎.{0,10}(?:换|寿命|磨|老化|多久|几年)|换(?:轮)?胎
rotation | rotat\\w+.*t[iy]re|t[iy]re.*rotat|swap.*(?:front|rear).*t[iy]re | 轮胎.{0,4}(?:换位|对调)|四轮换位
tyre_pressure | pressure|psi\\b|inflat|pump(?:ed)? up|air in.*t[iy]re|nitrogen | 胎压|打多少气|充气|轮胎.{0,6}气|氮气
oil_interval | oil.*(?:change|chang|often|interval|every|last)|(?:change|often).*oil | 机油.{0,8}(?:多久|换|几|公里)|换机油|多久.{0,4}保养|保养.{0,6}(?:多久|周期)
oil_level | oil (?:level|check|dipstick|top|consum|burn|type|grade|light)|(?:check|top|add|which|what).*\\boil\\b | 机油|烧机油|油尺
charge_full | (?:charg\\w*|battery).*(?:hundred|full|100|every night|overnight|to the top|eighty|daily|all the way)|(?:full|hundred|every night|plugged in).*charg | 充满|充到|天天充|满电|每天.{0,4}充|过夜充|一直插
fast_charging | fast charg|rapid charg|super ?charg|dc charg|slow charg|charg\\w*.*(?:slow\\w*|speed|curve|hot|rain|wet) | 快充|慢充|超充|充电.{0,8}(?:慢|快|下雨|雨天|烫|伤)
winter_range | range.*(?:winter|cold|drop|less|shrink|frost)|(?:winter|cold|freez\\w*).*(?:range|battery|charge|ev)|battery.*(?:cold|winter) | 冬天.{0,10}(?:续航|电|掉)|续航.{0,10}(?:冬|冷|掉|缩|打折|少)|(?:低温|天冷).{0,8}(?:续航|电池|电)
save_range | (?:save|stretch|extend|more).*(?:range|fuel|petrol|battery)|economical|consum\\w*.*(?:lower|less|reduce|high)|(?:ac|air con\\w*|heat\\w*).*(?:range|fuel|consum|petrol) | 省(?:油|电)|(?:油|电)耗.{0,6}(?:高|低|大|降)|怎么开.{0,4}省|空调.{0,8}(?:费油|费电|耗)
regen | regen|one[- ]pedal|recuperat | 动能回收|单踏板|能量回收
fogging | fog\\w* up|steam\\w* up|mist\\w*|condens|(?:window|windscreen|windshield|glass)\\w*.*(?:fog|steam|mist)|(?:fog|steam|mist)\\w*.*(?:window|windscreen|windshield|glass)|demist | 起雾|雾气|除雾|哈气|玻璃.{0,8}(?:糊|雾|看不清)
fog_lights | fog ?(?:light|lamp)s? | 雾灯
fog_driving | \\bfog\\b|foggy | 大雾|起雾.*开|雾天|团雾|雾里|雾很|雾太
child_seat | (?:child|baby|rear[- ]facing|infant|car) seat|isofix|front passenger.*(?:child|baby|kid)|airbag.*(?:child|baby|seat) | 儿童(?:安全)?座椅.{0,10}(?:副驾|前排|装|放|反向|朝)|安全座椅.{0,8}(?:副驾|前排|装|放|反)|婴儿.{0,6}(?:座|提篮)|反向安装
booster | booster|without a (?:child )?seat|(?:age|old|tall|height).*(?:kid|child|seat|front)|(?:kid|child)\\w*.*(?:age|old|tall|front seat) | 多大.{0,8}(?:孩子|小孩|娃|副驾|前排|安全座椅)|(?:孩子|小孩|儿童).{0,10}(?:几岁|多大|多高|身高)|增高垫|安全座椅
car_wash | car ?wash|wash\\w*|polish|wax|bird (?:poo|dropping|mess)|insect|bugs? on|tree sap|clean\\w* the | 洗车|打蜡|鸟屎|鸟粪|虫子|树胶|清洗|洗(?:的|一次)
pothole | pothole|kerb|curb|speed ?bump.*(?:hit|fast|hard)|hit a (?:hole|bump) | 坑(?!.*水)|马路牙子|路沿|路肩石|减速带.{0,4}(?:快|猛)
vibration | (?:steering|wheel|car|seat|whole).*(?:shak|vibrat|wobbl|judder|shudder|trembl|shimmy)|(?:shak|vibrat|wobbl|judder|shudder|trembl|shimmy) | 抖|震|颤|晃得|摆振
brake_squeal | (?:brak|pedal).*(?:squeal|squeak|screech|grind|scrap|nois|whistl|metal)|(?:squeal|screech|grind|squeak|scrap)\\w*.*brak | 刹车.{0,10}(?:响|叫|吱|异响|刺耳|金属|磨|尖|啸|声)
steering_noise | (?:turn|steer|corner|lock|bend).*(?:squeak|creak|clunk|click|groan|nois|knock|whin|clack|crack)|(?:squeak|creak|clunk|click|groan|whin|clack)\\w*.*(?:turn|steer|corner|bend|lock) | (?:打方向|转弯|转向|打轮|原地打).{0,14}(?:响|咯|声|吱|嘎|咔)
bump_noise | (?:bump|rough|cobble|pothole|suspension|uneven|speed ?bump).*(?:clunk|knock|rattl|nois|creak|thud|squeak|bang)|(?:clunk|knock|thud|rattl|bang|creak)\\w*.*(?:bump|rough|cobble|suspension|uneven) | (?:颠|减速带|坑洼|烂路|不平|过坎|底盘|悬挂|避震).{0,12}(?:响|咯|哐|咚|声|吱|当)
pulling | pull(?:s|ing)? to|drift(?:s|ing)? to|veer|crooked|off[- ]cent|alignment|wander | 跑偏|往(?:左|右|一边).{0,4}(?:偏|跑|拉)|偏(?:左|右)|四轮定位|方向.{0,4}(?:不正|歪)
whine | whin|hum(?:s|ming)?\\b|whistl|howl|drone|buzz|roar | 嗡嗡|啸叫|呜呜|哨|嗡|尖啸|风噪
rattle | rattl|knock|tick(?:s|ing)|tapping|clatter|clunk|click|squeak|creak|scrap | 哒哒|嗒嗒|哐|咔|咯|吱|异响|响声|叮叮|嘎
smell_ac | (?:ac|air ?con\\w*|vent\\w*|air|heater|blower).*(?:smell|stink|musty|mould|mold|damp|socks)|musty|mould|mold|cabin filter|pollen | 霉味|空调.{0,10}(?:味|臭|霉|酸)|空调滤|异味|馊
smell_fuel | (?:smell|stink|whiff).*(?:petrol|fuel|gas\\b|diesel)|(?:petrol|fuel|gas|diesel).*smell | (?:汽油|油|柴油)味
smell_other | rotten egg|sulphur|sulfur|sweet\\w* smell|smell\\w*.*sweet|syrup|vinegar|fish|smell|stink | 臭鸡蛋|甜味|酸味|怪味|臭味|味道|味儿
overheating | overheat|temperature gauge|coolant|steam (?:from|out)|antifreeze|running hot|radiator|needle.*(?:red|hot) | 水温|开锅|冷却液|防冻液|高温|水箱|过热
leak | leak|puddle under|drip|fluid|stain|(?:wet|water|oil).*(?:under|floor|carpet|footwell) | 漏(?!气)|滴(?:油|水)|渗|车底.{0,6}(?:水|油|滩)|地上.{0,6}(?:滩|油|水)|脚垫.{0,4}湿
engine_light | (?:engine|warning|check|orange|yellow|red|amber|flashing).*(?:light|lamp|symbol)|light (?:came|comes|went) on | (?:故障|警告|发动机|黄|红)灯|灯亮
no_start | (?:won't|doesn't|not|hard to|trouble|refuse\\w*) (?:start|crank|turn over|fire)|start\\w*.*(?:slow|hard|rough|hesit|crank|twice|click)|stall|cuts? out | (?:打不|难打|不好打|启动|点).{0,4}(?:着|困难|慢)|熄火|启动.{0,6}(?:费劲|抖|慢)
power_loss | (?:lost|losing|no|less|lack\\w*) power|sluggish|hesitat|jerk|stutter|judder\\w* when|limp|accelerat\\w*.*(?:slow|weak|nothing|hesit|jerk)|rev | 没劲|无力|动力.{0,4}(?:弱|下降|不足|没)|顿挫|一顿一顿|闯动|加速.{0,6}(?:慢|肉|抖|顿)|油门.{0,6}(?:肉|顿)
parked_long | (?:park|stand|leav|unused|not driv|stor)\\w*.*(?:weeks?|months?|long|airport|holiday|vacation)|(?:weeks?|months?).*(?:park|stand|unused|without driv) | (?:停|放).{0,6}(?:久|几(?:个)?月|一个月|半年|长时间)|长期.{0,4}(?:停|不开)|不开.{0,8}(?:电瓶|电池)
starter_battery | (?:12|twelve|starter|car) ?(?:volt )?battery|battery (?:last|life|replace|die)|how long.*battery | 电瓶|蓄电池|电池.{0,6}(?:寿命|几年|多久|换|衰减)
brake_pads | brake (?:pads?|discs?|fluid|rotor)|(?:pads|discs|rotors) | 刹车(?:片|盘|油|皮)
brake_feel | brak\\w*.*(?:soft|spong|hard|long|feel|pedal)|pedal | 刹车.{0,8}(?:软|硬|行程|感觉|踏板)|踏板
abs | \\babs\\b|anti[- ]?lock|pedal.*(?:puls|vibrat|shak) | ABS|防抱死|abs
esp | \\besp\\b|\\besc\\b|stability control|traction control|skid\\w* light | ESP|esp|车身稳定|牵引力
adaptive_cruise | adaptive|\\bacc\\b|cruise|radar|keeps? (?:the |its )?distance|lane (?:assist|keep|depart)|autopilot|emergency brak|collision | 自适应|巡航|车道(?:保持|偏离|居中)|辅助驾驶|自动刹车|雷达.{0,6}(?:原理|怎么|工作)|跟车
airbag | airbag | 气囊
start_stop | start[- ]?stop|auto hold|idle|idling|warm(?:ing)? up | 启停|怠速|热车|自动驻车|原地热
wipers | wiper|smear|streak|judder\\w* across | 雨刮|雨刷|刮不干净
washer | washer|screen ?wash|windscreen fluid | 玻璃水|喷水
headlights | high beam|full beam|dipp|headlight|main beam|daz+l|blinded by|oncoming light|glare of | 远光|近光|大灯|晃眼|眩目
sun | \\bsun\\b|low sun|glare|sunset.*(?:see|blind)|sunrise.*(?:see|blind) | 太阳.{0,8}(?:刺|晃|照|直)|逆光|阳光.{0,6}(?:刺|晃|直|照)|夕阳.{0,6}(?:刺|晃|直)
animal | deer|animal|elk|moose|boar|fox|dog (?:run|jump|on)|cat (?:run|jump)|cow|horse|sheep|wildlife|bird | 动物|野(?:猪|狗|兔)|鹿|窜出|牛羊|羊群|狗.{0,4}(?:冲|窜|跑|横)|猫.{0,4}(?:窜|跑)|牛.{0,4}(?:路|挡)
wind | (?:cross|side|strong|gust\\w*|high)[- ]?wind|gust|windy | 横风|侧风|大风|风太大|风大
ice | \\bice\\b|icy|black ice|snow|skid|slid|slip|frost|slippery|sleet|hail|blizzard | 结冰|冰(?:面|雪|雹)|黑冰|暗冰|打滑|侧滑|雪(?:地|天|路|大)|下雪|路滑
stuck | stuck|mud|sand\\b|wheels? spin | 陷(?:车|进|在|住)|泥(?:里|坑|地)|沙(?:地|里|滩)|轮子空转
rain | heavy rain|downpour|pouring|cloudburst|thunder|lightning|storm|rain | 暴雨|大雨|打雷|雷|闪电|雨天|下雨
downhill | downhill|descent|mountain|engine brak|steep|slope|hill | 下坡|长坡|山路|盘山|坡(?:道|上|起)|溜车
breakdown | break ?down|broke(?:n)? down|hard shoulder|warning triangle|tow(?:ed|ing|-truck)?\\b|motorway.*(?:stop|stand|die)|engine.*(?:dies|stops|quits) | 抛锚|应急车道|三角牌|拖车|半路.{0,4}(?:坏|停)|趴窝|高速.{0,6}(?:坏|停)
trailer | trailer|caravan|roof ?(?:rack|box|bars)|load|luggage | 拖挂|房车|车顶(?:箱|架|行李)|装货|超载
emergency_vehicle | ambulance|siren|emergency vehicle|blue lights?|fire engine|police (?:car )?behind|rescue lane | 救护车|警车|消防车|鸣笛|让行.{0,4}(?:救|消)|应急车辆
right_of_way | right of way|roundabout|priority|give way|yield|zipper|merge|who goes first|four[- ]way|junction|zebra|school bus|tram | 环岛|让行|先行|谁先走|路权|拉链|汇入|并线|斑马线|路口|校车|公交道
distance | (?:keep|much|safe|follow\\w*|tailgat).*distance|how close|stopping distance|two[- ]second | 车距|跟车.{0,4}(?:距|远|近)|安全距离|刹车距离
tailgater | tailgat|right behind me|on my bumper | 后车.{0,6}(?:近|逼|贴|顶)|贴(?:着|得)
speed_limit | speed limit|how fast.*(?:allowed|may|can i)|limit | 限速|最高.{0,4}多少
phone_law | phone|hands?[- ]free | 手机
parking_rules | park(?:ing)?\\b | 停车|泊车
chip | (?:stone )?chip|crack\\w*.*(?:windscreen|windshield|glass)|windscreen crack|scratch | 石子|玻璃.{0,4}(?:裂|缝|坑)|划痕|掉漆
hot_car | (?:dog|child|kid|baby).*(?:car|heat|sun)|hot car|sun.*parked|cool.*(?:down|car) | 暴晒|晒.{0,4}(?:烫|热)|高温.{0,4}停|车里.{0,4}(?:热|烫).{0,6}(?:快|降)
seat_position | seat(?:ing)? position|headrest|mirror|hands? on the wheel|posture|back ?(?:ache|pain) | 坐姿|头枕|后视镜|手.{0,4}握|腰(?:疼|痛|酸)
running_in | run(?:ning)?[- ]in|break(?:ing)?[- ]in|new car | 磨合|新车
clutch | clutch|gear(?:box|s)?|transmission|shift | 离合|变速箱|挂挡|换挡|档位|挡位
ac_use | recirculat|air ?con|\\bac\\b|heater|heating|climate | 内循环|外循环|空调|暖风|制冷
heating_weak | blow\\w*.*cold|no heat|not (?:cold|warm|cool) | 不(?:制冷|制热|凉|热)|吹.{0,4}(?:热|冷)风
break_time | how often.*(?:break|rest|stop)|tired|long (?:drive|trip|journey) | 多久.{0,4}(?:休息|歇)|疲劳|长途
warning_noise | beep|chime|ding | 滴滴|嘀|报警声
overtake | overtak|passing|pass a (?:lorry|truck) | 超车|变道
tunnel | tunnel | 隧道
service_due | service|inspection|mot\\b | 保养|年检|年审
"""


@cache
def _matters(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for row in _ROWS.strip().replace("\\\\", "\\").split("\n"):
        key, english, chinese = (cell.strip() for cell in row.split(" | "))
        found.append((key, re.compile(rf"(?:\b|(?<=\W))(?:{english})" if language == "en" else chinese, re.I)))
    return tuple(found)


def matter(text: str, language: Language) -> str:
    """The matter that a question about cars and roads is about; empty for one of a kind of its own."""
    said = text.replace("’", "'")
    return next((key for key, pattern in _matters(language) if pattern.search(said)), "")
