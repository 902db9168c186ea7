from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.resources import shipped
from edge.vehicle.catalogue import Catalogue
from edge.vehicle.codec import MessageCodec
from edge.vehicle.dbc import EXTENDED, Database, load_dbc
from edge.vehicle.dbc_reader import parse_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.drive import Drive, Phase, drive_frames
from edge.vehicle.signal_map import Entry, MapEntry, Protection, SignalMap, Transform, load_map
from edge.vehicle.state import Quality, VehicleState

S = 1_000_000_000
RANGE = "Powertrain.Range"


@pytest.fixture
def decoder(demo_dbc: Database, demo_map: SignalMap, catalogue: Catalogue) -> Decoder:
    return Decoder(demo_dbc, demo_map, catalogue)


def _frame(database: Database, name: str, raw: dict[str, int] | None = None, **values: float) -> tuple[int, bytes]:
    message = database.message(name)
    assert message is not None
    return message.key, MessageCodec(message).encode(values, raw)


def test_a_drive_fills_the_state(decoder: Decoder, demo_dbc: Database, state: VehicleState) -> None:
    decoder.attach(state)
    for at, key, data in drive_frames(demo_dbc, Drive(range_km=298)):
        decoder.feed_state(state, key, data, round(at * S))
    now = 90 * S
    assert all(state.get(path, now).valid for path in decoder.paths)
    assert state.value(RANGE, now) == 298_000
    speed = state.value("Speed", now)
    assert isinstance(speed, float)
    assert abs(speed - 100) < 1
    assert decoder.counters.unknown_id == decoder.counters.wrong_length == 0


def test_special_codes_are_not_values(decoder: Decoder, demo_dbc: Database) -> None:
    for raw, quality in ((0xFFF, Quality.NOT_AVAILABLE), (0xFFE, Quality.ERROR), (4090, Quality.OUT_OF_RANGE)):
        key, data = _frame(demo_dbc, "BAT_Range", {"BAT_RangeTotal": raw})
        assert (RANGE, None, quality) in decoder.feed(key, data, 0)
    key, data = _frame(demo_dbc, "PWR_State", {"PWR_Ignition": 5})  # a code that the DBC does not describe
    assert ("LowVoltageSystemState", None, Quality.NOT_AVAILABLE) in decoder.feed(key, data, 0)
    key, data = _frame(demo_dbc, "PT_Gear", {"PT_GearActual": 15})
    assert ("Powertrain.Transmission.CurrentGear", None, Quality.NOT_AVAILABLE) in decoder.feed(key, data, 0)


def test_all_ones_is_never_a_value(decoder: Decoder, demo_dbc: Database, state: VehicleState) -> None:
    for message in demo_dbc.messages.values():
        decoder.feed_state(state, message.key, b"\xff" * message.length, S)
    assert [path for path in decoder.paths if state.get(path, S).valid] == []


def test_only_changes_are_told_and_every_frame_keeps_them_fresh(decoder: Decoder, demo_dbc: Database, state: VehicleState) -> None:
    decoder.attach(state)
    key, data = _frame(demo_dbc, "DRV_Speed", DRV_VehicleSpeed=50)
    assert len(decoder.feed(key, data, S)) == 2
    state.set("Speed", 50.0, S)
    assert decoder.feed(key, data, 2 * S) == ()
    assert decoder.counters.unchanged == 1
    assert state.get("Speed", 2 * S).valid
    key, data = _frame(demo_dbc, "DRV_Speed", DRV_VehicleSpeed=51)
    assert [update[0] for update in decoder.feed(key, data, 3 * S)] == ["Speed"]  # IsMoving stays true
    decoder.reset()
    assert len(decoder.feed(key, data, 4 * S)) == 2


def test_wrong_lengths_and_unknown_ids_are_counted(decoder: Decoder, demo_dbc: Database) -> None:
    key, data = _frame(demo_dbc, "BAT_Range", BAT_RangeTotal=100)
    assert decoder.feed(key, data[:7], 0) == ()
    assert decoder.feed(key, b"", 0) == ()
    assert decoder.feed(0x7FE, data, 0) == ()
    assert decoder.feed(key | EXTENDED, data, 0) == ()
    assert decoder.counters.wrong_length == 2
    assert decoder.counters.unknown_id == 2
    assert (RANGE, 100_000, Quality.VALID) in decoder.feed(key, data + b"\0" * 56, 0)  # padding of CAN FD


