"""The car's bus: is it there, can this node disturb it, how full is it, and does the DBC know its frames?"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import can

from device.assembly import open_vehicle
from device.can.listen_only import listen_only
from device.clock import boottime_ns
from device.doctor.finding import Finding, Grade, Patient
from device.settings.schema import CanSettings
from edge.errors import CabinError
from edge.vehicle.dbc import load_dbc
from edge.vehicle.decoder import Decoder
from edge.vehicle.signal_map import load_map

LISTEN_S = 1.0
_OVERHEAD_BITS = {False: 47, True: 67}
"""Bits of a classic frame besides its data, by whether its id has 29 bits (ISO 11898-1), without stuff bits."""
_STUFFING = 1.1
"""Stuff bits that data of cars need on average; the worst case is 1.2."""
_FULL = 0.7


Known = tuple[int, int, bool]
"""A message that the map knows: arbitration id, mask of the bits that count, whether it has 29 bits."""


@dataclass
class Traffic:
    """What was heard. keys: (arbitration id, extended) of every frame that carried data."""

    seconds: float = 0.0
    frames: int = 0
    errors: int = 0
    bits: float = 0.0
    keys: set[tuple[int, bool]] = field(default_factory=set)


def check_bus(patient: Patient) -> list[Finding]:
    """Interface, listen-only, load, errors, and how much of the traffic the DBC knows."""
    chosen = patient.settings.can
    if chosen.replay is not None or not chosen.interface:
        why = "a log is replayed" if chosen.replay is not None else "can.interface is empty: the car's state is unknown"
        return [
            Finding("CAN", Grade.SKIPPED, why, "" if chosen.replay else "set can.interface, can.dbc and can.map in the settings")
        ]
    found = _proof(chosen) if chosen.interface == "socketcan" else []
    try:
        traffic = hear(chosen)
    except (can.CanError, OSError, ValueError, ImportError) as error:
        mend = f"ip -details link show {chosen.channel}; networkctl up {chosen.channel}"
        return [*found, Finding("CAN", Grade.WRONG, f"{chosen.channel} cannot be opened: {error}", mend)]
    return [*found, *judge(traffic, chosen, _bit_rate(chosen.channel), _known(patient))]


def hear(chosen: CanSettings, seconds: float = LISTEN_S) -> Traffic:
    """Listen without sending. Raises what python-can raises when the bus cannot be opened."""
    traffic = Traffic()
    begun = boottime_ns()
    until = begun + round(seconds * 1e9)
    with can.Bus(interface=chosen.interface, channel=chosen.channel, receive_own_messages=False) as bus:
        while (left := until - boottime_ns()) > 0:
            message = bus.recv(timeout=left / 1e9)
            if message is None:
                continue
            if message.is_error_frame:
                traffic.errors += 1
                continue
            traffic.frames += 1
            traffic.bits += _STUFFING * (_OVERHEAD_BITS[message.is_extended_id] + 8 * len(message.data))
            if not message.is_remote_frame:
                traffic.keys.add((message.arbitration_id, message.is_extended_id))
    traffic.seconds = (boottime_ns() - begun) / 1e9
    return traffic


def judge(traffic: Traffic, chosen: CanSettings, bit_rate: int | None, known: Sequence[Known] | str) -> list[Finding]:
    """What the figures mean. bit_rate: bits a second, where known. known: the mapped messages, or why they cannot be read."""
    channel = chosen.channel
    per_second = traffic.frames / traffic.seconds
    load = traffic.bits / traffic.seconds / bit_rate if bit_rate else None
    figures = {"frames_per_s": round(per_second), "error_frames": traffic.errors, "load": None if load is None else round(load, 3)}
    file = "/etc/systemd/network/80-cabin-voice-can.network"
    mend = f"set BitRate= in {file} to the car's; networkctl reload && networkctl reconfigure {channel}"
    found = []
    if traffic.errors > traffic.frames:
        text = f"{channel}: {traffic.errors} error frames and {traffic.frames} others: the wrong bit rate, or no termination"
        found.append(Finding("CAN", Grade.WRONG, text, mend, figures))
    elif traffic.frames == 0:
        text = f"{channel} is silent: ignition off, a cable, or the wrong bit rate"
        found.append(Finding("CAN", Grade.WARNING, text, mend, figures))
    else:
        full = load is not None and load > _FULL
        text = f"{channel}: {per_second:.0f} frames/s" + ("" if load is None else f", load {load:.0%}")
        grade = Grade.WARNING if full else Grade.FINE
        found.append(Finding("CAN", grade, text, "read another bus of the car" if full else "", figures))
    if isinstance(known, str):
        found.append(Finding("DBC", Grade.WRONG, known, "set can.dbc and can.map to files that fit each other"))
    elif traffic.keys:
        hits = sum(_is_known(key, known) for key in traffic.keys)
        share = hits / len(traffic.keys)
        text = f"{hits} of {len(traffic.keys)} messages on the bus are mapped to signals"
        grade = Grade.FINE if share else Grade.WRONG
        mend = "" if share else "set can.dbc and can.map to this car's; cabin decode LOG --dbc DBC shows what a file makes of a log"
        found.append(Finding("DBC", grade, text, mend, {"known_share": round(share, 2)}))
    return found


def _proof(chosen: CanSettings) -> list[Finding]:
    quiet = listen_only(chosen.channel)
    if quiet is True:
        return [Finding("listen-only", Grade.FINE, f"{chosen.channel} cannot send")]
    mend = (
        f"ip link set {chosen.channel} down; ip link set {chosen.channel} type can listen-only on; ip link set {chosen.channel} up"
    )
    if quiet is None:
        return [Finding("listen-only", Grade.SKIPPED, f"{chosen.channel}: it cannot be read whether it could send")]
    grade = Grade.WRONG if chosen.require_listen_only else Grade.WARNING
    return [Finding("listen-only", grade, f"{chosen.channel} could send (this program has no code that does)", mend)]


def _is_known(key: tuple[int, bool], known: Sequence[Known]) -> bool:
    return any(key[1] == extended and key[0] & mask == identifier & mask for identifier, mask, extended in known)


def _known(patient: Patient) -> Sequence[Known] | str:
    chosen = patient.settings.can
    if chosen.dbc is None or chosen.map is None:
        return "can.dbc and can.map are not both set"
    try:
        catalogue = open_vehicle(patient.settings).catalogue
        decoder = Decoder(load_dbc(chosen.dbc), load_map(chosen.map), catalogue)
    except CabinError as error:
        return str(error)
    return decoder.arbitration_ids


def _bit_rate(channel: str) -> int | None:
    """The interface's bits a second, None where that cannot be read."""
    command = ["ip", "-details", "-json", "link", "show", "dev", channel]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
        links: Any = json.loads(done.stdout)
        return int(links[0]["linkinfo"]["info_data"]["bittiming"]["bitrate"])
    except (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError):
        return None
