"""What is compared: our front end, the same without its trained suppressor, nothing at all, and other people's cancellers."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from device.bench.echo.scenes import Take
from device.bench.peers import PeerMissing, peer_python, run_peer
from device.resources import shipped
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.frontend.echo.canceller import EchoCanceller
from edge.frontend.frontend import FrontEnd, FrontEndConfig
from edge.frontend.models import FrontEndModels

FRAME: Final = ENGINE_RATE // 100
PEER_PACKAGES: Final = ("livekit==1.2.1", "pystoi==0.4.1", "numpy<2.3")
JUDGE_PACKAGES: Final = ("speechmos==0.0.1.1", "librosa", "onnxruntime", "requests", "tqdm", "numpy<2.3")
_SCRIPT: Final = Path(__file__).with_name("peer_script.py")


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a front end made of a recording.

    recognise, listen: cleaned signals aligned with the microphone, shape (n,); the same for all but our own.
    speaking: shape (n // 160,), whether the voice detector heard somebody. words: each wake word and its second.
    """

    recognise: Samples
    listen: Samples
    speaking: NDArray[np.bool_]
    words: tuple[tuple[str, float], ...]


class Ears:
    """Our front end over recordings."""

    def __init__(self) -> None:
        heads = sorted(shipped("wake").glob("*.onnx"))
        self.models = FrontEndModels.load(default_store(), heads, echo=shipped("echo", "suppressor.onnx"))
        self.trained = self.models.echo is not None

    def hear(self, microphone: Samples, far_end: Samples | None, *, trained: bool = True) -> Heard:
        """far_end None: the microphone was cleaned by somebody else. trained: with the trained suppressor."""
        front_end = FrontEnd(FrontEndConfig(), self.models if trained else replace(self.models, echo=None))
        recognise, listen, speaking, words = [], [], [], []
        talking = False
        padded = np.concatenate([microphone, np.zeros(ENGINE_RATE // 2, np.float32)])
        for index in range(0, len(padded) - FRAME + 1, FRAME):
            far = None
            if far_end is not None:
                piece = far_end[index : index + FRAME]
                far = Frame(np.pad(piece, (0, FRAME - len(piece))), ENGINE_RATE, index, index * 62_500)
            out = front_end.process(Frame(padded[index : index + FRAME], ENGINE_RATE, index, index * 62_500), far)
            recognise.append(out.clean)
            listen.append(front_end.listening.copy())
            for event in out.events:
                if event.event in ("speech_start", "speech_end"):
                    talking = event.event == "speech_start"
                if event.event == "wake":
                    words.append((str(event.fields["word"]), event.t))
            speaking.append(talking)
        n, late = len(microphone) // FRAME * FRAME, front_end.latency_samples
        cleaned = [np.concatenate(x)[late : late + n] for x in (recognise, listen)]
        return Heard(cleaned[0], cleaned[1], np.array(speaking[: n // FRAME]), tuple(words))

    def cost(self, take: Take) -> tuple[float, float]:
        """Milliseconds of processor time per 10 ms of echo, the canceller alone: mean and the tenth percentile.

        On a busy machine, caches emptied by other programs count in the mean; the tenth percentile is near an idle one's mean.
        """
        canceller = EchoCanceller(self.models.echo, near_end=self.models.near_end)
        spent = []
        for at in range(0, len(take.microphone) * 4 // 5 - FRAME + 1, FRAME):
            mic, far = take.microphone[at : at + FRAME], take.far_end[at : at + FRAME]
            began = time.thread_time_ns()
            canceller.process(mic, far)
            spent.append(time.thread_time_ns() - began)
        active = np.array(spent[200:]) / 1e6
        return float(np.mean(active)), float(np.percentile(active, 10))


def run_cancellers(takes: Sequence[Take]) -> tuple[dict[str, list[Samples]], dict[str, float]]:
    """Other people's cancellers from their own environment: outputs by system, one a take, and milliseconds per 10 ms.

    Raises PeerMissing.
    """
    given: dict[str, Samples] = {}
    for k, take in enumerate(takes):
        given |= {f"mic_{k}": take.microphone, f"far_{k}": take.far_end}
    made = _in_peer("cancel", given)
    systems = sorted({name.split("/")[0] for name in made if name.endswith("/ms")})
    outputs = {system: [np.asarray(made[f"{system}/{k}"], np.float32) for k in range(len(takes))] for system in systems}
    return outputs, {system: float(made[f"{system}/ms"]) for system in systems}


def stoi(pairs: Sequence[tuple[Samples, Samples]]) -> list[float]:
    """Short-time objective intelligibility (C. Taal et al., 2011) of given against clean, by pystoi. Raises PeerMissing."""
    given: dict[str, Samples] = {}
    for k, (clean, processed) in enumerate(pairs):
        given |= {f"clean_{k}": clean, f"given_{k}": processed}
    return [float(score) for score in _in_peer("stoi", given)["scores"]]


def aecmos(triples: Sequence[tuple[Samples, Samples, Samples, str]]) -> list[tuple[float, float]]:
    """Microsoft's AECMOS: echo and degradation, 1 to 5. Far end, microphone, result, and st, nst or dt. Raises PeerMissing."""
    given: dict[str, NDArray[np.generic]] = {"kinds": np.array([kind for *_, kind in triples])}
    for k, (far, microphone, result, _) in enumerate(triples):
        given |= {f"lpb_{k}": far, f"mic_{k}": microphone, f"enh_{k}": np.clip(result, -1, 1)}
    scores = _in_peer("aecmos", given, JUDGE_PACKAGES)["scores"]
    return [(float(echo), float(degradation)) for echo, degradation in scores]


def dnsmos(signals: Sequence[Samples]) -> list[tuple[float, float]]:
    """Microsoft's DNSMOS P.835: of the whole and of the speech, 1 to 5, for each signal. Raises PeerMissing."""
    given = {f"given_{k}": np.clip(samples, -1, 1) for k, samples in enumerate(signals)}
    return [(float(overall), float(speech)) for overall, speech in _in_peer("dnsmos", given, JUDGE_PACKAGES)["scores"]]


def aligned(output: Samples, microphone: Samples, most: int = 800) -> Samples:
    """An output without the constant delay that its canceller added, found by correlation with the microphone."""
    points = 1 << (2 * len(microphone)).bit_length()
    cross = np.fft.irfft(np.fft.rfft(output, points) * np.conj(np.fft.rfft(microphone, points)), points)
    late = int(np.argmax(cross[:most]))
    return np.asarray(np.concatenate([output[late:], np.zeros(late, np.float32)]), np.float32)


def _in_peer(
    job: str, given: dict[str, NDArray[np.generic]] | dict[str, Samples], packages: tuple[str, ...] = PEER_PACKAGES
) -> dict[str, NDArray[np.generic]]:
    python = peer_python("echo" if packages is PEER_PACKAGES else packages[0], *packages)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.npz", Path(folder) / "out.npz"
        np.savez(source, **given)
        run_peer(python, _SCRIPT, job, str(source), str(target))
        if not target.is_file():
            raise PeerMissing(f"{job} gave nothing")
        with np.load(target) as made:
            return dict(made)
