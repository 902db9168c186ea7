"""Plain English wishes in what people put around them: courtesy and reasons change nothing, tales, conditions and quotations move
nothing, and a word said anew replaces the one before it."""

from __future__ import annotations

import pytest

from device.bench.wordings import meaning_of
from edge.model.understanding import understand
from edge.model.understanding.judging import moving

_WISHES = (
    "turn the heat up",
    "set the passenger side to twenty-three",
    "set the fan to forty percent",
    "turn recirculation on",
    "set my seat heating to two",
    "close all the windows",
    "open my window halfway",
    "turn the cabin light on",
    "put the wipers on slow",
    "pause the music",
    "turn the volume up",
    "take me home",
)
_PAST = {"turn": "turned", "set": "set", "close": "closed", "open": "opened", "put": "put", "pause": "paused", "take": "took"}


@pytest.mark.parametrize(
    "around",
    [
        "First of all, {wish}.",
        "Right, {wish}.",
        "Excuse me, {wish}.",
        "Would you be able to {wish}?",
        "Would you mind if I asked you to {wish}?",
        "I'd appreciate it if you'd {wish}.",
        "Why don't you {wish}?",
        "Be a dear and {wish}.",
        "{wish} right away.",
        "{wish}, there's a good lad.",
        "{wish} if that's all right.",
        "My wife's asleep, {wish}.",
        "I've got a headache, {wish}.",
        "{wish}, it's been a long day.",
        "{wish} so I can concentrate.",
        "{wish}, we're nearly there.",
    ],
)
def test_courtesy_and_reasons_change_nothing(around: str) -> None:
    for wish in _WISHES:
        said = around.format(wish=wish)
        assert meaning_of(understand(said, "en")) == meaning_of(understand(wish, "en")), said


@pytest.mark.parametrize(
    "around",
    [
        "When we arrive, {wish}.",
        "As soon as it's dark, {wish}.",
        "After lunch, {wish}.",
        "In half an hour, {wish}.",
        "{wish} if it gets dark.",
        "Once the kids are asleep, {wish}.",
        "No need to {wish}.",
        "I'd rather you didn't {wish}.",
        "You could {wish}, I suppose, but don't.",
        "I told the kids to {wish}.",
        "My brother {past}.",
        "Good thing we {past}.",
        'The sign says "{wish}".',
        "If I were you, I'd {wish}.",
        "Would it help to {wish}?",
        "Tom, could you {wish} at your place?",
    ],
)
def test_tales_conditions_and_quotations_move_nothing(around: str) -> None:
    for wish in _WISHES:
        verb, _, rest = wish.partition(" ")
        said = around.format(wish=wish, past=f"{_PAST[verb]} {rest}")
        assert not moving(understand(said, "en").acts), said


@pytest.mark.parametrize(
    "between",
    [
        ", no, ",
        ", sorry, ",
        ", I mean ",
        "... actually ",
        ", or rather ",
        ", hang on, ",
        ", scratch that, ",
        ", oh sorry, I meant ",
    ],
)
@pytest.mark.parametrize(
    ("before", "anew", "meant"),
    [
        ("set the temperature to nineteen", "eighteen", "set the temperature to eighteen"),
        ("open the sunroof to twenty percent", "thirty percent", "open the sunroof to thirty percent"),
        ("open the driver's window", "the passenger window", "open the passenger window"),
        ("make the ambient light blue", "green", "make the ambient light green"),
        ("turn the fan up", "down", "turn the fan down"),
        ("take me to Leeds", "Bradford", "take me to Bradford"),
        ("call Tom", "Jerry", "call Jerry"),
        ("play jazz", "country music", "play country music"),
    ],
)
def test_a_word_said_anew_replaces_the_one_before_it(before: str, between: str, anew: str, meant: str) -> None:
    assert meaning_of(understand(f"{before}{between}{anew}", "en")) == meaning_of(understand(meant, "en"))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("turn the heating off on the passenger seat", "set_seat(heating=0, seat=passenger)"),
        ("turn the fan off on the passenger side", "set_fan(level=0, zone=passenger)"),
        ("raise the temperature one and a half degrees in the back", "set_climate(delta=1.5, zone=rear)"),
        ("bring the radio down to twenty", "set_volume(level=20)"),
        ("Gran sits rear left, heat her seat to level three", "set_seat(heating=3, seat=rear_left)"),
        ("the back glass is clear now, you can switch the demister off", "set_defrost(on=false, where=rear)"),
        ("take me to 14 Elm Road, Didsbury without motorways", "navigate(avoid=motorway, destination=14 Elm Road, Didsbury)"),
    ],
)
def test_words_that_once_meant_their_opposite(text: str, meaning: str) -> None:
    assert meaning_of(understand(text, "en")) == meaning
