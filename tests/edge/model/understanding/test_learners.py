"""English in the words of those who speak another language at home: particles, orders of words, verbs carried over."""

from __future__ import annotations

import pytest

from device.bench.wordings import meaning_of
from edge.model.understanding import understand


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Could you make the seat heating out please", "set_seat(heating=0)"),
        ("Do the radio a bit more silent", "set_volume(delta=-10)"),
        ("I have it warm, the window a piece open please", "set_window(delta=10)"),
        ("The circulating air off please", "set_airflow(recirculation=off)"),
        ("Low the windows of behind", "set_window(position=100, window=rear)"),
        ("The light of fog at the rear, off", "set_light(light=fog_rear, on=false)"),
        ("Search me a restaurant", "navigate(poi=restaurant)"),
        ("Quit the massage, please", "set_seat(massage=off)"),
        ("Abeg, carry me go Lekki", "navigate(destination=Lekki)"),
        ("All people window close", "set_window(position=0, window=all)"),
        ("AC 24 degree for full car", "set_climate(temperature=24, zone=all)"),
        ("Put me a song of Shakira", "media(action=play, query=Shakira)"),
    ],
)
def test_carried_over(text: str, meaning: str) -> None:
    assert meaning_of(understand(text, "en")) == meaning


@pytest.mark.parametrize(
    "text",
    ["He always makes the light out at nine", "I have never put it out", "The boy behind left his bag"],
)
def test_is_no_wish(text: str) -> None:
    assert "(" not in meaning_of(understand(text, "en"))