def test_multiplexed_signals_age_on_their_own(decoder: Decoder, demo_dbc: Database, state: VehicleState) -> None:
    decoder.attach(state)
    for wheel, name in enumerate(("FrontLeft", "FrontRight")):
        key, data = _frame(demo_dbc, "TYRE_Pressure", **{"TYRE_Wheel": wheel, f"TYRE_Pressure{name}": 240 + 2 * wheel})
        decoder.feed_state(state, key, data, S)
    left, right = (f"Chassis.Axle.Row1.Wheel.{side}.Tire.Pressure" for side in ("Left", "Right"))
    assert (state.value(left, S), state.value(right, S)) == (240, 242)
    for second in range(2, 700):
        decoder.feed_state(state, key, data, second * S)
    assert state.value(right, 699 * S) == 242
    assert state.get(left, 699 * S).quality is Quality.STALE
    assert state.get("Chassis.Axle.Row2.Wheel.Left.Tire.Pressure", S).quality is Quality.NEVER


def _small(entry: Entry, dbc: str = "16@1+ (0.1,0)", protections: dict[str, Protection] | None = None) -> Decoder:
    text = f'VERSION ""\nBU_: A\nBO_ 100 M: 8 A\n SG_ V : 0|{dbc} [0|0] "" A\n SG_ C : 56|4@1+ (1,0) [0|0] "" A\n'
    return Decoder(parse_dbc(text), SignalMap("m", {"X": MapEntry("X", entry, "float")}, protections or {}), None)


def _values(decoder: Decoder, raws: list[int]) -> list[object]:
    told: list[object] = []
    for index, raw in enumerate(raws):
        told += [u[1] if u[2] is Quality.VALID else u[2] for u in decoder.feed(100, raw.to_bytes(2, "little") + bytes(6), index)]
    return told


def test_debounce_waits_for_equal_samples_but_not_for_bad_news() -> None:
    decoder = _small(Entry(signal="V", debounce=3, invalid_raw=(0xFFFF,)))
    assert _values(decoder, [10, 20, 10, 20, 20, 20, 20, 0xFFFF]) == [1.0, 2.0, Quality.NOT_AVAILABLE]


def test_hysteresis_holds_small_changes_back() -> None:
    decoder = _small(Entry(signal="V", hysteresis=1.0))
    assert _values(decoder, [100, 105, 95, 110, 111, 125]) == [10.0, 11.0, 12.5]


def test_arithmetic_that_fails_is_an_error_not_an_old_value() -> None:
    decoder = _small(Entry(signal="V", transform=Transform(math="1/(x-1)")))
    assert _values(decoder, [20, 10, 30]) == [1.0, Quality.ERROR, 0.5]


def test_counter_and_checksum_guard_the_values() -> None:
    decoder = _small(Entry(signal="V"), protections={"M": Protection(counter="C", max_delta=2)})

    def feed(raw: int, counter: int) -> list[object]:
        data = raw.to_bytes(2, "little") + bytes(5) + bytes((counter,))
        return [round(float(str(u[1])), 3) if u[2] is Quality.VALID else u[2] for u in decoder.feed(100, data, 0)]

    assert [feed(10 + n, n) for n in range(3)] == [[1.0], [1.1], [1.2]]
    assert [feed(50, 2) for _ in range(4)] == [[], [], [Quality.E2E_FAIL], []]  # the counter is stuck
    assert [feed(60, n) for n in (3, 4, 5, 6)] == [[], [], [6.0], []]
    assert feed(70, 13) == []  # a jump
    assert feed(70, 14) == [7.0]
    assert decoder.counters.failed_checks == 7


J1939 = """VERSION ""
BU_: A
BO_ 2566844926 CCVS: 8 A
 SG_ WheelSpeed : 8|16@1+ (0.00390625,0) [0|250.996] "km/h" A
 SG_ ParkingBrake : 2|2@1+ (1,0) [0|3] "" A
BO_ 2364540158 EEC1: 8 A
 SG_ EngineSpeed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" A
BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
BA_DEF_DEF_ "VFrameFormat" "J1939PG";
BA_ "VFrameFormat" BO_ 2364540158 1;
"""


def test_j1939_groups_match_any_sender_and_know_their_codes() -> None:
    entries = {
        "Speed": Entry(signal="WheelSpeed"),
        "Chassis.ParkingBrake.IsEngaged": Entry(signal="ParkingBrake"),
        "Engine": Entry(signal="EngineSpeed"),
    }
    mapped = {path: MapEntry(path, entry, "float" if path == "Engine" else None) for path, entry in entries.items()}
    decoder = Decoder(parse_dbc(J1939), SignalMap("truck", mapped, {}), CATALOGUE)

    def feed(identifier: int, payload: str) -> dict[str, object]:
        told = decoder.feed(identifier | EXTENDED, bytes.fromhex(payload), 0)
        return {path: value if quality is Quality.VALID else quality for path, value, quality in told}

    brake = "Chassis.ParkingBrake.IsEngaged"
    assert feed(0x18FEF1FE, "F3 00 32 FF FF FF FF FF") == {"Speed": 50.0, brake: False}
    assert feed(0x0CFEF117, "F7 00 33 FF FF FF FF FF") == {"Speed": 51.0, brake: True}  # another sender and priority
    assert feed(0x18FEF1FE, "FF FF FF FF FF FF FF FF") == {"Speed": Quality.NOT_AVAILABLE, brake: Quality.NOT_AVAILABLE}
    assert feed(0x18FEF1FE, "FB 00 FE FF FF FF FF FF") == {"Speed": Quality.ERROR, brake: Quality.ERROR}
    assert feed(0x18FEF1FE, "FB 00 FB FF FF FF FF FF") == {}  # reserved codes are no values either
    assert feed(0x0CF004FE, "00 00 00 00 20 00 00 00") == {"Engine": 1024.0}
    assert feed(0x0CF00417, "00 00 00 00 30 00 00 00") == {}  # a plain extended id is matched whole
    masks = {identifier: mask for identifier, mask, _ in decoder.arbitration_ids}
    assert masks == {0x18FEF1FE: 0x03FFFF00, 0x0CF004FE: 0x1FFFFFFF}


