from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import InputError
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import Database, load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import SignalMap, load_map


def test_kuksa_files_are_read(data: Path, catalogue: Catalogue) -> None:
    folder = data / "can" / "tesla_model3"
    signal_map = load_map(folder / "vss_4.2__vss_dbc.json")
    decoder = Decoder(load_dbc(folder / "Model3CAN.dbc"), signal_map, catalogue)
    assert len(decoder.paths) == len(signal_map.entries) == 35
    assert decoder.missing == []
    assert signal_map.entries["Speed"].entry.signal == "DI_uiSpeed"
    assert len(signal_map.restricted(catalogue).entries) == 12


def test_kuksa_file_with_another_car(data: Path, demo_dbc: Database, catalogue: Catalogue) -> None:
    signal_map = load_map(data / "can" / "tesla_model3" / "vss_4.2__vss_dbc.json")
    with pytest.raises(InputError, match="none of its signals is in the DBC"):
        Decoder(demo_dbc, signal_map, catalogue)


def test_own_maps_in_json_and_toml_are_the_same(tmp_path: Path) -> None:
    table = {"schema": 1, "signals": {"Vehicle.Speed": {"message": "M", "signal": "S", "transform": {"math": "x*3.6"}}}}
    (tmp_path / "m.json").write_text(json.dumps(table))
    (tmp_path / "m.toml").write_text('schema = 1\n[signals.Speed]\nmessage = "M"\nsignal = "S"\ntransform.math = "x*3.6"\n')
    assert load_map(tmp_path / "m.json").entries == load_map(tmp_path / "m.toml").entries


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "maps no signal"),
        ("= 1", "neither TOML nor JSON"),
        ("{", "neither TOML nor JSON"),
        ("schema = 2\n[signals]\n", "schema"),
        ("schema = 1\n[signals.Speed]\n", "signals.Speed.signal: Field required"),
        ('schema = 1\n[signals.Speed]\nsignal = "S"\nfactor = 2\n', "signals.Speed.factor: is not known here"),
        ('schema = 1\n[signals.Speed]\nsignal = "S"\ntransform.math = "import os"\n', "is not an expression"),
        ('schema = 1\n[signals.Speed]\nsignal = "S"\ntransform.math = "open(x)"\n', "'open(x)' is not allowed"),
        ('schema = 1\n[signals.Speed]\nsignal = "S"\ntimeout_ms = 0\n', "timeout_ms"),
        ('{"Vehicle": {"children": {"Speed": {"dbc2vss": {"interval_ms": 3}}}}}', "Vehicle.Speed.signal: Field required"),
    ],
)
def test_a_wrong_map_names_the_field(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "map.x"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        load_map(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[signals.Speed]\nmessage = "Nope"\nsignal = "DRV_VehicleSpeed"', "Speed: message Nope has no signal DRV_VehicleSpeed"),
        ('[signals.Speed]\nsignal = "Nope"', "Speed: the DBC has no signal Nope"),
        ('[signals.Sped]\nsignal = "DRV_VehicleSpeed"', "did you mean Speed"),
        ('[signals.Speed]\nsignal = "DRV_VehicleSpeed"\ninvalid_raw = [70000]', "70000 does not fit into the 16 bits"),
        (
            '[signals.LowVoltageSystemState]\nsignal = "PWR_Ignition"\ntransform.mapping = [{ from = "ON", to = "WARP" }]',
            "'WARP' is no value of LowVoltageSystemState",
        ),
        (
            '[signals.LowVoltageSystemState]\nsignal = "PWR_Ignition"\ntransform.mapping = [{ from = "WARP", to = "ON" }]',
            "PWR_Ignition has no value 'WARP'",
        ),
        ('[signals.Speed]\nsignal = "DRV_VehicleSpeed"\n[messages.Nope]\nprofile = "toyota"', "messages.Nope: the DBC has no such"),
        ('[signals.Speed]\nsignal = "DRV_VehicleSpeed"\n[messages.DRV_Speed]\nprofile = "autosar-4"', "8 bytes are too few"),
        ('[signals.Speed]\nsignal = "DRV_VehicleSpeed"\n[messages.DRV_Speed]\nprofile = "autosar-2"', "needs 16 data_ids"),
        ('[signals.Speed]\nsignal = "DRV_VehicleSpeed"\n[messages.DRV_Speed]\ncounter = "X"', "has no signal X"),
        ('[signals.Speed]\nsignal = "DRV_VehicleSpeed"\n[messages.DRV_Speed]\nmax_delta = 2', "give a profile, a counter, or both"),
    ],
)
def test_a_map_that_does_not_suit_the_car(tmp_path: Path, demo_dbc: Database, catalogue: Catalogue, text: str, said: str) -> None:
    file = tmp_path / "map.toml"
    file.write_text("schema = 1\n" + text)
    with pytest.raises(InputError) as caught:
        Decoder(demo_dbc, load_map(file), catalogue)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


def test_the_demonstration_car_covers_the_catalogue(demo_map: SignalMap, catalogue: Catalogue) -> None:
    assert set(demo_map.entries) <= set(catalogue)
    core = {path for path, signal in catalogue.items() if signal.tier == "A" and signal.kind != "attribute"}
    absent = core - set(demo_map.entries)
    assert all(part.startswith(("Powertrain.Fuel", "Powertrain.Combustion")) for part in absent), absent


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_map_or_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("fuzz") / "map"
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    with pytest.raises(InputError):
        load_map(file)


def test_a_name_with_line_ends_stays_on_one_line(tmp_path: Path, demo_dbc: Database, catalogue: Catalogue) -> None:
    (tmp_path / "map.toml").write_text('[signals.Speed]\nsignal = "no\\nsuch\\r\\nsignal"\n')
    with pytest.raises(InputError, match=r"the DBC has no signal no such signal$"):
        Decoder(demo_dbc, load_map(tmp_path / "map.toml"), catalogue)
