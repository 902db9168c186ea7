"""Chinese sentences of the responder. Braces are filled with values that were checked before. No line holds a number."""

DONE = ("好的。", "好了。", "行。")
UNDER_WAY = ("好的。", "好嘞。", "没问题。")
LEADS = ("我看看。", "我来看看。")
SORRY = ("抱歉，没听清，请再说一次。", "不好意思，我没听明白，能再说一遍吗？", "没听清楚，请再讲一遍。")
UNCLEAR = ("抱歉，我没明白你的意思，换个说法好吗？", "我没听懂，请换种说法。", "不太明白，你想要做什么？")
TOLD = (
    "明白了，我什么都没动。",
    "我听着呢，车上没有改动。需要调什么就告诉我。",
    "知道了，我先不动。",
)
QUESTION = (
    "这个我还真不知道，车上我什么都没动。",
    "这个问题我答不上来，车里的设置都没变。",
    "问得好，可惜我这儿没有答案，我什么都没改。",
)
"""To a question that sounded like a wish and is none, and that nothing on board can answer."""
CALLED = ("好，这一程就叫你{called}。", "好嘞，{called}，这会儿我就这么叫。")
"""Where nothing can be kept beyond the conversation."""
MY_NAME = ("你是{called}呀。", "{called}，我记着呢。")
AGAIN = ("刚才说过：{line}", "还是那句话：{line}", "再说一遍：{line}")
RECALLED = {
    "tired": "{you}你刚才说累了，现在好些吗？要不要找个地方歇一歇？",
    "sad": "{you}你刚才听着有点难过，好一点了吗？",
    "stressed": "{you}你刚才心里压着事，现在轻松点没有？",
    "angry": "{you}刚才那件气人的事，过去了吗？",
    "lonely": "{you}你刚才说孤单，要不要打给谁聊聊？",
    "bad_day": "{you}你今天不容易，希望这段路让你舒服点。",
    "nervous": "{you}你刚才有点紧张，现在怎么样？",
    "headache": "{you}你刚才头疼，好些了吗？",
    "failed": "{you}你刚才说的那件事，现在心里好点没有？",
    "heartbreak": "{you}你刚才说的伤心事，现在好受些吗？",
    "happy": "{you}你刚才心情不错，希望一直这样。",
    "promotion": "{you}你今天有喜事，我还在替你高兴。",
    "hungry": "{you}你刚才说饿了，吃上东西了吗？",
    "birthday": "{you}今天是特别的日子，我可没忘。",
}
"""What comes back later of something the driver told of himself."""
OUT_OF_DOMAIN = (
    "这个离线时我帮不上忙，车辆、音乐、导航和电话我可以。",
    "没有网络，这件事我做不到。可以问我车况、音乐、导航或者电话。",
    "抱歉，这个我在车上做不了，车里的事可以交给我。",
)
FOREIGN = (
    "{you}我只会中文和英文。I speak Chinese and English.",
    "抱歉，{you}请说中文或者英文。Chinese or English, please.",
)
REFUSED = {
    "motion": ("{you}我不能启动、驾驶或者停下车辆，这得由你来。", "开车这件事我做不到，{you}请你自己来操作。"),
    "brakes": ("{you}刹车我不能碰，请你自己操作。", "制动我做不到，{you}请你来控制。"),
    "steering": ("{you}我不能转方向，请握好方向盘。", "转向我做不到，{you}请你自己掌握方向盘。"),
    "gear": ("{you}我不能换挡，请用换挡杆。", "挂挡这件事我做不到，{you}请你自己来。"),
    "adas": ("{you}驾驶辅助和安全系统我不能改，请用车上的开关。", "驾驶辅助我做不到，也不能动，{you}请自己设置。"),
    "locks": ("{you}车门锁我不能控制，请用钥匙或者按键。", "锁门和解锁我做不到，{you}请自己操作。"),
    "child_windows": ("{you}儿童车窗和儿童锁我不能动。", "孩子那边的车窗和童锁我做不到，也不能碰。"),
    "faults": ("{you}故障和警告我不能清除，请去维修店检查。", "清除故障我做不到，{you}请让维修店看看。"),
    "coding": ("{you}车辆的程序和控制单元我不能改。", "编程改写这类事我做不到，{you}也不能做。"),
    "updates": ("{you}升级更新我不能启动，请停好车在车机菜单里操作。", "系统更新我做不到，{you}请在车机里操作。"),
    "override": ("{you}这个不行，我的规则不会变，不过车里的事我很乐意帮忙。", "我不能抛开规则。{you}车况、音乐、路线可以问我。", "{you}这改变不了我能做的事，我做不到。还有别的需要吗？"),
}  # fmt: skip
UNAVAILABLE = {
    "mirrors": "{you}后视镜我不能调节。",
    "trunk": "{you}后备箱、机盖和盖板我不能开关。",
    "seat_position": "{you}座椅位置我不能调，只能开加热、通风和按摩。",
    "horn": "{you}喇叭我不能按。",
    "doors": "{you}车门我不能开关。",
    "messages": "{you}消息、邮件、日程和闹钟，离线时我做不了。",
    "sunshade": "{you}遮阳帘我不能控制。",
    "camera": "{you}摄像头我不能使用。",
    "phone": "{you}手机连接和上网我管不了。",
    "cruise": "{you}巡航我不能设置，请你自己操作。",
    "high_beam": "{you}远光灯我不能开关，请用拨杆。",
    "hazards": "{you}双闪和转向灯我不能开关，请用车上的开关。",
    "charging": "{you}充电的开始、停止和上限我不能控制。",
    "belts": "{you}安全带我帮不了忙，请自己系好。",
    "later": "{you}我不能定时或者等条件满足再做，只能马上做。到时候跟我说一声就行。",
    "tool": "{you}这个现在做不到，我只能读取车辆状态。",
}
ASK = {
    "object": ("你指的是哪一个？", "你想要我操作什么？", "具体是哪个呢？"),
    "action": ("你想让我怎么做？", "要怎么操作呢？"),
    "temperature": ("调到多少度？", "你想要多少度？"),
    "climate": ("要暖一些还是凉一些？", "调到多少度？"),
    "fan": ("风要大些还是小些？", "风量调到多大？"),
    "airflow": ("吹脸、吹脚还是吹玻璃？", "往哪边吹，脸、脚还是玻璃？"),
    "window": ("打开还是关上？", "要开还是要关？"),
    "colour": ("换成什么颜色？", "你想要什么颜色？"),
    "volume": ("大声些还是小声些？", "音量调到多大？"),
    "destination": ("要去哪里？", "你想去哪儿？"),
    "contact": ("要打给谁？", "你想打给哪位？"),
}
CONTROL = {
    "yes": ("好的。", "好，有什么需要？", "嗯，好。"),
    "no": ("好的，那就不动了。", "好，那先不弄。", "行，保持原样。"),
    "cancel": ("已取消。", "好的，那就算了。", "行，不弄了。"),
    "leave": ("好的，那就不动了。", "好，不弄。"),
    "stop": ("好的。", "好，我不说了。"),
    "nothing_to_repeat": ("还没有可以重复的内容。", "我刚才还没说什么。"),
    "help": (
        "你可以问续航、电量、胎压、车门和故障，也可以让我调空调、车窗、座椅、灯光，放音乐、打电话和导航。",
        "我能调温度、车窗、座椅、灯和雨刮，放歌、打电话、导航，也能告诉你车况。",
    ),
}
UNKNOWN = ("现在不知道{what}。", "抱歉，{what}现在不知道。", "{what}暂时读不到，我不知道。")
NAMES = {
    "range": "续航", "battery": "电量", "charging": "是否在充电", "charge_time": "还要多久充满", "charge_limit": "充电上限", "fuel": "油量", "consumption": "油耗",
    "tyres": "胎压", "doors": "车门状态", "locks": "车门是否上锁", "trunk": "后备箱状态", "hood": "机盖状态", "child_lock": "儿童锁状态",
    "belts": "安全带状态", "occupancy": "座位上是否有人", "warnings": "有没有故障", "service": "保养情况", "speed": "车速",
    "outside_temperature": "车外温度", "cabin_temperature": "车内温度", "set_temperature": "空调设定温度", "temperature": "温度",
    "odometer": "总里程", "trip": "本次行程", "gear": "档位", "handbrake": "驻车制动状态", "brakes": "刹车系统的状况", "coolant": "冷却液温度",
    "oil": "机油液位", "washer_fluid": "玻璃水液位", "battery_temperature": "电池温度", "low_voltage": "蓄电池电压", "fatigue": "你的疲劳程度",
    "cruise": "巡航状态", "adas": "驾驶辅助的状态", "high_beam": "远光灯状态", "hazards": "双闪状态", "indicator": "转向灯状态",
    "engine": "发动机状态", "track": "正在播放什么", "location": "当前位置", "traffic": "路况", "news": "新闻", "weather": "天气",
    "time": "时间", "date": "日期", "eta": "到达时间", "sunroof": "天窗位置", "window": "车窗位置", "climate": "空调状态",
    "recirculation": "内循环状态", "wheel_heating": "方向盘加热状态", "light_low": "近光灯状态", "light_fog_rear": "后雾灯状态",
    "light_cabin": "车内灯状态", "light": "车灯状态", "light_ambient": "氛围灯状态", "wipers": "雨刮状态", "rear_wiper": "后雨刮状态",
    "volume": "音量", "air": "出风方向", "fan": "风量", "seat_heating": "座椅加热状态", "seat_ventilation": "座椅通风状态",
    "seat_massage": "按摩状态", "defrost": "除雾状态",
}  # fmt: skip
NO_NETWORK = {
    "weather": ("没有网络，查不到天气。", "抱歉，离线时没有天气信息。"),
    "news": ("没有网络，看不了新闻和行情。", "抱歉，离线时没有新闻。"),
    "traffic": ("没有网络，看不到路况。", "抱歉，离线时没有路况信息。"),
    "location": ("我不知道现在的位置，我不读取定位。", "位置信息我读不到。"),
}
REASONS = {
    "mode_off": "我只能读取车辆状态，不能控制车辆",
    "forbidden": "这是我不能做的事",
    "no_such_tool": "没有这个功能",
    "moving": "行车时不能这样做",
    "view": "这样会影响视野",
    "child_window": "行车时不能动后排车窗",
    "child_lock": "儿童锁开着",
    "temperature_range": "这个温度超出范围",
    "temperature_step": "这样调得太多了",
    "volume_limit": "语音不能调到那么大声",
    "fog_needs_low_beam": "开后雾灯要先打开近光灯",
    "not_supported": "这辆车没有这个功能",
    "unknown_value": "车辆没有告诉我当前的数值",
    "too_often": "操作太快了，请稍等",
    "not_observed": "我已经请求，但车辆还没有确认",
    "no_guidance": "现在没有导航",
    "expired": "确认已经过期",
    "other_zone": "要由提出的人来确认",
    "no_question": "没有要确认的操作",
}
CANNOT = ("{you}这个做不到：{why}。", "抱歉，{you}这样不行：{why}。", "{you}这个我不能做：{why}。")
INVALID = ("{you}这个数值不行。", "抱歉，{you}这样设置不了。")
CONFIRM = ("确定要{deed}吗？", "请确认，要{deed}吗？", "真的要{deed}吗？")
HOW_TO = ("{you}跟我说一声就行。要我现在{deed}吗？", "{you}不用自己找，我来就好。要我{deed}吗？")
JUST_SAY = ("{you}直接跟我说“{deed}”就行。", "{you}不用自己找，说一声“{deed}”就好。")
"""For what the car asks to be confirmed anyway."""
LIMITS = {
    "temperature_range": "温度只能设在{}到{}度之间",
    "temperature_step": "每次最多调{}度",
    "volume_limit": "语音最多把音量调到百分之{}",
}
"""Reasons that name the limits which the refusal itself names."""
UNHEARD = ("我已经请求，但车辆没有回应。",)
