"""The understanding of the on-device model: text to tool calls, questions about the car, refusals and talk."""

from edge.model.understanding.types import Act, DialogueContext, ToolRequest, Understanding
from edge.model.understanding.utterance import understand

__all__ = ["Act", "DialogueContext", "ToolRequest", "Understanding", "understand"]
