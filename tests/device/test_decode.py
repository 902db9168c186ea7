from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import can
import pytest

from device.resources import shipped

ROOT = Path(__file__).parents[2]
DEMO = shipped("vehicles", "demo")


def _decode(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    code = (
        "import typer\nfrom device.commands import decode\nfrom edge.errors import CabinError\nimport sys\n"
        "app = typer.Typer(pretty_exceptions_enable=False)\napp.callback()(lambda: None)\ndecode.register(app)\n"
        "try:\n    typer.main.get_command(app).main(standalone_mode=False)\n"
        "except CabinError as error:\n    print(error, file=sys.stderr)\n    sys.exit(2)\n"
    )
    command = [sys.executable, "-c", code, "decode", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


def _rows(result: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_with_a_map() -> None:
    rows = _rows(_decode(DEMO / "drive.log", "--dbc", DEMO / "demo.dbc", "--map", DEMO / "map.toml", "--json"))
    assert {tuple(row) for row in rows} == {("t", "path", "value", "unit", "quality")}
    ranges = [row for row in rows if row["path"] == "Powertrain.Range"]
    assert [(row["value"], row["unit"], row["quality"]) for row in ranges] == [(312_000, "m", "VALID")]
    speeds = [(row["t"], row["value"]) for row in rows if row["path"] == "Speed"]
    assert speeds[0][1] == 0
    assert abs(float(str(speeds[-1][1])) - 100) < 1
    assert rows[0]["t"] == 0
    assert [row["t"] for row in rows] == sorted(float(str(row["t"])) for row in rows)


def test_without_a_map_as_a_table() -> None:
    result = _decode(DEMO / "drive.log", "--dbc", DEMO / "demo.dbc")
    assert result.returncode == 0
    assert "PT_Gear.PT_GearActual" in result.stdout
    assert "(P)" in result.stdout
    assert "BAT_Range.BAT_RangeTotal" in result.stdout


def test_a_real_drive(data: Path) -> None:
    folder = data / "can" / "subaru_motec"
    rows = _rows(_decode(folder / "can_sample.log", "--dbc", folder / "sample_can_spec.dbc", "--json"))
    assert len(rows) > 20_000
    speed = [float(str(row["value"])) for row in rows if row["path"] == "ID_D1.SPEED"]
    assert 15 < max(speed) < 60  # m/s
    assert {row["unit"] for row in rows if row["path"] == "ID_360.COOLANT_TEMP"} == {"C"}


def test_the_model_3_with_kuksas_map(data: Path, tmp_path: Path) -> None:
    import cantools

    folder = data / "can" / "tesla_model3"
    oracle = cantools.database.load_file(str(folder / "Model3CAN.dbc"), strict=False)
    message = oracle.get_message_by_name("ID257DIspeed")
    log = tmp_path / "tesla.asc"
    with can.Logger(log) as writer:
        for index, speed in enumerate((0, 36, 72)):
            payload = message.encode({s.name: 0 for s in message.signals} | {"DI_uiSpeed": speed}, strict=False)
            writer.on_message_received(
                can.Message(timestamp=5 + index / 4, arbitration_id=message.frame_id, is_extended_id=False, data=payload)
            )
    arguments = (log, "--dbc", folder / "Model3CAN.dbc")
    rows = _rows(_decode(*arguments, "--map", folder / "vss_4.2__vss_dbc.json", "--json"))
    assert [(row["t"], row["value"], row["unit"]) for row in rows if row["path"] == "Speed"] == [
        (0, 0, "km/h"),
        (0.25, 36, "km/h"),
        (0.5, 72, "km/h"),
    ]
    plain = _rows(_decode(*arguments, "--json"))
    assert [row["value"] for row in plain if row["path"] == "ID257DIspeed.DI_uiSpeed"] == [0, 36, 72]
    every = _rows(_decode(*arguments, "--json", "--all"))
    assert len([row for row in every if row["path"] == "ID257DIspeed.DI_uiSpeedUnits"]) == 3


def _cut(log: Path, out: Path, start_s: float, end_s: float) -> Path:
    """The log without the frames between these times, as if a cable had been out."""
    kept, first = [], None
    for line in log.read_text().splitlines(keepends=True):
        at = float(line[1 : line.index(")")])
        first = at if first is None else first
        if not start_s <= at - first < end_s:
            kept.append(line)
    out.write_text("".join(kept))
    return out


@pytest.mark.parametrize("mapped", [True, False])
def test_a_gap_is_told_as_stale_and_its_end_as_valid(data: Path, tmp_path: Path, mapped: bool) -> None:
    folder = data / "can" / "subaru_motec"
    log = _cut(folder / "can_sample.log", tmp_path / "gap.log", 30.0, 34.0)
    (tmp_path / "map.toml").write_text('["Vehicle.Speed"]\ndbc2vss.signal = "SPEED"\ndbc2vss.transform.math = "x * 3.6"\n')
    extra = ["--map", tmp_path / "map.toml"] if mapped else []
    rows = _rows(_decode(log, "--dbc", folder / "sample_can_spec.dbc", *extra, "--json"))
    assert [row["t"] for row in rows] == sorted(float(str(row["t"])) for row in rows)
    speed = [row for row in rows if row["path"] == ("Speed" if mapped else "ID_D1.SPEED")]
    stale = [row for row in speed if row["quality"] == "STALE"]
    assert [row["value"] for row in stale] == [None]
    assert 30.4 < float(str(stale[0]["t"])) <= 30.5
    after = speed[speed.index(stale[0]) + 1]
    assert after["quality"] == "VALID"
    assert 34.0 <= float(str(after["t"])) < 34.05
    before = [row for row in speed if float(str(row["t"])) < 30]
    assert {row["quality"] for row in before} == {"VALID"}


def test_an_unchanged_value_is_told_again_after_a_gap(tmp_path: Path) -> None:
    log = _cut(DEMO / "drive.log", tmp_path / "gap.log", 1.0, 3.0)
    arguments = (log, "--dbc", DEMO / "demo.dbc", "--map", DEMO / "map.toml", "--json")
    rows = [row for row in _rows(_decode(*arguments)) if row["path"] == "Speed" and float(str(row["t"])) < 3.5]
    assert [(row["value"], row["quality"]) for row in rows] == [(0, "VALID"), (None, "STALE"), (0, "VALID")]


def test_frames_that_say_nothing_are_counted(tmp_path: Path) -> None:
    log = tmp_path / "odd.log"
    log.write_text(
        "(1.0) can0 200#0000\n"  # shorter than the DBC says
        "(1.1) can0 7FF#00\n"
        "(1.2) can0 200#R\n"
        "(1.3) can0 20000040#0000000000000000\n"
        "(1.4) can0 200#0000000000000000\n"
    )
    result = _decode(log, "--dbc", DEMO / "demo.dbc", "--json")
    assert {row["t"] for row in _rows(result)} == {0.4}
    assert result.stderr == f"{log}: 5 frames, 1 of unknown ids, 1 too short, 1 error frames, 1 remote frames\n"


def test_candump_as_it_looks_on_a_terminal(tmp_path: Path) -> None:
    log, compact = tmp_path / "screen.log", tmp_path / "compact.log"
    log.write_text(
        " (1436509052.249713)  can0  200   [8]  01 38 00 00 00 00 00 00\n"
        " (1436509053.249713)  can0  200   [8]  01 39 00 00 00 00 00 00   '.9......'\n"
        " (1436509053.449713)  can0  200   [0]  remote request\n"
        " (1436509053.649713)  can0  18FEF100  [12]  00 11 22 33 44 55 66 77 88 99 AA BB\n"
    )
    compact.write_text(
        "(1436509052.249713) can0 200#0138000000000000\n(1436509053.249713) can0 200#0139000000000000\n"
        "(1436509053.449713) can0 200#R\n(1436509053.649713) can0 18FEF100##000112233445566778899AABB\n"
    )
    screen, lines = (_decode(file, "--dbc", DEMO / "demo.dbc", "--json") for file in (log, compact))
    assert _rows(screen) == _rows(lines) != []


def test_one_bus_of_several(tmp_path: Path) -> None:
    log = tmp_path / "two.log"
    log.write_text("(1.0) can0 200#0138000000000000\n(1.1) can1 200#0139000000000000\n")
    arguments = (log, "--dbc", DEMO / "demo.dbc", "--json")
    assert {row["t"] for row in _rows(_decode(*arguments))} == {0, 0.1}
    rows = _rows(_decode(*arguments, "--channel", "can1"))
    assert {row["t"] for row in rows} == {0}
    assert rows[0] in _rows(_decode(*arguments, "--all", "--channel", "can1"))
    wrong = _decode(*arguments, "--channel", "can7")
    assert (wrong.returncode, wrong.stderr) == (2, f"{log}: has no frame of channel 'can7', only of can0, can1\n")


@pytest.mark.parametrize(
    ("log", "dbc", "signal_map", "said"),
    [
        ("none.log", "demo.dbc", None, "none.log: cannot be read"),
        ("demo.dbc", "demo.dbc", None, "is not that of a CAN log"),
        ("drive.log", "none.dbc", None, "none.dbc: cannot be read"),
        ("drive.log", "drive.log", None, "is not a DBC file"),
        ("drive.log", "demo.dbc", "demo.dbc", "is neither TOML nor JSON"),
        ("drive.log", "demo.dbc", "none.toml", "none.toml: cannot be read"),
        ("drive.log", "drive.log", "map.toml", "is not a DBC file"),
    ],
)
def test_errors_are_one_line_and_exit_2(log: str, dbc: str, signal_map: str | None, said: str) -> None:
    extra = [] if signal_map is None else ["--map", DEMO / signal_map]
    result = _decode(DEMO / log, "--dbc", DEMO / dbc, *extra, "--json")
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_malformed_dbc_names_its_line(tmp_path: Path) -> None:
    dbc = tmp_path / "bad.dbc"
    dbc.write_text((DEMO / "demo.dbc").read_text().replace("BO_ 512 BAT_Range: 8 GATEWAY", "BO_ 512 BAT_Range 8 GATEWAY"))
    bad = dbc.read_text().splitlines().index("BO_ 512 BAT_Range 8 GATEWAY") + 1
    result = _decode(DEMO / "drive.log", "--dbc", dbc)
    assert result.returncode == 2
    assert f"{dbc}:{bad}: malformed message" in result.stderr
