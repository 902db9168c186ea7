"""The voice of the on-device model: text in either language to speech."""

from edge.model.voice.kokoro import KokoroVoice
from edge.model.voice.style import DEFAULT_VOICES, VoiceStyle
from edge.model.voice.voice import SpokenClause, Voice

__all__ = ["DEFAULT_VOICES", "KokoroVoice", "SpokenClause", "Voice", "VoiceStyle"]
