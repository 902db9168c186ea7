"""Maps for real cars: the Toyota of opendbc with its checksum, and the Model 3 with Kuksa's map, against cantools."""

from __future__ import annotations

import random
from pathlib import Path

import cantools
import pytest

from edge.vehicle.catalogue import Catalogue
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED, load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map
from edge.vehicle.state import Quality, VehicleState

S = 1_000_000_000
TOYOTA = """schema = 1
[messages.VSC1S03]
profile = "toyota"

[signals.Speed]
message = "VSC1S03"
signal = "SP1"

[signals.IsMoving]
message = "VSC1S03"
signal = "SP1"
transform.math = "abs(x) > 0.5"

[signals."Powertrain.Transmission.CurrentGear"]
message = "ECT1S92"
signal = "B_P"
transform.mapping = [{ from = 1, to = 126 }]
"""


@pytest.fixture
def toyota(data: Path, tmp_path: Path, catalogue: Catalogue) -> Decoder:
    (tmp_path / "toyota.toml").write_text(TOYOTA)
    database = load_dbc(data / "can" / "opendbc" / "toyota_2017_ref_pt.dbc")
    return Decoder(database, load_map(tmp_path / "toyota.toml"), catalogue)


def _speed(data: Path, kmh: float) -> bytes:
    message = load_dbc(data / "can" / "opendbc" / "toyota_2017_ref_pt.dbc").message("VSC1S03")
    assert message is not None
    frame = bytearray(MessageCodec(message).encode({"SP1": kmh}))
    frame[-1] = (len(frame) + sum(frame[:-1]) + 0xB4) & 0xFF
    return bytes(frame)


def test_toyota_speed_counts_only_with_its_checksum(data: Path, toyota: Decoder, state: VehicleState) -> None:
    toyota.attach(state)
    toyota.feed_state(state, 0xB4, _speed(data, 63.25), S)
    assert state.value("Speed", S) == pytest.approx(63.25)
    assert state.value("IsMoving", S) is True
    for step in range(3):
        damaged = bytearray(_speed(data, 5.0))
        damaged[-1] ^= 0x10
        toyota.feed_state(state, 0xB4, bytes(damaged), S + step)
    assert state.get("Speed", S).quality is Quality.E2E_FAIL
    for step in range(3):
        toyota.feed_state(state, 0xB4, _speed(data, 64.0), 2 * S + step)
    assert state.value("Speed", 2 * S) == pytest.approx(64.0)


def test_the_model_3_map_gives_what_cantools_gives(data: Path) -> None:
    folder = data / "can" / "tesla_model3"
    oracle = cantools.database.load_file(str(folder / "Model3CAN.dbc"), strict=False)
    database, signal_map = load_dbc(folder / "Model3CAN.dbc"), load_map(folder / "vss_4.2__vss_dbc.json")
    decoder = Decoder(database, signal_map, None)
    plain = {path: mapped.entry.signal for path, mapped in signal_map.entries.items() if mapped.entry.transform is None}
    dice = random.Random(7)
    compared = 0
    for _ in range(4000):
        key = dice.choice([identifier | (EXTENDED if extended else 0) for identifier, _, extended in decoder.arbitration_ids])
        frame = dice.randbytes(database.messages[key].length)
        try:
            expected = oracle.decode_message(key & ~EXTENDED, frame, decode_choices=False)
        except cantools.Error:
            continue
        for path, value, quality in decoder.feed(key, frame, 0):
            if path in plain and quality is Quality.VALID and not isinstance(value, str):
                assert value == pytest.approx(expected[plain[path]], abs=0.5), path  # integers of VSS are rounded
                compared += 1
    assert compared > 1000


def test_a_labelled_code_outside_the_range_is_no_number(data: Path, catalogue: Catalogue, state: VehicleState) -> None:
    folder = data / "can" / "tesla_model3"
    database = load_dbc(folder / "Model3CAN.dbc")
    decoder = Decoder(database, load_map(folder / "vss_4.2__vss_dbc.json"), catalogue)
    message = database.message("ID257DIspeed")
    assert message is not None
    spec = message.signals["DI_uiSpeed"]
    (code,) = [code for code, text in spec.choices.items() if "SNA" in text]
    codec = MessageCodec(message)
    for raw, quality in ((77, Quality.VALID), (code, Quality.NOT_AVAILABLE), (78, Quality.VALID)):
        decoder.feed_state(state, message.key, codec.encode({}, {"DI_uiSpeed": raw}), S)
        reading = state.get("Speed", S)
        assert (reading.quality, reading.value) == (quality, None if quality is not Quality.VALID else float(raw))
