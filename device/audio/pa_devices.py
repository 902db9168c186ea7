"""The sound devices that PortAudio knows."""

from __future__ import annotations

import ctypes
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from device.audio.duplex import DeviceLost

if TYPE_CHECKING:
    import pyaudio

_log = logging.getLogger(__name__)

_BEST_RATE = 48_000
_PLAIN_RATE = 8_000
"""Multiples of it are resampled by few phases."""
_CAPTURE_ROOM_MS = 160
_LEAST_PERIODS = 4
_DEVICE_INFO_VERSION = 2


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """One line of `cabin devices`.

    index: PortAudio's, valid until it is initialised again. rate: the device's own, in Hz.
    input_latency, output_latency: seconds, as the driver says.
    """

    index: int
    name: str
    host: str
    inputs: int
    outputs: int
    rate: int
    input_latency: float
    output_latency: float
    default_input: bool
    default_output: bool


def open_portaudio() -> pyaudio.PyAudio:
    """Initialise PortAudio: it looks for devices only now, and not again before every user has terminated it.

    Raises DeviceLost when PyAudio or PortAudio cannot be loaded.
    """
    with quiet_stderr():
        try:
            import pyaudio
        except ImportError as error:
            raise DeviceLost(f"PortAudio cannot be loaded: {error}") from error
        _hush_alsa()
        return pyaudio.PyAudio()


def list_devices() -> list[SoundDevice]:
    """Every device, for `cabin devices`. What was plugged in while a stream is open is seen only after that has closed."""
    portaudio = open_portaudio()
    try:
        return devices_of(portaudio)
    finally:
        portaudio.terminate()


def devices_of(portaudio: pyaudio.PyAudio) -> list[SoundDevice]:
    """Every device of an initialised PortAudio."""
    default_input = _default(portaudio, "Input")
    default_output = _default(portaudio, "Output")
    found = []
    for index in range(portaudio.get_device_count()):
        about = portaudio.get_device_info_by_index(index)
        found.append(
            SoundDevice(
                index=index,
                name=str(about["name"]),
                host=str(portaudio.get_host_api_info_by_index(int(about["hostApi"]))["name"]),
                inputs=int(about["maxInputChannels"]),
                outputs=int(about["maxOutputChannels"]),
                rate=round(float(about["defaultSampleRate"])),
                input_latency=float(about["defaultLowInputLatency"]),
                output_latency=float(about["defaultLowOutputLatency"]),
                default_input=index == default_input,
                default_output=index == default_output,
            )
        )
    return found


def at_best_rates(portaudio: pyaudio.PyAudio, microphone: SoundDevice, loudspeaker: SoundDevice) -> tuple[SoundDevice, SoundDevice]:
    """Both at 48 kHz where PortAudio has chosen 44.1 kHz, as it does wherever that can be had.

    From and to that rate a sample costs six times as much, a twentieth of a small board. Devices of one rate keep one: a card may
    be unable to do two.
    """
    better = _at_best_rate(portaudio, microphone, capture=True), _at_best_rate(portaudio, loudspeaker, capture=False)
    parted = microphone.rate == loudspeaker.rate and better[0].rate != better[1].rate
    return (microphone, loudspeaker) if parted else better


def _at_best_rate(portaudio: pyaudio.PyAudio, device: SoundDevice, capture: bool) -> SoundDevice:
    if device.rate % _PLAIN_RATE == 0:
        return device
    import pyaudio

    way = "input" if capture else "output"
    channels = 1 if capture else min(2, device.outputs)
    asked = {f"{way}_device": device.index, f"{way}_channels": channels, f"{way}_format": pyaudio.paFloat32}
    try:
        with quiet_stderr():
            portaudio.is_format_supported(_BEST_RATE, **asked)
    except ValueError:
        return device
    return replace(device, rate=_BEST_RATE)


