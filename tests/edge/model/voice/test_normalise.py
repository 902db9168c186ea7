"""Numbers, units and times as they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language import Language
from edge.model.voice.normalise import spoken_form

ENGLISH = {
    "About 210 km left, 62%.": "About two hundred and ten kilometres left, sixty-two percent.",
    "It's 14:30.": "It's fourteen thirty.",
    "At 9:00, 14:00 and 0:05": "At nine o'clock, two PM and twelve oh five AM",
    "2:05 pm.": "two oh five PM.",
    "-5°C outside": "minus five degrees outside",
    "22.5 °C": "twenty-two point five degrees",
    "2.3 bar or 230 kPa": "two point three bar or two hundred and thirty kilopascals",
    "1 km": "one kilometre",
    "20-25 km/h": "twenty to twenty-five kilometres per hour",
    "16.8 kWh/100km": "sixteen point eight kilowatt hours per hundred kilometres",
    "1,234 km": "one thousand two hundred and thirty-four kilometres",
    "$5.50": "five dollars fifty",
    "in 2026": "in twenty twenty-six",
    "2026-11-22": "November twenty-second, twenty twenty-six",
    "P0420": "P zero four two zero",
    "A4 and 5G": "A four and five G",
    "the 21st": "the twenty-first",
    "3/4 full": "three quarters full",
    "v1.2.3": "v one point two point three",
    "Model 3. Next": "Model three. Next",
    "Call 13812345678": "Call one three eight one two three four five six seven eight",
    "½ and ②": "one half and two",
    "in kWh": "in kilowatt hours",
    "15 kWh/100 km, 6.2 l/100 km": "fifteen kilowatt hours per hundred kilometres, six point two litres per hundred kilometres",
    "Call +49 176 5555": "Call plus four nine one seven six five five five five",
    "Nov 26, 2026": "November twenty-sixth, twenty twenty-six",
    "songs of the 1990s and 2000s": "songs of the nineteen nineties and two thousands",
    "24/7 at No. 5": "twenty-four seven at number five",
    "1000000 people, 3:1, 2+2=4": "one million people, three to one, two plus two equals four",
}

CHINESE = {
    "还能开大约210公里，剩余62%。": "还能开大约两百一十公里，剩余百分之六十二。",
    "现在14:30": "现在十四点三十分",
    "2:30，14:05，9:00": "两点半，十四点零五分，九点",
    "-5°C": "零下五度",
    "22.5℃": "二十二点五度",
    "-3度，2度": "零下三度，两度",
    "2.3 bar": "二点三巴",
    "230kPa": "两百三十千帕",
    "20-25%": "百分之二十到二十五",
    "20到25 km/h": "二十到二十五公里每小时",
    "2个座位，第2个，2号，2月2日，2档": "两个座位，第二个，二号，二月二日，二档",
    "2026年": "二零二六年",
    "2026-11-22": "二零二六年十一月二十二日",
    "2200 20000 10010 12 112 100200": "两千二百 两万 一万零一十 十二 一百一十二 十万零二百",
    "3/4": "四分之三",
    "P0420": "P 零四二零",
    "电话13812345678": "电话一三八一二三四五六七八",
    "Model 3 的续航是500 km": "Model 三 的续航是五百公里",
    "2小时20分钟": "两小时二十分钟",
    "1.5倍": "一点五倍",
    "¥2": "两元",
    "二〇二六年，100%，5%~10%": "二零二六年，百分之百，百分之五到百分之十",
    "京A12345": "京A 一二三四五",
    "1+1=2，3×4": "一加一等于二，三乘以四",
    "拨打+86 138 0013 8000": "拨打加八六一三八零零一三八零零零",
}


@pytest.mark.parametrize(("written", "said"), ENGLISH.items())
def test_english(written: str, said: str) -> None:
    assert spoken_form(written, "en") == said


@pytest.mark.parametrize(("written", "said"), CHINESE.items())
def test_chinese(written: str, said: str) -> None:
    assert spoken_form(written, "zh") == said


written_numbers = st.lists(
    st.one_of(
        st.integers(-(10**13), 10**13).map(str),
        st.decimals(-9999, 9999, places=2, allow_nan=False).map(str),
        st.sampled_from(
            ["km", " km/h", "%", "°C", ":", "-", "/", ".", ",", " ", "年", "个", "度", "$", "A", "第", "２", "²", "pm"]
        ),
        st.text(max_size=4),
    ),
    max_size=8,
).map("".join)


@given(written_numbers, st.sampled_from(["en", "zh"]))
def test_no_digit_is_left_and_a_second_pass_changes_nothing(text: str, language: Language) -> None:
    said = spoken_form(text, language)
    assert not any(character.isdigit() for character in said)
    assert spoken_form(said, language) == said


@given(st.integers(0, 10**11))
def test_every_number_is_said_differently(number: int) -> None:
    assert spoken_form(str(number), "en") != spoken_form(str(number + 1), "en")
    assert spoken_form(f"{number}公里", "zh") != spoken_form(f"{number + 1}公里", "zh")
