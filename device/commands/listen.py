"""`cabin listen`: the front end over a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from edge.audio.frame import Samples
    from edge.audio.wav import AudioFile
    from edge.events import TimelineEvent
    from edge.frontend.models import FrontEndModels

_PIECE_S = 1
_LOOKED_AT_S = 120


class CleanFor(StrEnum):
    """Who the cleaned audio is for."""

    PEOPLE = "people"
    RECOGNISERS = "recognisers"


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
        int | None, typer.Option(min=0, help="Channel of the recording, from 0; the mean of all that are alive when not given.")
    ] = None,
    clean_for: Annotated[
        CleanFor,
        typer.Option(help="Who hears the cleaned audio: people get less echo and noise, recognisers a less touched voice."),
    ] = CleanFor.PEOPLE,
    bypass: Annotated[
        bool, typer.Option("--bypass", help="The echo was cancelled already: measure what is left, take nothing away.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Run the front end over a recording: speech, wake words, ends of turns, echo. Faster than real time."""
    from device.resources import shipped
    from device.weights_fetch import default_store
    from edge.audio.levels import rounded_peaks
    from edge.audio.wav import AudioFile, WavWriter
    from edge.errors import InputError
    from edge.frontend.frontend import FrontEnd, FrontEndConfig
    from edge.frontend.models import FrontEndModels
    from edge.frontend.offline import OfflineRun, moved_ahead

    with ExitStack() as stack:
        microphone = stack.enter_context(AudioFile(wav))
        if channel is not None and channel >= microphone.channels:
            raise InputError(wav, f"has no channel {channel}: it has {microphone.channels}, counted from 0")
        store = default_store()
        echo, smart = shipped("echo", "suppressor.onnx"), store.has("smart-turn")
        models = FrontEndModels.load(store, _heads(wake), echo=echo, smart_turn=smart)
        front_end = FrontEnd(FrontEndConfig(echo_bypass=bypass), models)
        reader = _MicrophoneReader(microphone, channel)
        far_end: tuple[Iterator[Samples], ...] = ()
        moved = 0
        if reference is not None:
            moved, expected = _time_of_echo(wav, reference, channel)
            if expected is not None:
                front_end.expect_echo(expected)
            files = [stack.enter_context(AudioFile(reference)) for _ in range(2)]
            kinds = ("mid", "side") if files[0].channels > 1 else ("mid",)
            far_end = tuple(moved_ahead(_reference(file, kind), moved) for file, kind in zip(files, kinds, strict=False))
        run = OfflineRun(front_end, moved=moved, listening=clean_for is CleanFor.PEOPLE)
        output = None if clean is None else stack.enter_context(WavWriter(clean, 16_000))
        events = 0
        if moved:
            events += _tell([_moved(moved)], as_json)
        for samples, told in run.run(reader, *far_end):
            if output is not None:
                output.write(rounded_peaks(samples))
            events += _tell([*reader.take_faults(), *told], as_json)
        if not as_json:
            print(f"{run.samples / 16_000:9.2f} s  end, {events} events; wake words: {_phrases(models)}")


def _tell(events: Sequence[TimelineEvent], as_json: bool) -> int:
    for event in events:
        print(event.to_json() if as_json else _line(event))
    return len(events)


class _MicrophoneReader:
    """The recording in pieces of a second, mono, at 16 kHz; and what is wrong with its channels."""

    def __init__(self, file: AudioFile, channel: int | None) -> None:
        from edge.audio.downmix import Downmix
        from edge.frontend.input_watch import FaultLog

        self._file, self._channel = file, channel
        self._mix = Downmix()
        self._log = FaultLog()
        self._faults: list[TimelineEvent] = []

    def take_faults(self) -> list[TimelineEvent]:
        """Faults that became known since the last call."""
        faults, self._faults = self._faults, []
        return faults

    def __iter__(self) -> Iterator[Samples]:
        for second, piece in enumerate(_pieces(self._file, self._mono), 1):
            yield piece
            for channel in range(self._file.channels):
                what = f"channel {channel} of the microphone silent"
                dead = self._channel is None and channel in self._mix.dead
                self._faults += self._log.note(float(second * _PIECE_S), what, dead, "the other channels are used")

    def _mono(self, block: NDArray[np.float32]) -> Samples:
        from edge.audio.wav import mono

        return self._mix.process(block) if self._channel is None else mono(block, self._channel)


def _reference(file: AudioFile, kind: str) -> Iterator[Samples]:
    """Mid or side of the reference in pieces of a second, at 16 kHz."""
    from edge.audio.downmix import mid_and_side

    return _pieces(file, lambda block: mid_and_side(block)[kind == "side"])


def _pieces(file: AudioFile, mix: Callable[[NDArray[np.float32]], Samples]) -> Iterator[Samples]:
    from edge.audio.resample import Resampler

    resampler = Resampler(file.rate, 16_000)
    while True:
        block = file.read(file.rate * _PIECE_S)
        last = block.shape[0] < file.rate * _PIECE_S
        yield resampler.process(mix(block), last=last)
        if last:
            return


def _time_of_echo(wav: Path, reference: Path, channel: int | None) -> tuple[int, int | None]:
    """By how many samples at 16 kHz the reference is to be moved ahead, and what delay the echo then has, if that is known.

    Two recordings may have been started at different times: the first minutes of both tell by how much.
    """
    import numpy as np

    from edge.audio.wav import AudioFile
    from edge.frontend.echo.bulk_delay import bulk_delay, needed_shift

    with AudioFile(wav) as microphone, AudioFile(reference) as far_end:
        heard, played = (
            np.concatenate(list(islice(pieces, _LOOKED_AT_S)))
            for pieces in (_MicrophoneReader(microphone, channel), _reference(far_end, "mid"))
        )
    delay = bulk_delay(heard, played)
    moved = needed_shift(delay)
    return moved, None if delay is None else delay + moved


def _moved(samples: int) -> TimelineEvent:
    from edge.events import TimelineEvent

    ms = abs(samples) // 16
    if samples > 0:
        return TimelineEvent(0.0, "fault", {"what": "reference late", "action": f"moved ahead by {ms} ms"})
    return TimelineEvent(0.0, "fault", {"what": "reference early", "action": f"held back by {ms} ms"})


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


def _line(event: TimelineEvent) -> str:
    details = "  ".join(f"{key} {value}" for key, value in event.fields.items())
    return f"{event.t:9.2f} s  {event.event:<12} {details}"


def _phrases(models: FrontEndModels) -> str:
    return ", ".join(head.phrase for head in models.heads) or "none"
