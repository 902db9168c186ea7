"""`cabin wake`: wake heads from nothing but their text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="wake", help="Wake phrases: train a head for a phrase of your own.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Wake phrases: train a head for a phrase of your own."""


@app.command()
def train(
    phrase: Annotated[str, typer.Option(help="The words to listen for: four syllables or more.")],
    out: Annotated[Path, typer.Option(help="Where the head is written; its model card lies beside it.")],
    lang: Annotated[str, typer.Option(help="The language of the phrase: en or zh.")] = "en",
    seed: Annotated[int, typer.Option(help="The same seed and the same rendered speech give the same head.")] = 1,
    minutes: Annotated[float, typer.Option(help="Time to aim at; less time means fewer voices.")] = 15.0,
    negatives: Annotated[Path | None, typer.Option(help="A folder of recordings without the phrase, used in training.")] = None,
) -> None:
    """Train a wake head from synthetic speech and print what it does on voices it was not trained on."""
    from edge.errors import InputError

    if lang not in ("en", "zh"):
        raise InputError("--lang", f"{lang!r} is not a language of the assistant: take en or zh")
    if out.suffix != ".onnx":
        raise InputError("--out", f"{out} does not end in .onnx")
    if not out.parent.is_dir():
        raise InputError("--out", f"no such directory: {out.parent}")
    if not 1 <= minutes <= 600:
        raise InputError("--minutes", f"{minutes:g} is not between 1 and 600")
    if negatives is not None and not negatives.is_dir():
        raise InputError("--negatives", f"no such directory: {negatives}")
    from device.wake_training.command import train_to_file

    train_to_file(phrase, "zh" if lang == "zh" else "en", out, seed, minutes, negatives, typer.echo)
