"""Drives of the demonstration car, made up from phases: what its bus carries, frame by frame. For simulation only."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from edge.vehicle.codec import MessageCodec, Number
from edge.vehicle.dbc import Database

_GEAR_P, _GEAR_D = 0, 3
_RANGE_STEP_M = 2000  # the display of this car moves in steps of two kilometres


@dataclass(frozen=True, slots=True)
class Phase:
    """speed_kmh is reached with the given acceleration and then held to the end of the phase."""

    name: str
    seconds: float
    speed_kmh: float
    acceleration_kmh_s: float = 6.0


DEMO_PHASES = (
    Phase("parked", 4.0, 0.0),
    Phase("city", 26.0, 50.0),
    Phase("motorway", 60.0, 100.0, 5.0),
)


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive. overrides: signals of the DBC that keep a physical value for the whole drive, by name."""

    phases: Sequence[Phase] = DEMO_PHASES
    range_km: int = 312
    charge_percent: float = 68.0
    outside_c: float = 14.0
    cabin_c: float = 22.0
    set_c: float = 21.0
    fatigue_percent: int = 12
    odometer_km: float = 18_240.0
    seed: int = 0
    overrides: Mapping[str, Number] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return sum(phase.seconds for phase in self.phases)


@dataclass(slots=True)
class _Motion:
    speed: float = 0.0
    metres: float = 0.0
    at: float = 0.0


def drive_frames(database: Database, drive: Drive) -> Iterator[tuple[float, int, bytes]]:
    """(seconds since start, key, data) in order of time; deterministic from the drive's seed.

    database: the demonstration car's. Every message is sent with its cycle time from a start that the seed chooses.
    Raises ValueError for an override that does not fit its signal.
    """
    dice = random.Random(drive.seed)
    codecs = {message.key: MessageCodec(message) for message in database.messages.values()}
    cycles = {key: (codec.spec.cycle_ms or 1000) / 1000 for key, codec in codecs.items()}
    queue = [(dice.random() * cycle, key) for key, cycle in cycles.items()]
    heapq.heapify(queue)
    count = dict.fromkeys(codecs, 0)
    motion = _Motion()
    while queue and queue[0][0] < drive.seconds:
        at, key = heapq.heappop(queue)
        phase = _advance(motion, drive, at)
        values = _values(drive, motion, phase, count[key], dice)
        signals = codecs[key].spec.signals
        frame = {name: value for name, value in values.items() if name in signals}
        frame.update({name: value for name, value in drive.overrides.items() if name in signals})
        if "TYRE_Wheel" in frame:
            frame = _tyre(frame, count[key] % 4)
        yield at, key, codecs[key].encode(frame)
        count[key] += 1
        heapq.heappush(queue, (at + cycles[key], key))


def _advance(motion: _Motion, drive: Drive, at: float) -> Phase:
    """Move the car on to a time in small steps and say which phase that is."""
    while motion.at < at:
        step = min(0.05, at - motion.at)
        phase = _phase(drive, motion.at)
        change = phase.acceleration_kmh_s * step
        motion.speed += max(-change, min(change, phase.speed_kmh - motion.speed))
        motion.metres += motion.speed / 3.6 * step
        motion.at += step
    return _phase(drive, at)


def _phase(drive: Drive, at: float) -> Phase:
    for phase in drive.phases:
        if at < phase.seconds:
            return phase
        at -= phase.seconds
    return drive.phases[-1]


def _values(drive: Drive, motion: _Motion, phase: Phase, count: int, dice: random.Random) -> dict[str, Number]:
    parked = phase.speed_kmh == 0 and motion.speed == 0
    wobble = 0.0 if parked else dice.gauss(0, 0.15)
    gear = _GEAR_P if parked else _GEAR_D
    pulling_off = 0 < motion.speed < phase.speed_kmh and motion.metres < 30
    used_km = motion.metres // _RANGE_STEP_M * (_RANGE_STEP_M // 1000)
    return {
        "DRV_VehicleSpeed": round(max(0.0, motion.speed + wobble), 2),
        "DRV_AliveCounter": count % 15,
        "PT_GearActual": gear,
        "PT_GearSelected": gear,
        "PT_ParkingBrake": int(parked),
        "PWR_Ignition": 2,
        "PWR_LowVoltage": 13.9,
        "BAT_RangeTotal": max(0, int(drive.range_km - used_km)),
        "BAT_StateOfCharge": round(max(0.0, drive.charge_percent - motion.metres / 4500), 1),
        "BAT_Temperature": 24,
        "BAT_ChargeLimit": 80,
        "ENV_Outside": drive.outside_c,
        "ENV_Cabin": drive.cabin_c,
        "HVAC_SetDriver": drive.set_c,
        "HVAC_SetPassenger": drive.set_c,
        "HVAC_FanDriver": 40,
        "HVAC_FanPassenger": 40,
        "HVAC_AirConditioning": 1,
        "HVAC_AirDirection": 1,
        "BODY_Locked": int(motion.speed > 15),
        "TYRE_Wheel": 0,
        "SEAT_BeltDriver": 1,
        "SEAT_OccupiedDriver": 1,
        "LIGHT_IndicatorLeft": int(pulling_off),
        "LIGHT_LowBeam": 1,
        "TRIP_Odometer": drive.odometer_km * 1000 + motion.metres,
        "TRIP_SinceStart": motion.metres,
        "TRIP_Duration": int(motion.at),
        "ADAS_CruiseActive": int(phase.speed_kmh >= 100 and motion.speed >= phase.speed_kmh),
        "ADAS_CruiseSpeed": int(phase.speed_kmh) if phase.speed_kmh >= 100 else 0,
        "DMS_Fatigue": drive.fatigue_percent,
        "DMS_Distraction": 5,
        "DIAG_DistanceToService": 11_760,
    }


_WHEELS = ("FrontLeft", "FrontRight", "RearLeft", "RearRight")


def _tyre(frame: dict[str, Number], wheel: int) -> dict[str, Number]:
    """The multiplexed message carries one wheel at a time."""
    name = _WHEELS[wheel]
    chosen = {key: value for key, value in frame.items() if key.endswith(name)}
    return {"TYRE_Wheel": wheel, f"TYRE_Pressure{name}": 250, **chosen}
