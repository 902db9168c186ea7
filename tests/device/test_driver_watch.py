"""The daemon's follower of voices: people's recordings, the real encoder, the assistant's real parts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from device.assembly import Parts, assemble, open_vehicle
from device.bench.sounds import recording
from device.driver_watch import LONGEST_S, VoiceFollower
from device.drivers import write_drivers
from device.resources import shipped
from device.settings import load_settings
from edge.audio.frame import Samples
from edge.dialogue.turn import State
from edge.frontend.frontend import FrontEndOutput
from edge.model.speaker import Drivers, SpeakerEncoder
from edge.model.understanding import DialogueContext, understand
from edge.persona.persona import load_persona
from edge.persona.state_block import seat_in
from edge.weights.store import WeightStore

PERSONA = shipped("personas", "rosie.toml")


def _frames(audio: Samples) -> list[FrontEndOutput]:
    return [FrontEndOutput(audio[i : i + 160], (), 0.9, {}, False) for i in range(0, len(audio) - 159, 160)]


class Rig:
    """The parts of a daemon, and a follower of which the events are kept."""

    def __init__(self, weights: WeightStore, file: Path, encoder: SpeakerEncoder) -> None:
        settings = load_settings(
            {"CABIN_LOCAL__ENABLED": "false", "CABIN_WAKE__HEADS": "[]", "CABIN_VEHICLE__MODE": "simulate"}
        ).settings
        self.parts: Parts = assemble(settings, weights, open_vehicle(settings), strict=True)
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.opened = 0
        self._encoder = encoder
        self.follower = VoiceFollower(self.parts, None, file, lambda name, fields: self.events.append((name, fields)), self._open)

    def _open(self) -> SpeakerEncoder:
        self.opened += 1
        return self._encoder

    def turn(self, audio: Samples) -> None:
        async def main() -> None:
            self.follower.hear(_frames(audio), State.LISTENING)
            self.follower.hear([], State.THINKING)
            await self.follower.settled()

        asyncio.run(main())


@pytest.fixture(scope="module")
def encoder(weights: WeightStore) -> SpeakerEncoder:
    if not weights.has("speaker"):
        pytest.skip("needs `cabin weights fetch speaker`")
    return SpeakerEncoder.load(weights)


@pytest.mark.weights
def test_the_one_who_speaks_finds_persona_and_place(
    weights: WeightStore, encoder: SpeakerEncoder, data: Path, tmp_path: Path
) -> None:
    ann, bert = data / "farend_prompts_asterisk", data / "asr_en/whisper_jfk/jfk.flac"
    file = tmp_path / "drivers.json"
    rig = Rig(weights, file, encoder)
    rig.turn(recording(ann / "demo-congrats.wav"))
    assert (rig.events, rig.opened) == ([], 0)  # nobody is known: nothing is listened to, and no network opened

    drivers = Drivers()
    drivers.enrol("Ann", *encoder.embed(recording(ann / "conf-adminmenu.wav")), persona=str(PERSONA), seat="passenger")
    drivers.enrol("Bert", *encoder.embed(recording(bert)))
    write_drivers(file, drivers)

    usual = rig.parts.context.persona
    rig.turn(recording(ann / "demo-congrats.wav"))
    assert rig.events[-1][0] == "speaker"
    assert rig.events[-1][1]["name"] == "Ann"
    assert rig.parts.context.persona.id == load_persona(PERSONA).id != usual.id
    assert rig.parts.vehicle.tools.speaker == "passenger"
    assert seat_in(rig.parts.context.state_block(0)) == "passenger"

    rig.turn(recording(data / "asr_zh/aishell/aishell-BAC009S0724W0121.wav"))
    assert rig.events[-1][1]["name"] == ""
    assert rig.parts.context.persona.id == load_persona(PERSONA).id  # who is not known takes no persona away
    assert rig.parts.vehicle.tools.speaker == "driver"

    rig.turn(recording(bert)[: int(LONGEST_S * 2 * 16_000)])
    assert rig.events[-1][1]["name"] == "Bert"
    assert rig.parts.context.persona.id == usual.id
    assert seat_in(rig.parts.context.state_block(0)) == "driver"
    assert rig.opened == 1


@pytest.mark.weights
def test_a_damaged_file_is_told_and_nothing_changes(
    weights: WeightStore, encoder: SpeakerEncoder, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "drivers.json"
    file.write_text("{")
    rig = Rig(weights, file, encoder)
    rig.turn(recording(data / "farend_prompts_asterisk/demo-congrats.wav"))
    (name, fields) = rig.events[0]
    assert name == "fault"
    assert "drivers.json" in fields["what"]
    assert rig.parts.vehicle.tools.speaker == "driver"


def test_my_seat_is_where_the_speaker_sits() -> None:
    passenger = DialogueContext(own="passenger")
    for text, language in (("heat my seat on two", "en"), ("我的座椅加热开二档", "zh")):
        understood = understand(text, "en" if language == "en" else "zh", passenger)
        assert understood.tool_calls == [("set_seat", {"seat": "passenger", "heating": 2})]
        assert understood.context.own == "passenger"
    assert understand("heat the driver's seat on two", "en", passenger).tool_calls == [
        ("set_seat", {"seat": "driver", "heating": 2})
    ]
    assert understand("heat my seat on two", "en").tool_calls == [("set_seat", {"seat": "driver", "heating": 2})]
