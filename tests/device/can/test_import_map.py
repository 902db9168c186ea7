from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from device.commands.vehicle import app
from device.resources import shipped
from edge.errors import InputError
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.dbc import load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.map_text import map_toml
from edge.vehicle.signal_map import load_map

DEMO = shipped("vehicles", "demo")


def test_kuksas_map_becomes_one_of_ours(data: Path, tmp_path: Path) -> None:
    catalogue = Catalogue.load(shipped("vehicles", "signals.toml"))
    folder, out = data / "can" / "tesla_model3", tmp_path / "model3.toml"
    dbc = folder / "Model3CAN.dbc"
    result = CliRunner().invoke(app, ["import", str(folder / "vss_4.2__vss_dbc.json"), str(out), "--dbc", str(dbc)])
    assert result.exit_code == 0, result.output
    ours = load_map(out)
    assert not ours.lenient
    theirs = Decoder(load_dbc(dbc), load_map(folder / "vss_4.2__vss_dbc.json"), catalogue)
    assert Decoder(load_dbc(dbc), ours, catalogue).paths == theirs.paths & frozenset(catalogue)
    assert ours.entries["Speed"].entry.message == "ID257DIspeed"


def test_every_word_of_a_map_survives(tmp_path: Path) -> None:
    before = load_map(DEMO / "map.toml")
    text, missing = map_toml(before, load_dbc(DEMO / "demo.dbc"))
    (tmp_path / "again.toml").write_text(text)
    after = load_map(tmp_path / "again.toml")
    assert missing == []
    assert (after.entries, after.protections) == (before.entries, before.protections)


def test_a_map_without_a_known_path_is_one_line(tmp_path: Path) -> None:
    source = tmp_path / "map.json"
    leaf = {"type": "sensor", "datatype": "float", "dbc2vss": {"signal": "DRV_VehicleSpeed"}}
    source.write_text(json.dumps({"Vehicle": {"children": {"Nothing": leaf}}}))
    arguments = ["import", str(source), str(tmp_path / "o.toml"), "--dbc", str(DEMO / "demo.dbc")]
    with pytest.raises(InputError, match="names no path of the catalogue"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
