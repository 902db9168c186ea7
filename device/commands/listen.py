"""`cabin listen`: the front end over a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from edge.audio.frame import Samples
    from edge.audio.wav import AudioFile
    from edge.events import TimelineEvent
    from edge.frontend.models import FrontEndModels

_PIECE_S = 1


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("listen")(listen)


def listen(
    wav: Annotated[Path, typer.Argument(help="Recording of the microphone: any rate, channel count and length.")],
    reference: Annotated[
        Path | None, typer.Option(help="What the loudspeaker was fed with at the same time: its echo is cancelled.")
    ] = None,
    clean: Annotated[
        Path | None, typer.Option(help="Write the cleaned microphone here: 16 kHz mono, aligned with the input.")
    ] = None,
    wake: Annotated[
        list[str] | None,
        typer.Option(help="Wake head by name, by its phrase, or as an ONNX file; all shipped heads when not given."),
    ] = None,
    channel: Annotated[
        int | None, typer.Option(min=0, help="Channel of the recording, from 0; the mean of all when not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Run the front end over a recording: speech, wake words, ends of turns, echo. Faster than real time."""
    from device.resources import shipped
    from device.weights_fetch import default_store
    from edge.audio.wav import AudioFile, WavWriter
    from edge.errors import InputError
    from edge.frontend.frontend import FrontEnd, FrontEndConfig
    from edge.frontend.models import FrontEndModels
    from edge.frontend.offline import OfflineRun

    with ExitStack() as stack:
        microphone = stack.enter_context(AudioFile(wav))
        if channel is not None and channel >= microphone.channels:
            raise InputError(wav, f"has no channel {channel}: it has {microphone.channels}, counted from 0")
        far_end = None if reference is None else stack.enter_context(AudioFile(reference))
        store = default_store()
        echo, smart = shipped("echo", "suppressor.onnx"), store.has("smart-turn")
        models = FrontEndModels.load(store, _heads(wake), echo=echo, smart_turn=smart)
        run = OfflineRun(FrontEnd(FrontEndConfig(), models))
        output = None if clean is None else stack.enter_context(WavWriter(clean, 16_000))
        events = 0
        pieces = _at_engine_rate(microphone, channel)
        for samples, told in run.run(pieces, None if far_end is None else _at_engine_rate(far_end, None)):
            if output is not None:
                output.write(samples)
            for event in told:
                events += 1
                print(event.to_json() if as_json else _line(event))
        if not as_json:
            print(f"{run.samples / 16_000:9.2f} s  end, {events} events; wake words: {_phrases(models)}")


def _heads(wanted: Iterable[str] | None) -> list[Path]:
    """Files of the wake heads asked for, or of all that ship."""
    from device.resources import shipped

    heads = sorted(shipped("wake").glob("*.onnx"))
    return heads if not wanted else [_head(name, heads) for name in wanted]


def _head(name: str, heads: list[Path]) -> Path:
    from edge.errors import InputError
    from edge.frontend.wake import WakeHead

    path = Path(name)
    if path.suffix == ".onnx":
        if not path.is_file():
            raise InputError(name, "no such file")
        return path
    for head in heads:
        if head.stem == name:
            return head
    for head in heads:
        if WakeHead.load(head).phrase.casefold() == name.casefold():
            return head
    known = ", ".join(head.stem for head in heads) or "none"
    raise InputError(f"--wake {name}", f"no such wake head; shipped: {known}; or name an ONNX file")


def _at_engine_rate(file: AudioFile, channel: int | None) -> Iterator[Samples]:
    """The file in pieces of a second, mono, at 16 kHz."""
    from edge.audio.resample import Resampler
    from edge.audio.wav import mono

    resampler = Resampler(file.rate, 16_000)
    while True:
        block = file.read(file.rate * _PIECE_S)
        last = block.shape[0] < file.rate * _PIECE_S
        yield resampler.process(mono(block, channel), last=last)
        if last:
            return


def _line(event: TimelineEvent) -> str:
    details = "  ".join(f"{key} {value}" for key, value in event.fields.items())
    return f"{event.t:9.2f} s  {event.event:<12} {details}"


def _phrases(models: FrontEndModels) -> str:
    return ", ".join(head.phrase for head in models.heads) or "none"