CATALOGUE = Catalogue.load(shipped("vehicles", "signals.toml"))
DEMO = load_dbc(shipped("vehicles", "demo", "demo.dbc"))
DEMO_MAP = load_map(shipped("vehicles", "demo", "map.toml"))


@given(st.lists(st.tuples(st.sampled_from([*DEMO.messages, 0x7FF, 5]), st.binary(max_size=64)), max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_frames_are_survived_and_valid_values_are_plausible(frames: list[tuple[int, bytes]]) -> None:
    decoder, state = Decoder(DEMO, DEMO_MAP, CATALOGUE), VehicleState(CATALOGUE)
    decoder.attach(state)
    for index, (key, data) in enumerate(frames):
        for path, value, quality in decoder.feed(key, data, index):
            assert (value is not None) == (quality is Quality.VALID)
            state.set(path, value, index, quality)
            assert state.get(path, index).quality is quality
    assert decoder.counters.frames == len(frames)


def test_real_drive_agrees_with_its_wheel_speeds(data: Path) -> None:
    """The speed of a real car against the mean of its four wheel speeds, which other sensors measure."""
    from device.can.frames import read_frames

    folder = data / "can" / "subaru_motec"
    database = load_dbc(folder / "sample_can_spec.dbc")
    entries = {
        "Speed": Entry(signal="SPEED", message="ID_D1", transform=Transform(math="x * 3.6")),
        "Powertrain.CombustionEngine.EngineCoolant.Temperature": Entry(signal="COOLANT_TEMP"),
        "Powertrain.Transmission.CurrentGear": Entry(signal="GEAR"),
    }
    signal_map = SignalMap("test", {path: MapEntry(path, entry) for path, entry in entries.items()}, {})
    decoder, state = Decoder(database, signal_map, CATALOGUE), VehicleState(CATALOGUE)
    decoder.attach(state)
    wheels = MessageCodec(database.messages[0xD4])
    worst, compared, fastest, mean, at = 0.0, 0, 0.0, 0.0, 0
    for frame in read_frames(folder / "can_sample.log"):
        at = round(frame.time_s * S)
        decoder.feed_state(state, frame.key, frame.data, at)
        if frame.key == 0xD4:
            mean = 3.6 * sum(wheels.decode(frame.data).values()) / 4
        elif frame.key == 0xD1:
            speed = state.value("Speed", at)
            assert isinstance(speed, float)
            worst, compared, fastest = max(worst, abs(speed - mean)), compared + 1, max(fastest, speed)
    assert compared > 4000
    assert fastest > 60
    assert worst < 3.0  # km/h: the wheels of a curve differ
    assert state.get("Speed", at + S).quality is Quality.STALE


def test_faults_planted_in_a_drive_are_never_told_as_values(demo_dbc: Database) -> None:
    """Silence, all ones and a clock jump, in turn: whatever is VALID is what the car meant at that time."""
    decoder, state = Decoder(demo_dbc, DEMO_MAP, CATALOGUE), VehicleState(CATALOGUE)
    decoder.attach(state)
    drive = Drive(phases=(Phase("city", 60.0, 50.0),))
    truth = 0.0
    for at, key, payload in drive_frames(demo_dbc, drive):
        now = round(at * S)
        data = payload
        if key == 256:
            truth = MessageCodec(demo_dbc.messages[256]).decode(payload)["DRV_VehicleSpeed"]
            if 20 <= at < 25:
                continue  # silence
            if 30 <= at < 35:
                data = b"\xff" * len(payload)
        decoder.feed_state(state, key, data, now)
        speed = state.value("Speed", now)
        if 21 <= at < 25 or 30.1 <= at < 35:
            assert speed is None
        elif isinstance(speed, float):
            assert abs(speed - truth) < 4
        assert state.value("Speed", now - 10 * S) is None
    assert replace(drive, seed=1) != drive
