"""What a session is told: persona, tools and the state of the car, put together for the dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from device.resources import shipped
from edge.dialogue.ports import Announcement, Drift
from edge.events import Json
from edge.language import Language
from edge.model.voices import voice_line
from edge.persona.cards import load_any
from edge.persona.context import render_anchor, render_instructions, state_block
from edge.persona.drift import DriftMonitor
from edge.persona.manner import manner_of
from edge.persona.persona import Persona, load_persona
from edge.persona.state_block import SPEAKER_SEAT
from edge.realtime.config import SessionConfig, TurnDetection
from edge.vehicle.alerts import AlertMonitor
from edge.vehicle.attention import Attention
from edge.vehicle.state import Moving, VehicleState
from edge.vehicle.tools import ToolHost

DEFAULT_PERSONA = "cabin.toml"


def open_persona(file: Path | None) -> Persona:
    """The persona of the settings, or the one that ships with the product."""
    return load_any(file) if file is not None else load_persona(shipped("personas", DEFAULT_PERSONA))


class CabinContext:
    """The context of the conversation: static instructions for a session, a rolling description of the car."""

    def __init__(
        self,
        persona: Persona,
        tools: ToolHost,
        state: VehicleState,
        language: Language | None = None,
        voices: Mapping[str, str] | None = None,
        detection: Mapping[str, TurnDetection] | None = None,
    ) -> None:
        """language: what the driver speaks, where that is settled. voices: endpoint to a voice that replaces the persona's.

        detection: endpoints that end turns by themselves, and how.
        """
        self.persona = persona
        self._tools = tools
        self._state = state
        self._language = language
        self._voices = dict(voices or {})
        self._detection = dict(detection or {})
        self._alerts = AlertMonitor(state)
        self._attention = Attention(state)
        self._drift = DriftMonitor(persona)
        self._manner: str | None = None
        self.seat = "driver"
        """Where the one sits who spoke last, as far as his voice is known."""

    def take(self, persona: Persona) -> None:
        """Another persona, for sessions that begin from now on."""
        self.persona = persona
        self._drift = DriftMonitor(persona)

    def session_config(self, endpoint: str) -> SessionConfig:
        """Instructions, voice and tools. A session outlives a drive's phases, so its rules are those of a moving car."""
        declarations = self._tools.declarations()
        return SessionConfig(
            instructions=render_instructions(self.persona, self._language, Moving.MOVING, declarations),
            voice=self._voice(endpoint),
            tools=tuple(declarations),
            language=self._language,
            turn_detection=self._detection.get(endpoint),
        )

    def state_block(self, now_ns: int) -> str:
        """Fresh and valid values only, and what the way of the driver's last turn asks of the answer."""
        block = state_block(self._state, now_ns, self.persona)
        seat = None if self.seat == "driver" else f"{SPEAKER_SEAT}{self.seat}"
        return "\n".join(line for line in (block, seat, self._manner) if line is not None)

    def hear_manner(self, prosody: Mapping[str, Json]) -> bool:
        """How a turn was said, as the event tells it. Returns whether that changes what `state_block` tells."""
        before, self._manner = self._manner, manner_of(prosody)
        return self._manner != before

    def attention(self, now_ns: int) -> str | None:
        """Why speech is held now."""
        return self._attention.demand(now_ns)

    def alerts(self, now_ns: int, language: Language) -> list[Announcement]:
        """What the car has to tell, in the persona's manner."""
        style = self.persona.vehicle.alerts_style
        found = self._alerts.check(now_ns)
        return [Announcement(alert.key, alert.text(language, style), alert.priority == 1) for alert in found]

    def judge(self, reply: str, said: str, language: Language, *, supported: bool, now_ns: int) -> Drift:
        """Whether a reply was in character."""
        moving = self._state.moving(now_ns) is not Moving.PARKED
        return self._drift.check(reply, language=language, user=said, moving=moving, supported=supported).action

    def anchor(self, language: Language) -> str:
        """A few words that bring the model back to its persona."""
        return render_anchor(self.persona, language)

    def _voice(self, endpoint: str) -> str | None:
        if endpoint in self._voices:
            return self._voices[endpoint]
        if endpoint == "local":
            # One name a language the persona has: the on-device model speaks both in one session.
            spoken = (self.persona.wording(language).speech for language in self.persona.languages)
            return "+".join(voice_line(s.voice, s.blend, s.pace, s.pitch, s.energy) for s in spoken)
        return self.persona.wording(self._language).speech.cloud_voice
