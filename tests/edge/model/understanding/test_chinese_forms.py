"""Forms of Chinese wishes that independent writers taught, each in words of our own."""

from __future__ import annotations

import pytest

from device.bench.wordings import meaning_of
from edge.model.understanding import understand
from edge.model.understanding.avoiding_zh import split_avoid_zh
from edge.model.understanding.judging import moving
from edge.model.understanding.pausing import BUCKETS, head, with_pauses

FORMS: list[tuple[str, str]] = [
    ("我老婆坐副驾，她那边座椅通风开二档", "set_seat(seat=passenger, ventilation=2)"),
    ("副驾按摩停了吧，通风开二档", "set_seat(massage=off, seat=passenger); set_seat(seat=passenger, ventilation=2)"),
    ("外面太吵了，把司机位的窗关上", "set_window(position=0, window=driver)"),
    ("后排两扇窗都摇下来", "set_window(position=100, window=rear)"),
    ("副驾玻璃落一半，太多了，落到三成", "set_window(position=30, window=passenger)"),
    ("前雨刮快速，还是慢速吧", "set_wipers(mode=slow, where=front)"),
    ("前面玻璃上全是雾，赶紧除雾", "set_defrost(on=true, where=front)"),
    ("音乐听够了，切下一首", "media(action=next)"),
    ("给张三打电话，不是，给李四", "call(contact=李四)"),
    ("去常州，不要过收费站", "navigate(avoid=toll, destination=常州)"),
    ("去公司，但是千万别走高速", "navigate(avoid=motorway, poi=work)"),
    ("你记着啊，我喜欢风量开三十", "remember_preference(key=note, value=我喜欢风量开三十)"),
    ("你要记住哦，我叫阿强", "remember_preference(key=name, value=阿强)"),
    ("给孩子放个小猪佩奇的故事", "media(action=play, query=小猪佩奇的故事)"),
    ("播放 Taylor Swift 的 Love Story", "media(action=play, query=Taylor Swift 的 Love Story)"),
    ("把 volume 调到 30", "set_volume(level=30)"),
    ("导航到 Starbucks", "navigate(destination=Starbucks)"),
    ("打开制冷，外面都三十六度了", "set_climate(mode=cool)"),
    ("暖风别开了，太费电", "set_climate(power=off)"),
    ("请开我的坐垫的热", "set_seat(heating=2, seat=driver)"),
    ("后排窗户留两指宽", "set_window(position=10, window=rear)"),
    ("阅读灯关掉，近光灯别关", "set_light(light=cabin, on=false)"),
    ("想加油，找个附近的", "navigate(poi=fuel_station)"),
    ("我要去万达看电影，导航过去", "navigate(destination=万达)"),
    ("先放首歌，等等先别放，导航去天河城", "navigate(destination=天河城)"),
    ("再讲一遍前面咋走", "navigation(action=repeat)"),
    ("记着音量我平时都开三十", "remember_preference(key=volume, value=音量我平时都开三十)"),
    ("副驾的 seat heating 开到二档", "set_seat(heating=2, seat=passenger)"),
]
LATER = ["下了高速以后再导航去加油站", "电量低于百分之二十的时候导航去充电站", "等娃儿睡着了，把音乐关小", "进隧道的时候切内循环"]
NO_WISHES = [
    "对，李总，我到公司再把文件发您",
    "那年下大雨，雨刷刮到最快都看不清路",
    "刚刚那首歌蛮好听的",
    "不用帮我找停车场，公司有车位",
    "别开窗，外头全是沙子",
    "中控屏调亮一点",
    "天窗就让它开着吧",
    "把氛围灯关掉？不用，留着吧",
    "音量调到三十，算了，不调了",
    "不用导航，这边我熟",
]


@pytest.mark.parametrize(("text", "meaning"), FORMS)
def test_a_form_is_understood(text: str, meaning: str) -> None:
    assert meaning_of(understand(text, "zh")) == meaning


@pytest.mark.parametrize("text", LATER)
def test_what_is_for_later_is_declined(text: str) -> None:
    assert understand(text, "zh").intent == "unavailable.later"


@pytest.mark.parametrize("text", NO_WISHES)
def test_what_is_no_wish_moves_nothing(text: str) -> None:
    assert not moving(understand(text, "zh").acts)


@pytest.mark.parametrize(
    ("text", "rest", "avoid"),
    [
        ("虹桥火车站，不走高架不走高速".replace("，", ","), "虹桥火车站", "motorway"),
        ("哈尔滨,过路费贵的那种道儿别走", "哈尔滨", "toll"),
        ("三亚,别坐轮渡", "三亚", "ferry"),
        ("高速服务区", "高速服务区", ""),
    ],
)
def test_what_is_to_be_avoided_is_told_from_where_to(text: str, rest: str, avoid: str) -> None:
    assert split_avoid_zh(text) == (rest, avoid)


def test_pauses_that_a_recogniser_left_out_are_found() -> None:
    assert head().weights.shape == (BUCKETS,)
    assert with_pauses("孩子睡着了把音乐关小一点") == "孩子睡着了,把音乐关小一点"
    assert with_pauses("下雨了，快点关窗") == "下雨了，快点关窗"
    assert with_pauses("打开车窗") == "打开车窗"
    spoken = "前面有人抽烟赶紧切内循环"
    assert meaning_of(understand(spoken, "zh")) == "set_airflow(recirculation=on)"
    assert understand(spoken, "zh").text == spoken
