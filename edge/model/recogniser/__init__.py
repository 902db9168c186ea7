"""The recogniser of the on-device model: speech in either language to text."""

from edge.model.recogniser.recogniser import Recogniser, Transcript
from edge.model.recogniser.whisper import WhisperRecogniser

__all__ = ["Recogniser", "Transcript", "WhisperRecogniser"]
