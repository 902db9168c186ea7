"""What sounds told by the shape of its sentence moves nothing, whatever it is about; a wish in an odd shape stays one."""

from __future__ import annotations

import pytest

from device.bench.wordings import meaning_of
from edge.language import Language
from edge.model.understanding import understand
from edge.model.understanding.telling import BUCKETS, features, head, wished

TALES: list[tuple[Language, str]] = [
    ("en", "the flight attendant suggested we lower the blinds and the temperature"),
    ("en", "I was about to close the sunroof myself"),
    ("en", "she'd like the rear window shut but I said no"),
    ("en", "our plumber wants the heating on all day"),
    ("en", "I nearly switched the wipers on"),
    ("en", "nobody told you to mute the radio"),
    ("en", "in that series they shout turn up the volume"),
    ("zh", "隔壁老周嚷嚷着把空调打开"),
    ("zh", "原本打算叫你把座椅加热打开的"),
    ("zh", "窗户我早就关好了"),
    ("zh", "没人叫你把收音机打开"),
    ("zh", "别把导航关了"),
    ("zh", "我外公要是在准会把空调关掉"),
    ("zh", "她想开窗，我没答应"),
    ("zh", "电视剧里那女的喊把灯打开"),
]
TAKEN_BACK: list[tuple[Language, str]] = [
    ("en", "switch the fan to three, oh, forget it"),
    ("en", "close the sunroof, no, don't"),
    ("en", "turn on the seat heating, actually never mind"),
    ("zh", "把座椅加热打开，哎算了"),
    ("zh", "开一下天窗，还是不用了"),
]
WISHES: list[tuple[Language, str, str]] = [
    ("en", "I don't need the fog light any longer", "set_light"),
    ("en", "my daughter is cold back there, turn her seat heating on", "set_seat"),
    ("en", "would you be so kind as to open the rear windows", "set_window"),
    ("en", "I can't see what I lost, cabin light on", "set_light"),
    ("en", "play She Said She Said", "media"),
    ("zh", "后雾灯用不着了，关了", "set_light"),
    ("zh", "我闺女冷，把后座加热打开", "set_seat"),
    ("zh", "播放那年你说过的话", "media"),
    ("zh", "按摩不用了", "set_seat"),
]

