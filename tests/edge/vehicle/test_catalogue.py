from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.resources import shipped
from edge.errors import InputError
from edge.vehicle.catalogue import Catalogue, gear_word


def _leaves(path: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}

    def walk(prefix: str, node: dict[str, object]) -> None:
        children = node.get("children")
        if isinstance(children, dict):
            for name, child in children.items():
                walk(f"{prefix}.{name}" if prefix else name, child)
        else:
            found[prefix.removeprefix("Vehicle.")] = node

    for name, node in json.loads(path.read_text()).items():
        walk(name, node)
    return found


def test_every_signal_is_that_of_vss_6(catalogue: Catalogue, data: Path) -> None:
    leaves = _leaves(data / "vss" / "vss_release_6.0.json")
    newer = {"Powertrain.CombustionEngine.EngineOil.PressureStatus"}  # came after release 6.0
    for path, signal in catalogue.items():
        if signal.overlay:
            assert path not in leaves, path
            continue
        if path in newer:
            continue
        leaf = leaves[path]
        assert signal.type == leaf["datatype"], path
        assert signal.unit == leaf.get("unit", ""), path
        assert signal.kind == leaf["type"], path
        assert set(leaf.get("allowed", [])) <= set(signal.allowed), path


def test_names_of_vss_5_resolve(catalogue: Catalogue, data: Path) -> None:
    older = _leaves(data / "vss" / "vss_release_5.1.json")
    for name in ("ADAS.ObstacleDetection.IsWarning", "Cabin.Seat.Row2.Middle.IsOccupied"):
        assert name in older
        assert catalogue.resolve("Vehicle." + name) in catalogue
    not_in_5 = [path for path, signal in catalogue.items() if path not in older and not signal.overlay]
    for path in not_in_5:
        names = [alias for alias in older if catalogue.resolve(alias) == path]
        assert names or any(part in path for part in ("PressureStatus", "Row1.Middle", "Massage")), path


def test_the_expansions(catalogue: Catalogue) -> None:
    assert sum(path.endswith(".Tire.IsPressureLow") for path in catalogue) == 4
    assert sum(path.startswith("Cabin.Door.") and path.endswith(".IsOpen") for path in catalogue) == 4
    assert sum(path.endswith(".IsBelted") for path in catalogue) == 5
    assert {signal.tier for signal in catalogue.values()} == {"A", "B", "C"}
    assert catalogue["Driver.HeartRate"].tier == "C"


def test_every_allowed_word_of_the_state_block_has_both_languages(catalogue: Catalogue) -> None:
    for path, signal in catalogue.items():
        assert signal.words.en
        assert any("\u4e00" <= c <= "\u9fff" for c in signal.words.zh) or path.endswith("VIN"), path
        if signal.tier == "A" and signal.form == "enum":
            said = set(signal.allowed) - {"UNDEFINED", "UNKNOWN", "MIDDLE"}
            assert said <= set(catalogue.values_words), path


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("Vehicle.Speed", "87.5", 87.5),
        ("Powertrain.Range", "312000", 312_000),
        ("Powertrain.Transmission.CurrentGear", "D", 127),
        ("Powertrain.Transmission.CurrentGear", "3", 3),
        ("Cabin.Door.Row1.DriverSide.IsOpen", "yes", True),
        ("LowVoltageSystemState", "ON", "ON"),
        ("Diagnostics.DTCList", "P0420, P0300", ("P0420", "P0300")),
    ],
)
def test_a_value_as_a_person_types_it(catalogue: Catalogue, path: str, text: str, value: object) -> None:
    assert catalogue.parse(path, text)[1] == value


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("Sped", "1", "did you mean Speed"),
        ("Speed", "fast", "Speed: 'fast' is not a number"),
        ("Speed", "4000", "Speed: '4000' is not float within"),
        ("IsMoving", "maybe", "not true or false"),
        ("LowVoltageSystemState", "WARP", "one of UNDEFINED, LOCK"),
        ("Powertrain.Range", "nan", "Powertrain.Range"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_path(catalogue: Catalogue, path: str, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        catalogue.parse(path, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.data())
def test_coerce_keeps_type_and_range(data: st.DataObject) -> None:
    signal = data.draw(st.sampled_from(list(_SHIPPED.values())))
    value = signal.coerce(
        data.draw(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())))
    )
    if value is not None and isinstance(value, int | float) and not isinstance(value, bool) and signal.range is not None:
        assert signal.range[0] <= value <= signal.range[1]
    if value is not None and signal.allowed:
        assert value in signal.allowed


_SHIPPED = Catalogue.load(shipped("vehicles", "signals.toml"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('tier = "A"', 'tier = "Z"', 1), "tier"),
        (lambda text: text.replace('kind = "sensor"', 'kindd = "sensor"', 1), "kind"),
        (lambda text: text.replace('each = "seats"', 'each = "chairs"', 1), "chairs"),
        (lambda text: text + "\n[[signal]]\n", "path"),
        (lambda text: "= 3", "not TOML"),
    ],
)
def test_a_damaged_file_names_the_field(tmp_path: Path, change: object, said: str) -> None:
    file = tmp_path / "signals.toml"
    assert callable(change)
    file.write_text(change(shipped("vehicles", "signals.toml").read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Catalogue.load(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


def test_gear_words() -> None:
    assert [gear_word(value) for value in (126, 127, 0, -1, -2, 4)] == ["P", "D", "N", "R", "R", "4"]