def widen_capture(index: int, period_ms: int) -> bool:
    """Have the card keep 160 ms of microphone, and four periods at least, until PortAudio is initialised again.

    PortAudio makes a buffer of one period and of the latency that PyAudio asks for, which is the least that the driver names: two
    periods. On a small board a wake-up that finds a sample too few waits for the second one, and whatever else takes the core for
    a millisecond then costs the driver a word. Room costs the microphone no time: a period is handed over when it is there.

    index: of an initialised PortAudio. Returns whether it could be done: where PortAudio is a library of the system's it can.
    """
    try:
        library = ctypes.CDLL("libportaudio.so.2")
        library.Pa_GetDeviceInfo.restype = ctypes.POINTER(_DeviceInfo)
        library.Pa_GetDeviceInfo.argtypes = [ctypes.c_int]
        about = library.Pa_GetDeviceInfo(index)
        periods = max(_LEAST_PERIODS, -(-_CAPTURE_ROOM_MS // period_ms))
        if not about or about.contents.struct_version != _DEVICE_INFO_VERSION:
            return False
        # Or it would make the periods longer.
        library.PaAlsa_SetNumPeriods(periods)
    except (OSError, AttributeError):
        return False
    about.contents.low_input_latency = max(about.contents.low_input_latency, (periods - 1) * period_ms / 1000)
    return True


class _DeviceInfo(ctypes.Structure):
    """PaDeviceInfo of portaudio.h. PyAudio has no word for the latency to ask for: it takes `low_input_latency` of this."""

    _fields_ = (
        ("struct_version", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("host_api", ctypes.c_int),
        ("inputs", ctypes.c_int),
        ("outputs", ctypes.c_int),
        ("low_input_latency", ctypes.c_double),
        ("low_output_latency", ctypes.c_double),
        ("high_input_latency", ctypes.c_double),
        ("high_output_latency", ctypes.c_double),
        ("rate", ctypes.c_double),
    )


def choose(devices: list[SoundDevice], wanted: str | int | None, capture: bool) -> SoundDevice:
    """The device to capture from or to play to.

    wanted: an index, a part of the name in any case, or None for the default. An exact name goes before a part of one.
    Raises DeviceLost, naming what there is, when none fits.
    """
    kind = "microphone" if capture else "loudspeaker"
    usable = [one for one in devices if (one.inputs if capture else one.outputs) > 0]
    if wanted is None:
        fitting = [one for one in usable if (one.default_input if capture else one.default_output)] or usable
    elif isinstance(wanted, int) or wanted.isdigit():
        fitting = [one for one in usable if one.index == int(wanted)]
    else:
        fitting = [one for one in usable if one.name.lower() == wanted.lower()]
        fitting = fitting or [one for one in usable if wanted.lower() in one.name.lower()]
    if not fitting:
        there = ", ".join(one.name for one in usable) or "none"
        raise DeviceLost(f"no {kind}{'' if wanted is None else f' {wanted!r}'}: there is {there}")
    return fitting[0]


def _default(portaudio: pyaudio.PyAudio, direction: str) -> int | None:
    try:
        about = getattr(portaudio, f"get_default_{direction.lower()}_device_info")()
    except OSError:
        return None
    return int(about["index"])


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep what the C libraries print while they look for devices and open them, dozens of lines, for the debug log."""
    try:
        kept = os.dup(2)
    except OSError:
        # No standard error at all: nothing to keep quiet.
        yield
        return
    with tempfile.TemporaryFile() as printed:
        os.dup2(printed.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            printed.seek(0)
            for line in printed.read().decode(errors="replace").splitlines():
                _log.debug("sound library: %s", line)


_AlsaErrorHandler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)


def _ignore(file: bytes, line: int, function: bytes, code: int, text: bytes) -> None:
    """ALSA's messages repeat what PortAudio reports as an error code."""


_silent = _AlsaErrorHandler(_ignore)
"""Kept for as long as the library may call it."""


def _hush_alsa() -> None:
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_silent)
    except (OSError, AttributeError):
        _log.debug("no ALSA library to keep quiet")
