"""From frames to signals: only what the map names, only when its bytes changed, never from a frame that fails its checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from edge.errors import InputError
from edge.vehicle.catalogue import Catalogue, Signal, Words
from edge.vehicle.codec import field as field_of
from edge.vehicle.codec import place_of
from edge.vehicle.convert import Conversion, converter
from edge.vehicle.dbc import EXTENDED, Database, MessageSpec, SignalSpec, parameter_group
from edge.vehicle.freshness import LEAST_NS
from edge.vehicle.groups import Choice, Condition, Filter, Group, Item, Update, whole_message
from edge.vehicle.protection import Guard, Verdict
from edge.vehicle.signal_map import Entry, MapEntry, SignalMap
from edge.vehicle.state import Heartbeat, Quality, VehicleState
from edge.vehicle.units import differ

_NOTHING: tuple[Update, ...] = ()
_MASK_11, _MASK_29 = 0x7FF, 0x1FFFFFFF


@dataclass(slots=True)
class DecoderCounters:
    """Frames by fate. Nothing here stops the decoder."""

    frames: int = 0
    unknown_id: int = 0
    wrong_length: int = 0
    unchanged: int = 0
    not_selected: int = 0
    """The multiplexer of the frame selects none of the mapped signals."""
    failed_checks: int = 0


@dataclass(slots=True)
class _Plan:
    length: int
    groups: list[Group]
    guard: Guard | None
    every_frame: bool  # debounced signals count frames, so none is skipped
    conditional: bool = False
    last: bytes = b""
    active: list[Group] = field(default_factory=list)  # what the last frame carried
    choice: Choice | None = None
    changes: Callable[[bytes, int], Sequence[Update]] | None = None  # for a message that is one group and has no guard


class Decoder:
    """Decodes the mapped signals of one bus. Reads no clock; not thread-safe."""

    def __init__(self, database: Database, signal_map: SignalMap, catalogue: Catalogue | None = None) -> None:
        """Raises InputError naming the map and the path where the map does not suit the DBC or the catalogue.

        A lenient map (Kuksa's) may name signals that the DBC does not have; they are listed in `missing`.
        """
        self.counters = DecoderCounters()
        self.missing: list[str] = []
        self.notes: list[str] = []
        """What looks like a mistake in the map, for a person to read."""
        self.signals: dict[str, Signal] = {}
        self._catalogue = catalogue
        self._limits: dict[str, int] = {}
        self._plans: dict[int, _Plan] = {}
        self._groups: dict[int, _Plan] = {}  # by parameter group of J1939: any sender, any priority
        self._sources: dict[str, Heartbeat] = {}
        for mapped in signal_map.entries.values():
            self._add(database, signal_map, mapped, catalogue)
        if not self._plans:
            raise InputError(signal_map.source, "none of its signals is in the DBC")
        for name, protection in signal_map.protections.items():
            message = database.message(name)
            if message is None:
                raise InputError(signal_map.source, f"messages.{name}: the DBC has no such message")
            if message.key in self._plans:
                try:
                    self._plans[message.key].guard = Guard(protection, message)
                except ValueError as error:
                    raise InputError(signal_map.source, f"messages.{name}: {error}") from error
        for plan in self._plans.values():
            if plan.guard is None and not plan.every_frame and not plan.conditional and len(plan.groups) == 1:
                plan.changes = whole_message(plan.groups[0], self._note_unchanged)

    def _listed(self, path: str) -> bool:
        return self._catalogue is not None and path in self._catalogue

    def _note_unchanged(self) -> None:
        self.counters.unchanged += 1

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(self._sources)

    @property
    def arbitration_ids(self) -> list[tuple[int, int, bool]]:
        """(id, mask, extended) of every mapped message: what the bus filter lets through."""
        groups = {id(plan) for plan in self._groups.values()}
        found = []
        for key, plan in self._plans.items():
            extended = bool(key & EXTENDED)
            mask = parameter_group(key)[1] if id(plan) in groups else _MASK_29 if extended else _MASK_11
            found.append((key & ~EXTENDED, mask, extended))
        return found

    def attach(self, state: VehicleState) -> None:
        """Tie the freshness of the mapped paths to their messages, with the map's time-outs."""
        for path, source in self._sources.items():
            state.attach(path, source)
            if path in self._limits:
                state.limit(path, self._limits[path])

    def heartbeat(self, path: str) -> Heartbeat:
        """What a mapped path is kept fresh by. Raises KeyError."""
        return self._sources[path]

    def time_out(self, path: str) -> int | None:
        """Nanoseconds of silence after which a mapped path is stale; 0: never; None: neither map, catalogue nor DBC says."""
        if path in self._limits:
            return self._limits[path]
        return (self.signals[path].stale_ns or 0) if self._listed(path) else None

    def forget(self, path: str) -> None:
        """Tell a mapped path anew with its next frame, changed or not: it was told to be stale."""
        for plan in self._plans.values():
            for group in plan.groups:
                if any(item.path == path for item in group.items):
                    plan.last = b""
                    group.reset()

    def feed(self, key: int, data: bytes, time_ns: int) -> Sequence[Update]:
        """The signals whose value or quality changed with this frame.

        key: arbitration id, plus EXTENDED for 29 bits; data: the frame's bytes; time_ns: when it was received.
        """
        counters = self.counters
        counters.frames += 1
        plan = self._plans.get(key)
        if plan is not None and plan.changes is not None and len(data) == plan.length:
            return plan.changes(data, time_ns)
        if plan is None:
            plan = self._groups.get(parameter_group(key)[0]) if self._groups and key & EXTENDED else None
            if plan is None:
                counters.unknown_id += 1
                return _NOTHING
        if len(data) != plan.length:
            if len(data) < plan.length:
                counters.wrong_length += 1
                return _NOTHING
            data = data[: plan.length]  # a longer frame is a newer version of the message, or padding of CAN FD
        if plan.guard is not None:
            verdict = plan.guard.check(data)
            if verdict is not Verdict.GOOD:
                counters.failed_checks += 1
                return self._distrust(plan) if verdict is Verdict.FAILED else _NOTHING
        if data == plan.last and not plan.every_frame:
            counters.unchanged += 1
            for group in plan.active:
                group.heartbeat.time_ns = time_ns
            return _NOTHING
        plan.last = data
        if plan.conditional:
            choice = plan.choice
            if choice is None:
                choice = plan.choice = Choice(plan.groups)
            plan.active = choice[choice.key(data)]
            if not plan.active:
                counters.not_selected += 1
        updates: list[Update] = []
        tell = updates.append
        for group in plan.active:
            group.heartbeat.time_ns = time_ns
            if group.last and group.run is not None:
                group.run(data, group.last, group.told, tell)
                group.last = data
            else:
                group.first(data, tell)
        return updates

    def feed_state(self, state: VehicleState, key: int, data: bytes, time_ns: int) -> None:
        """Decode a frame into the state."""
        if updates := self.feed(key, data, time_ns):
            state.take(updates, time_ns)

    def reset(self) -> None:
        """Forget the last bytes: after a gap in the source every value is told anew."""
        for plan in self._plans.values():
            self._forget(plan)

    def _distrust(self, plan: _Plan) -> list[Update]:
        self._forget(plan)
        return [(item.path, None, Quality.E2E_FAIL) for group in plan.groups for item in group.items]

    @staticmethod
    def _forget(plan: _Plan) -> None:
        plan.last = b""
        for group in plan.groups:
            group.reset()

    def _add(self, database: Database, signal_map: SignalMap, mapped: MapEntry, catalogue: Catalogue | None) -> None:
        entry = mapped.entry

        def wrong(problem: str) -> InputError:
            return InputError(signal_map.source, f"{mapped.path}: {problem}")

        found = database.find_signal(entry.signal)
        if entry.message is not None:
            found = [message for message in found if message.name == entry.message]
        if not found:
            if signal_map.lenient:
                self.missing.append(mapped.path)
                return
            where = f"message {entry.message}" if entry.message else "the DBC"
            raise wrong(f"{where} has no signal {entry.signal}")
        if len(found) > 1 and not signal_map.lenient:
            raise wrong(f"{entry.signal} is in {', '.join(m.name for m in found)}: say which `message`")
        message = found[0]
        spec = message.signals[entry.signal]
        path = (catalogue.resolve(mapped.path) if catalogue is not None else None) or mapped.path
        signal = catalogue[path] if catalogue is not None and path in catalogue else _unlisted(mapped, spec)
        if catalogue is not None and path not in catalogue and mapped.type is None:
            near = catalogue.suggest(path)
            raise wrong("is not a signal of the catalogue" + (f"; did you mean {near}?" if near else ""))
        steps = field_of(spec, message.length)
        try:
            conversion = converter(spec, steps, entry, signal, j1939=message.j1939)
        except ValueError as error:
            if signal_map.lenient:
                self.missing.append(mapped.path)
                return
            raise wrong(str(error)) from error
        if entry.transform is None and differ(spec.unit, signal.unit):
            self.notes.append(f"{signal_map.source}: {mapped.path} is in {signal.unit}, {message.name}.{spec.name} in {spec.unit}")
        self._place(message, spec, path, entry, conversion)
        self.signals[path] = signal
        cycle_ns = 3_000_000 * (message.cycle_ms or 0)
        if entry.timeout_ms is not None:
            self._limits[path] = entry.timeout_ms * 1_000_000
        elif signal.stale_ns is not None and cycle_ns > signal.stale_ns:
            self._limits[path] = cycle_ns
        elif cycle_ns and not self._listed(path) and spec.selector is None:
            self._limits[path] = max(cycle_ns, LEAST_NS)

    def _place(self, message: MessageSpec, spec: SignalSpec, path: str, entry: Entry, conversion: Conversion) -> None:
        plan = self._plans.get(message.key)
        if plan is None:
            plan = self._plans[message.key] = _Plan(message.length, [], None, False)
            if message.j1939:
                self._groups[parameter_group(message.key)[0]] = plan
        conditions = tuple(_conditions(message, spec))
        group = next((g for g in plan.groups if g.conditions == conditions), None)
        if group is None:
            group = Group(conditions, Heartbeat())
            plan.groups.append(group)
        filtered = Filter(entry) if entry.debounce > 1 or entry.hysteresis > 0 else None
        group.items.append(Item(path, place_of(spec, message.length), conversion, filtered))
        group.told.append(None)
        plan.active = plan.groups
        plan.conditional = plan.conditional or bool(conditions)
        plan.every_frame = plan.every_frame or entry.debounce > 1
        self._sources[path] = group.heartbeat


def _conditions(message: MessageSpec, spec: SignalSpec) -> list[Condition]:
    """What every multiplexer above a signal must say."""
    found: list[Condition] = []
    while spec.selector is not None:
        ranges = spec.ranges
        spec = message.signals[spec.selector]
        _, _, _, _, sign, full, *_ = field_of(spec, message.length)
        found.append((place_of(spec, message.length), sign, full, ranges))
    return found


def _unlisted(mapped: MapEntry, spec: SignalSpec) -> Signal:
    """A signal that is not in the catalogue: what the map or the DBC says about it."""
    return Signal(
        path=mapped.path,
        kind="sensor",
        type=mapped.type or "float",
        unit=mapped.unit if mapped.unit is not None else spec.unit,
        tier="B",
        form="none",
        stale_ns=None,
        range=None,
        allowed=mapped.allowed,
        words=Words(mapped.path, mapped.path),
    )
