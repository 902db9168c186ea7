"""Sound cards, and the way from the loudspeaker to the microphone."""

from __future__ import annotations

from device.audio.duplex import DeviceLost, Duplex
from device.audio.pa_devices import SoundDevice, choose, list_devices
from device.doctor.chirp import Acoustics, ChirpSource, listen
from device.doctor.finding import Finding, Grade, Patient
from device.doctor.running import daemon_status
from device.settings import Settings
from edge.audio.levels import SILENCE_DBFS
from edge.frontend.echo.delay import MAX_DELAY

CARD = "cabin devices, then audio.input and audio.output in the settings"
NOISY_DBFS = -35.0
"""A cabin at 120 km/h stays well below this with a gain that leaves room for speech."""
LOUD_ECHO_DB = 6.0
"""An echo louder than what was played leaves no room for speech before the microphone clips."""


def check_devices(patient: Patient) -> list[Finding]:
    """Are the cards of the settings there, with usable rates and channels?"""
    audio = patient.settings.audio
    if audio.backend == "null":
        return [Finding("sound cards", Grade.SKIPPED, "audio.backend is null: the daemon hears and plays nothing")]
    try:
        devices = list_devices()
        chosen = [choose(devices, name or None, capture) for name, capture in ((audio.input, True), (audio.output, False))]
    except DeviceLost as error:
        return [Finding("sound cards", Grade.WRONG, str(error), CARD)]
    microphone, loudspeaker = chosen
    found = []
    wanted = [("microphone_channel", audio.microphone_channel), *(("loopback_channels", c) for c in audio.loopback_channels)]
    for setting, channel in wanted:
        if channel >= microphone.inputs:
            text = f"{microphone.name} has {microphone.inputs} channels, counted from 0, and audio.{setting} asks for {channel}"
            found.append(Finding("channel map", Grade.WRONG, text, f"set audio.{setting} to channels that there are"))
    for device, kind in ((microphone, "microphone"), (loudspeaker, "loudspeaker")):
        found.append(_rate(device, kind))
    return found


def check_round_trip(patient: Patient) -> list[Finding]:
    """Play a chirp and listen to it: echo path, noise floor, clipping."""
    if patient.settings.audio.backend == "null":
        return [Finding("echo path", Grade.SKIPPED, "audio.backend is null: there is neither microphone nor loudspeaker")]
    if daemon_status(patient.runtime) is not None:
        return [Finding("echo path", Grade.SKIPPED, "the daemon has the sound card", "systemctl stop cabin-voice; cabin doctor")]
    source = ChirpSource(audible=patient.chirp)
    duplex: Duplex | None = None
    try:
        duplex = _open(patient.settings, source)
        measured = listen(duplex)
    except DeviceLost as error:
        return [Finding("echo path", Grade.WRONG, str(error), CARD)]
    finally:
        if duplex is not None:
            duplex.close()
    return judge(measured, patient.chirp)


def judge(measured: Acoustics, played: bool = True) -> list[Finding]:
    """What the figures mean."""
    levels = measured.whole
    found = []
    if levels.dead:
        text = "the microphone gives nothing but a constant: unplugged, muted or the wrong channel"
        return [Finding("microphone", Grade.WRONG, text, "alsamixer -V capture; set audio.microphone_channel")]
    figures = {"rms_dbfs": round(levels.rms_dbfs, 1), "peak_dbfs": round(levels.peak_dbfs, 1), "clipped": round(levels.clipped, 4)}
    if levels.problem is not None:
        mend = "alsamixer -V capture, and turn the capture gain or the loudspeaker down"
        found.append(Finding("clipping", Grade.WRONG, f"the microphone's signal: {levels.problem}", mend, figures))
    else:
        found.append(Finding("clipping", Grade.FINE, f"none; peak {levels.peak_dbfs:.0f} dBFS", figures=figures))
    noise = {"noise_dbfs": round(max(SILENCE_DBFS, measured.noise_dbfs), 1)}
    loud = measured.noise_dbfs > NOISY_DBFS
    text = f"{measured.noise_dbfs:.0f} dBFS" + (" before the chirp: a fan, a radio, or too much gain" if loud else "")
    mend = "alsamixer -V capture, and turn the capture gain down; check in a quiet cabin" if loud else ""
    found.append(Finding("noise floor", Grade.WARNING if loud else Grade.FINE, text, mend, noise))
    if measured.lost:
        text = f"{measured.lost / 16:.0f} ms of {measured.seconds:.1f} s were lost"
        mend = "cabin doctor --json on an idle machine; look for what takes the processor with top"
        found.append(Finding("capture", Grade.WARNING, text, mend, {"lost_samples": measured.lost}))
    if played:
        found.append(_echo(measured))
    return found


def _echo(measured: Acoustics) -> Finding:
    if measured.delay_ms is None:
        text = "the microphone did not hear the chirp: volume at zero, the wrong loudspeaker, or a card that cancels echo itself"
        return Finding("echo path", Grade.WARNING, text, "alsamixer, and set audio.output to the card that is heard in the cabin")
    figures = {"delay_ms": round(measured.delay_ms, 1), "echo_db": round(measured.echo_db, 1)}
    text = f"heard after {measured.delay_ms:.0f} ms at {measured.echo_db:+.0f} dB"
    reach_ms = MAX_DELAY / 16
    if measured.delay_ms > reach_ms:
        mend = "use the card itself (hw:) instead of a sound server, or shorten its buffers"
        return Finding("echo path", Grade.WRONG, f"{text}; the canceller reaches {reach_ms:.0f} ms", mend, figures)
    if measured.echo_db > LOUD_ECHO_DB:
        return Finding("echo path", Grade.WARNING, f"{text}: louder than what was played", "turn the loudspeaker down", figures)
    return Finding("echo path", Grade.FINE, text, figures=figures)


def _rate(device: SoundDevice, kind: str) -> Finding:
    channels = device.inputs if kind == "microphone" else device.outputs
    text = f"{device.name}, {device.rate} Hz, {channels} channels"
    figures = {"rate_hz": device.rate, "channels": channels}
    if device.rate < 16000:
        return Finding(kind, Grade.WARNING, f"{text}: less than 16 kHz costs recognition", CARD, figures)
    return Finding(kind, Grade.FINE, text, figures=figures)


def _open(settings: Settings, source: ChirpSource) -> Duplex:
    from device.audio.portaudio import PortAudioDuplex

    audio = settings.audio
    return PortAudioDuplex(
        source, input_device=audio.input or None, output_device=audio.output or None, channel=audio.microphone_channel
    )
