"""The model card beside a head: what it is, what it was made of, and how well it does."""

from __future__ import annotations

from collections.abc import Sequence

from device.wake_training.recipe import ACCEPTS_PER_HOUR, Recipe, Trained
from edge.language import Language

_LANGUAGES: dict[Language, str] = {"en": "English", "zh": "Chinese"}


def model_card(trained: Trained, phrase: str, language: Language, seed: int, recipe: Recipe, warnings: Sequence[str]) -> str:
    """The card in Markdown."""
    figures = trained.figures
    lines = [
        f"# Wake head: {phrase}",
        "",
        f"Detects the phrase “{phrase}” ({_LANGUAGES[language]}). Input: 16 speech embeddings of 80 ms; output: the probability",
        "that the phrase has just ended. Licence: Apache-2.0.",
        "",
        "```",
        f"cabin wake train --phrase {phrase!r} --lang {language} --seed {seed} --out HEAD.onnx",
        "```",
        "",
        "## Training data",
        "",
        "Synthetic speech by Kokoro (Apache-2.0; single voices and blends), espeak-ng and flite, in simulated rooms, with",
        "synthetic road noise, babble and music, through simulated microphones. Of people and of music: the banks of embeddings",
        "beside the training code (people.md), in which nobody says the phrase.",
        "",
        "| kind | utterances or files |",
        "|---|---|",
        *(f"| {name} | {count} |" for name, count in figures.utterances.items()),
        "",
        f"{figures.windows['phrase']} windows of the phrase, {figures.windows['other']} of everything else; "
        f"{recipe.ensemble} networks of different seeds, their logits averaged.",
        "",
        "## Figures",
        "",
        "Voices and texts that training did not see, scored as the detector's first look scores, at the threshold of",
        f"{figures.threshold:.3f}. It is chosen by the tail of the scores of people, other talk and noise for",
        f"{ACCEPTS_PER_HOUR} false accepts an hour, as far as 95 % of the phrases in good conditions stay heard. All is synthetic",
        "but the recordings of people: other sentences than in training, partly of the same talkers.",
        "",
        *figure_lines(trained),
        "",
    ]
    if warnings or trained.notes:
        lines += ["## Notes", "", *(f"- {line}" for line in (*warnings, *trained.notes)), ""]
    return "\n".join(lines)


def figure_lines(trained: Trained) -> list[str]:
    """The held-out figures as a table."""
    figures = trained.figures
    rows = ["| held-out material | result |", "|---|---|"]
    rows += [f"| the phrase, {name} | {share:.1%} heard |" for name, share in figures.recall.items()]
    for negatives in figures.negatives:
        count = negatives.accepts(figures.threshold)
        rows.append(f"| {negatives.name}, {negatives.hours:.2f} h | {count} false accepts |")
    return rows
