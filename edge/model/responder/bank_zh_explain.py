"""Chinese answers to what a function of the car is for. They are asked for by form, so they have no patterns of their own."""

EXCHANGES: dict[str, tuple[str, str]] = {
    "explain_recirculation": (
        "",
        "内循环把外面的空气挡住，过隧道、跟在有味道的车后面时好用。外循环换新鲜空气，玻璃不容易起雾，人也清醒。",
    ),
    "explain_fog_light": (
        "",
        "后雾灯是大雾里给后车看的，免得人家发现得太晚。天气好的时候开着反而晃眼。",
    ),
    "explain_defrost": (
        "",
        "除雾就是用干燥的暖风吹玻璃，或者给玻璃加热，让视线恢复清楚。",
    ),
    "explain_seat_ventilation": (
        "",
        "座椅通风让空气从座椅里流过，天热时后背不容易出汗。",
    ),
    "explain_auto": (
        "",
        "自动模式下，空调自己决定风量和风向，把车里保持在你要的温度。",
    ),
    "explain_low_beam": (
        "",
        "近光灯在天黑、隧道和下雨时用，既看清路，也让别人看见你。",
    ),
    "explain_ambient": (
        "",
        "氛围灯只管气氛，颜色和亮度都可以让我来调。",
    ),
    "explain_wheel_heating": (
        "",
        "方向盘加热让手不冷，开车不用戴手套。",
    ),
    "explain_seat_heating": (
        "",
        "座椅加热比热风来得快，也更省电。",
    ),
    "explain_massage": (
        "",
        "座椅按摩会轻轻推动靠背，开长途时放松一下腰背。",
    ),
    "explain_opening": (
        "",
        "车开着的时候开窗又吵又灌风，所以停稳了我才开。",
    ),
}  # fmt: skip
