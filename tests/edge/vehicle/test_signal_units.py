from __future__ import annotations

from pathlib import Path

import pytest

from device.resources import shipped
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import load_dbc
from edge.vehicle.dbc_reader import parse_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map
from edge.vehicle.units import differ, known_unit


@pytest.mark.parametrize(
    ("one", "two", "different"),
    [("km/h", "kph", False), ("km/h", "m/s", True), ("Celsius", "°C", False), ("Celsius", "degF", True), ("%", "", False),
     ("m", "km", True), ("furlong", "km", False), ("Celsius", "deg", False), ("KPH", " km/h ", False)],
)  # fmt: skip
def test_units(one: str, two: str, different: bool) -> None:
    assert differ(one, two) is differ(two, one) is different


def test_the_catalogues_units_are_known(catalogue: Catalogue) -> None:
    assert {signal.unit for signal in catalogue.values() if signal.unit and known_unit(signal.unit) is None} <= {"l/100km", "bpm"}


def test_a_map_that_forgot_to_convert_is_noticed(tmp_path: Path, catalogue: Catalogue) -> None:
    dbc = parse_dbc('BO_ 1 M: 8 X\n SG_ V : 0|16@1+ (0.1,0) [0|100] "m/s" X\n')
    file = tmp_path / "map.toml"
    file.write_text('[signals.Speed]\nsignal = "V"\n')
    assert ["Speed is in km/h, M.V in m/s" in note for note in Decoder(dbc, load_map(file), catalogue).notes] == [True]
    file.write_text('[signals.Speed]\nsignal = "V"\ntransform.math = "x * 3.6"\n')
    assert Decoder(dbc, load_map(file), catalogue).notes == []
    demo = shipped("vehicles", "demo")
    assert Decoder(load_dbc(demo / "demo.dbc"), load_map(demo / "map.toml"), catalogue).notes == []
