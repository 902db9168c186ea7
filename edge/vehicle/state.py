"""What is known about the car now, and how well.

A value is invalid until proven valid, and a valid one grows stale when its source falls silent. Only a reading of
quality VALID may reach a prompt or a sentence. Times are nanoseconds of CLOCK_BOOTTIME handed in by the caller, so that
the time spent in suspend counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from edge.vehicle.catalogue import GEAR_PARK, Catalogue, Value

Paths = set[str]


class Quality(StrEnum):
    """How a value may be used. Everything but VALID is said as "unknown"."""

    NEVER = "NEVER"
    """No value was ever received."""
    VALID = "VALID"
    STALE = "STALE"
    """The last value is older than the signal's limit, or the clock jumped."""
    NOT_AVAILABLE = "NOT_AVAILABLE"
    """The car itself says that it has no value (all bits set, "SNA")."""
    ERROR = "ERROR"
    """The car sends its code for a fault, or the value could not be converted."""
    E2E_FAIL = "E2E_FAIL"
    """Counter or checksum of the message failed."""
    OUT_OF_RANGE = "OUT_OF_RANGE"


class Moving(StrEnum):
    """The three driving states that rules depend on."""

    PARKED = "parked"
    IDLING = "idling"
    MOVING = "moving"


class Heartbeat:
    """When a message was last received; the values it carries are as fresh as this, changed or not."""

    __slots__ = ("time_ns",)

    def __init__(self, time_ns: int = 0) -> None:
        self.time_ns = time_ns


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at one signal. value is None unless quality is VALID or STALE; age_s is None if nothing ever came."""

    path: str
    value: Value | None
    unit: str
    quality: Quality
    age_s: float | None

    @property
    def valid(self) -> bool:
        return self.quality is Quality.VALID


class _Slot:
    __slots__ = ("held", "quality", "source", "stale_ns", "stale_told", "time_ns", "value")

    def __init__(self, stale_ns: int | None) -> None:
        self.value: Value | None = None
        self.quality = Quality.NEVER
        self.time_ns = 0
        self.source: Heartbeat | None = None  # the message that keeps this value fresh
        self.stale_ns = stale_ns
        self.held = False  # given by hand or by the simulated car: does not grow old
        self.stale_told = False  # the change to STALE was reported


class Subscription:
    """The changed paths one reader has not yet taken. Bounded by the number of signals."""

    __slots__ = ("_changed", "_wanted")

    def __init__(self, wanted: frozenset[str] | None) -> None:
        self._wanted = wanted
        self._changed: set[str] = set()

    def note(self, path: str) -> None:
        if self._wanted is None or path in self._wanted:
            self._changed.add(path)

    def take(self) -> Paths:
        """The paths changed since the last call."""
        changed, self._changed = self._changed, set()
        return changed


_AHEAD_NS = 1_000_000_000  # a value this far in the future is from before a clock jump
MOVING_PATHS = ("Speed", "Powertrain.Transmission.CurrentGear", "Chassis.ParkingBrake.IsEngaged")
STANDSTILL_KMH = 0.5


class VehicleState:
    """The latest value of every signal with its quality. Not thread-safe: one thread writes and reads."""

    def __init__(self, catalogue: Catalogue, timeouts_ns: Mapping[str, int] | None = None) -> None:
        """timeouts_ns: tighter or wider limits by path, from a car's map."""
        self.catalogue = catalogue
        limits = timeouts_ns or {}
        self._slots = {path: _Slot(limits.get(path, signal.stale_ns)) for path, signal in catalogue.items()}
        self._default = Subscription(None)
        self._subscriptions = [self._default]
        self.version = 0
        """Counts changes of any value or quality."""
        self.unknown = 0
        """Values offered for paths that the catalogue does not have."""

    def set(self, path: str, value: object, time_ns: int, quality: Quality = Quality.VALID) -> None:
        """Take a value. A path that is not in the catalogue is counted; a value outside its type or range is OUT_OF_RANGE."""
        slot = self._slots.get(path)
        if slot is None:
            self.unknown += 1
            return
        coerced: Value | None = None
        if quality is Quality.VALID:
            coerced = self.catalogue[path].coerce(value)
            if coerced is None:
                quality = Quality.OUT_OF_RANGE
        changed = coerced != slot.value or quality is not slot.quality or slot.stale_told
        slot.value, slot.quality, slot.time_ns = coerced, quality, time_ns
        slot.held = slot.stale_told = False
        if changed:
            self._note(path)

    def take(self, updates: Iterable[tuple[str, Value | None, Quality]], time_ns: int) -> None:
        """Take what a decoder tells: (path, value, quality), the values already of their signals' type and range."""
        slots = self._slots
        for path, value, quality in updates:
            slot = slots.get(path)
            if slot is None:
                self.unknown += 1
                continue
            changed = value != slot.value or quality is not slot.quality or slot.stale_told
            slot.value, slot.quality, slot.time_ns = value, quality, time_ns
            slot.held = slot.stale_told = False
            if changed:
                self.version += 1
                for subscription in self._subscriptions:
                    subscription.note(path)

    def hold(self, path: str, value: object) -> None:
        """Take a value that does not grow old: from a person (`--state`) or from the simulated car."""
        self.set(path, value, 0)
        if (slot := self._slots.get(path)) is not None:
            slot.held = True

    def attach(self, path: str, source: Heartbeat) -> None:
        """Let the frames of a message keep this path fresh even while its value does not change."""
        if path in self._slots:
            self._slots[path].source = source

    def limit(self, path: str, stale_ns: int) -> None:
        """Set the age from which this path is stale, as the car's map says."""
        if path in self._slots:
            self._slots[path].stale_ns = stale_ns

    def get(self, path: str, now_ns: int) -> Reading:
        """One signal now. Raises KeyError for a path that is not in the catalogue."""
        signal, slot = self.catalogue[path], self._slots[path]
        if slot.quality is Quality.NEVER:
            return Reading(path, None, signal.unit, Quality.NEVER, None)
        if slot.held:
            return Reading(path, slot.value, signal.unit, slot.quality, 0.0)
        age = now_ns - self._time(slot)
        quality = Quality.STALE if slot.quality is Quality.VALID and self._old(slot, age) else slot.quality
        return Reading(path, slot.value, signal.unit, quality, max(0, age) / 1e9)

    def value(self, path: str, now_ns: int) -> Value | None:
        """The value if it is VALID now, else None."""
        reading = self.get(path, now_ns)
        return reading.value if reading.valid else None

    def invalidate(self, paths: Iterable[str] | None = None) -> None:
        """Mark values STALE at once, all of them by default: the bus is gone, or the system slept."""
        for path in self._slots if paths is None else paths:
            slot = self._slots.get(path)
            if slot is None or slot.held or slot.quality is not Quality.VALID or slot.stale_ns is None:
                continue
            slot.quality, slot.stale_told = Quality.STALE, True
            self._note(path)

    def sweep(self, now_ns: int) -> None:
        """Report values that went stale since the last call as changes."""
        for path, slot in self._slots.items():
            if slot.quality is not Quality.VALID or slot.held:
                continue
            old = self._old(slot, now_ns - self._time(slot))
            if old is not slot.stale_told:
                slot.stale_told = old
                self._note(path)

    def take_changes(self) -> Paths:
        """The paths whose value or quality changed since the last call."""
        return self._default.take()

    def subscribe(self, paths: Iterable[str] | None = None) -> Subscription:
        """A reader of its own; None: all paths."""
        subscription = Subscription(None if paths is None else frozenset(paths))
        self._subscriptions.append(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self._subscriptions.remove(subscription)

    def moving(self, now_ns: int) -> Moving:
        """Parked, idling or moving. Speed or gear not known for certain counts as moving.

        The three states are those of Android Automotive's driver-distraction rules.
        """
        speed = self.value("Speed", now_ns)
        gear = self.value("Powertrain.Transmission.CurrentGear", now_ns)
        if not isinstance(speed, float) or not isinstance(gear, int) or abs(speed) > STANDSTILL_KMH:
            return Moving.MOVING
        brake = self.value("Chassis.ParkingBrake.IsEngaged", now_ns) is True
        return Moving.PARKED if gear == GEAR_PARK or (gear == 0 and brake) else Moving.IDLING

    @staticmethod
    def _time(slot: _Slot) -> int:
        return slot.time_ns if slot.source is None else max(slot.time_ns, slot.source.time_ns)

    @staticmethod
    def _old(slot: _Slot, age_ns: int) -> bool:
        return age_ns < -_AHEAD_NS or (slot.stale_ns is not None and age_ns > slot.stale_ns)

    def _note(self, path: str) -> None:
        self.version += 1
        for subscription in self._subscriptions:
            subscription.note(path)
