"""Formats of bus descriptions: cantools writes them, we read them, and frames decode to the same values."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import cantools
import pytest
from typer.testing import CliRunner

from device.can.database import open_database
from device.commands.vehicle import app
from device.resources import shipped
from edge.errors import InputError
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED, Database, load_dbc
from edge.vehicle.dbc_reader import parse_dbc
from edge.vehicle.table import load_table, table_text

NAMES = ("motohawk.dbc", "multiplex_2.dbc", "signed.dbc", "foobar.dbc", "floating_point.dbc", "j1939.dbc")


def _same_values(database: Database, oracle: Any, seed: int) -> int:
    dice, compared = random.Random(seed), 0
    for key, message in database.messages.items():
        codec = MessageCodec(message)
        for _ in range(20):
            data = dice.randbytes(message.length)
            try:
                expected = oracle.decode_message(key & ~EXTENDED, data, decode_choices=False)
            except (cantools.Error, KeyError, ValueError):
                continue
            found = codec.decode(data)
            for name, value in expected.items():
                assert found[name] == pytest.approx(value, nan_ok=True), (message.name, name)
                compared += 1
    return compared


@pytest.mark.parametrize("suffix", [".kcd", ".sym"])
@pytest.mark.parametrize("name", ["motohawk.dbc", "foobar.dbc", "signed.dbc"])
def test_kcd_and_sym_through_cantools(data: Path, tmp_path: Path, name: str, suffix: str) -> None:
    oracle: Any = cantools.database.load_file(str(data / "can" / "cantools_dbc" / name))
    file = tmp_path / f"bus{suffix}"
    file.write_text(oracle.as_kcd_string() if suffix == ".kcd" else oracle.as_sym_string())
    oracle = cantools.database.load_file(str(file), strict=False)
    assert _same_values(open_database(file), oracle, 3) > 20


def test_every_database_at_hand_survives_compiling(data: Path, tmp_path: Path) -> None:
    files = sorted((data / "can").glob("*/*.dbc"))
    assert len(files) > 20
    for file in files:
        database = load_dbc(file)
        (tmp_path / "table.json").write_text(table_text(database), encoding="utf-8")
        assert load_table(tmp_path / "table.json").messages == database.messages, file.name


def test_a_message_of_a_transport_protocol_is_left_out_and_an_empty_one_kept(tmp_path: Path) -> None:
    database = parse_dbc('BO_ 1 LONG: 100 X\n SG_ A : 0|8@1+ (1,0) [0|0] "" X\nBO_ 2 EMPTY: 0 X\nBO_ 3 SHORT: 1 X\n')
    (tmp_path / "table.json").write_text(table_text(database))
    assert [message.name for message in load_table(tmp_path / "table.json").messages.values()] == ["EMPTY", "SHORT"]


@pytest.mark.parametrize("name", NAMES)
def test_a_compiled_table_is_the_database(data: Path, tmp_path: Path, name: str) -> None:
    database = load_dbc(data / "can" / "cantools_dbc" / name)
    (tmp_path / "table.json").write_text(table_text(database))
    assert load_table(tmp_path / "table.json").messages == database.messages
    oracle = cantools.database.load_file(str(data / "can" / "cantools_dbc" / name), strict=False)
    assert _same_values(load_table(tmp_path / "table.json"), oracle, 4) > 0


def test_compile_command_keeps_what_the_map_names(tmp_path: Path) -> None:
    folder = shipped("vehicles", "demo")
    (tmp_path / "map.toml").write_text('schema = 1\n[signals.Speed]\nsignal = "DRV_VehicleSpeed"\n')
    out = tmp_path / "demo.json"
    done = CliRunner().invoke(app, ["compile", str(folder / "demo.dbc"), str(out), "--map", str(tmp_path / "map.toml")])
    assert done.exit_code == 0, done.output
    assert [message.name for message in load_table(out).messages.values()] == ["DRV_Speed"]
    assert out.stat().st_size < 2000


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"schema": 2}, "schema"),
        ({"messages": [{"key": -1}]}, "messages.0"),
        ({"messages": 5}, "messages"),
    ],
)
def test_a_damaged_table_is_named(tmp_path: Path, change: dict[str, Any], word: str) -> None:
    table = json.loads(table_text(load_dbc(shipped("vehicles", "demo", "demo.dbc")))) | change
    (tmp_path / "t.json").write_text(json.dumps(table))
    with pytest.raises(InputError, match=word):
        load_table(tmp_path / "t.json")


def test_signals_that_cannot_be_are_named(tmp_path: Path) -> None:
    base = {"name": "S", "start": 0, "length": 8, "little_endian": True, "signed": False, "scale": 1.0, "offset": 0.0}
    for wrong in ({"start": 60}, {"real": 32}, {"selector": "S"}, {"selector": "T"}):
        table = {"schema": 1, "messages": [{"key": 1, "name": "M", "length": 8, "signals": [base | wrong]}]}
        (tmp_path / "t.json").write_text(json.dumps(table))
        with pytest.raises(InputError, match=r"M\.S"):
            load_table(tmp_path / "t.json")


@pytest.mark.parametrize("name", ["x.kcd", "x.sym", "x.arxml"])
def test_what_cantools_does_not_understand_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("no such thing <")
    with pytest.raises(InputError, match=name) as caught:
        open_database(tmp_path / name)
    assert "\n" not in str(caught.value)