FORMS: list[tuple[Language, str, str]] = [
    ("en", "never open it up there while it's pouring", "=leave"),
    ("en", "windows open two fifths", "set_window(position=40, window=all)"),
    ("en", "what does C one two three four mean", "?warnings"),
    ("en", "an orange light came on", "?warnings"),
    ("zh", "故障码U零一零零是什么意思", "?warnings"),
    ("zh", "快没油了，找个地方加油", "navigate(poi=fuel_station)"),
    ("zh", "去青岛，绕开收费的道", "navigate(avoid=toll, destination=青岛)"),
    ("zh", "play 邓丽君的歌", "media(action=play, query=邓丽君)"),
    ("en", "knock three degrees off in the back", "set_climate(delta=-3, zone=rear)"),
    ("en", "fan to four out of five", "set_fan(level=80)"),
    ("en", "bring some outside air in", "set_airflow(recirculation=off)"),
    ("en", "warm the passenger seat as much as it goes", "set_seat(heating=3, seat=passenger)"),
    ("en", "a hot steering wheel please", "set_steering_wheel_heating(on=true)"),
    ("en", "the heater in our living room is too hot", "-"),
    ("en", "my cousins kept opening the windows", "-"),
    ("en", "we've just been to a charging station", "-"),
    ("zh", "没什么风，调大点", "set_fan(delta=10)"),
    ("zh", "给李师傅拨个电话", "call(contact=李师傅)"),
    ("zh", "风小一档", "set_fan(delta=-20)"),
    ("zh", "今后我都喜欢二十三度", "remember_preference(key=temperature, value=二十三度)"),
    ("zh", "小孩们没事就开窗", "-"),
    ("zh", "听着音乐可真享受", "-"),
    ("zh", "我晚点打给你", "-"),
    ("en", "open the right one at the back", "set_window(position=100, window=rear_right)"),
    ("en", "turn up the fan and the radio", "set_fan(delta=20); set_volume(delta=20)"),
    ("en", "Bath, but no tolls", "navigate(avoid=toll, destination=Bath)"),
    ("en", "how about something by Nina Simone", "media(action=play, query=Nina Simone)"),
    ("en", "off to the office", "navigate(poi=work)"),
    ("en", "none of us is hot", "-"),
    ("en", "it isn't all that loud", "-"),
    ("en", "there was a hospital near here", "-"),
    ("en", "my aunt's flat has underfloor heating", "-"),
    ("zh", "空调温度和风量都调高点", "set_climate(delta=1); set_fan(delta=10)"),
    ("zh", "前面有加油站吗", "navigate(poi=fuel_station)"),
    ("zh", "常州，不走高速", "navigate(avoid=motorway, destination=常州)"),
    ("zh", "问一下我妈热不热", "-"),
    ("en", "I'm considering closing the sunroof", "-"),
    ("en", "I'd like to put the fan up but it's so noisy", "-"),
    ("en", "I'd love to open the window but it's snowing, so turn the fan up", "set_fan(delta=20)"),
    ("en", "if you turn the radio off we'll be lost", "-"),
    ("en", "hang on till I close my window", "-"),
    ("en", "would a policeman turn the fog light on", "-"),
    ("en", "switch the television off", "-"),
    ("en", "the seat massage is pointless", "-"),
    ("en", "take us to York, we leave at six", "navigate(destination=York)"),
    ("zh", "给大家放点民谣", "media(action=play, query=民谣)"),
    ("zh", "附近有什么好吃的餐馆", "navigate(poi=restaurant)"),
    ("zh", "我平时都把风量开到三十", "-"),
    ("zh", "其实挺想开窗的，可惜太吵", "-"),
    ("zh", "该换新雨刷了", "-"),
    ("en", "no heating on the steering wheel", "set_steering_wheel_heating(on=false)"),
    ("en", "back fogs off", "set_light(light=fog_rear, on=false)"),
    ("en", "Deborah forgot to close the sunroof", "-"),
    ("en", "we were asked to turn the radio and the lights off", "-"),
    ("en", "take us back to the seventies", "-"),
    ("en", "who designed the sunroof", "-"),
    ("en", "convert thirty degrees into fahrenheit", "-"),
    ("zh", "往合肥开吧", "navigate(destination=合肥)"),
    ("zh", "去普陀山，别乘船", "navigate(avoid=ferry, destination=普陀山)"),
    ("zh", "什么时候能到目的地", "navigation(action=eta)"),
    ("zh", "再播一遍前一首", "media(action=previous)"),
    ("zh", "小钱已经把后窗关上了", "-"),
    ("zh", "回到九十年代", "-"),
    ("zh", "我让你开空调你偏不开", "-"),
    ("en", "it's stuffy for the passenger, cool it down over there", "set_climate(delta=-2, zone=passenger)"),
    ("en", "passenger seat heater on two", "set_seat(heating=2, seat=passenger)"),
    ("en", "slow the wipers down", "set_wipers(mode=slow)"),
    ("en", "whack on some Oasis", "media(action=play, query=Oasis)"),
    ("en", "are we almost there yet", "navigation(action=eta)"),
    ("en", "turn the fan up, no, down", "set_fan(delta=-20)"),
    ("en", "they're forever blowing hot and cold", "-"),
    ("zh", "弄点罗大佑听听", "media(action=play, query=罗大佑)"),
    ("zh", "该加汽油了", "navigate(poi=fuel_station)"),
    ("zh", "去公司，不过别走高速", "navigate(avoid=motorway, poi=work)"),
    ("zh", "大家嚷的是开窗", "-"),
    ("zh", "那间超市空调开得真足", "-"),
]
"""What six rounds of fresh wordings taught, mostly in other words than theirs: the text and what it comes to."""


@pytest.mark.parametrize(("language", "text"), TALES)
def test_what_is_told_moves_nothing(language: Language, text: str) -> None:
    assert understand(text, language).tool_calls == []


@pytest.mark.parametrize(("language", "text"), TAKEN_BACK)
def test_what_is_taken_back_is_left(language: Language, text: str) -> None:
    assert understand(text, language).intent == "control.leave"


@pytest.mark.parametrize(("language", "text", "tool"), WISHES)
def test_a_wish_in_any_shape_is_one(language: Language, text: str, tool: str) -> None:
    assert {name for name, _ in understand(text, language).tool_calls} == {tool}


@pytest.mark.parametrize(
    ("language", "one", "other"), [("en", "open the window", "close the sunroof"), ("zh", "打开车窗", "关上天窗")]
)
def test_the_head_looks_at_kinds_and_not_at_things(language: Language, one: str, other: str) -> None:
    shape = set(features(one, language).tolist()) & set(features(other, language).tolist())
    assert len(shape) > 3
    assert head(language).weights.shape == (BUCKETS,)
    assert wished(one, language) > 0.9
    assert wished("", language) == 1.0


@pytest.mark.parametrize(("language", "text", "meaning"), FORMS)
def test_what_the_rounds_taught(language: Language, text: str, meaning: str) -> None:
    assert meaning_of(understand(text, language)) == meaning
