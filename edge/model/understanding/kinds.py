"""The kinds of talk that are told apart, by what is alike in answering them. Data only."""

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[str, ...]] = {
    "safety": (
        "crash", "fire", "brake_failure", "medical", "trapped", "water", "threatened", "drowsy", "drunk", "despair",
    ),
    "glad": ("good_news", "love", "beauty", "relief", "family"),
    "low": (
        "grief", "bad_news", "annoyed", "lonely", "bored", "nervous", "weary", "unwell", "quarrel",
    ),
    "question": ("knowledge",),
    "car": ("car_care", "symptom", "hazard"),
    "request": (
        "messages", "reminders", "purchases", "web", "translate", "camera", "home", "drive_itself", "drive_mode",
    ),
    "me": (
        "identity", "privacy", "ability", "opinion", "compliment", "insult", "flirt", "feelings_of_it", "sing", "override",
    ),
    "reaction": ("again", "meaning", "doubt", "okay", "thanks", "laugh"),
}  # fmt: skip
"""Kinds of talk that are answered alike where it is not clear which of them it is."""
GROUP_OF: Mapping[str, str] = {label: group for group, labels in GROUPS.items() for label in labels}
