"""Runs in a peer's own environment: other people's echo cancellers over recordings, or their measures over results.

Usage: peer_script.py cancel IN.npz OUT.npz    arrays mic_K, far_K in; SYSTEM/K and SYSTEM/ms out
       peer_script.py stoi IN.npz OUT.npz      arrays clean_K, given_K in; scores out
       peer_script.py aecmos IN.npz OUT.npz    arrays lpb_K, mic_K, enh_K, kinds in; scores (n, 2) out: echo, degradation
       peer_script.py dnsmos IN.npz OUT.npz    arrays given_K in; scores (n, 2) out: overall, speech
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np

RATE = 16_000
FRAME = 160


def _livekit() -> Callable[[bytes, bytes], bytes]:
    rtc = import_module("livekit.rtc")
    module = rtc.AudioProcessingModule(echo_cancellation=True, noise_suppression=False, high_pass_filter=False)

    def step(mic: bytes, far: bytes) -> bytes:
        module.process_reverse_stream(rtc.AudioFrame(bytearray(far), RATE, 1, FRAME))
        frame = rtc.AudioFrame(bytearray(mic), RATE, 1, FRAME)
        module.process_stream(frame)
        return bytes(frame.data.cast("B"))

    return step


def _aec_audio_processing() -> Callable[[bytes, bytes], bytes]:
    processor = import_module("aec_audio_processing").AudioProcessor(enable_aec=True, enable_ns=False, enable_agc=False)
    processor.set_stream_format(RATE, 1)
    processor.set_reverse_stream_format(RATE, 1)

    def step(mic: bytes, far: bytes) -> bytes:
        processor.process_reverse_stream(far)
        return bytes(processor.process_stream(mic))

    return step


MAKERS = {"livekit_aec3": _livekit, "aec_audio_processing_aec3": _aec_audio_processing}


def cancel(given: Any) -> Iterator[tuple[str, Any]]:
    """Every canceller that is installed over every recording."""
    count = sum(name.startswith("mic_") for name in given.files)
    for system, maker in MAKERS.items():
        spent = []
        try:
            for k in range(count):
                step = maker()
                mic, far = (
                    np.clip(np.round(given[f"{part}_{k}"] * 32767), -32768, 32767).astype(np.int16) for part in ("mic", "far")
                )
                out = np.zeros(len(mic), np.int16)
                for at in range(0, len(mic) - FRAME + 1, FRAME):
                    pieces = mic[at : at + FRAME].tobytes(), far[at : at + FRAME].tobytes()
                    began = time.thread_time()
                    cleaned = step(*pieces)
                    spent.append(time.thread_time() - began)
                    out[at : at + FRAME] = np.frombuffer(cleaned, np.int16)
                yield f"{system}/{k}", (out / 32767).astype(np.float32)
        except (ImportError, AttributeError, TypeError, RuntimeError) as error:
            print(f"{system}: {error}", file=sys.stderr)
            continue
        yield f"{system}/ms", 1e3 * float(np.mean(spent))


def stoi(given: Any) -> Iterator[tuple[str, Any]]:
    """Short-time objective intelligibility of every pair."""
    measure = import_module("pystoi").stoi
    count = sum(name.startswith("clean_") for name in given.files)
    yield "scores", np.array([measure(given[f"clean_{k}"], given[f"given_{k}"], RATE) for k in range(count)])


def aecmos(given: Any) -> Iterator[tuple[str, Any]]:
    """Echo and degradation scores of every triple."""
    measure = import_module("speechmos.aecmos")
    scores = []
    for k, kind in enumerate(given["kinds"]):
        sample = {part: given[f"{part}_{k}"] for part in ("lpb", "mic", "enh")}
        answer = measure.run(sample, RATE, str(kind))
        scores.append((answer["echo_mos"], answer["deg_mos"]))
    yield "scores", np.array(scores)


def dnsmos(given: Any) -> Iterator[tuple[str, Any]]:
    """Scores of the whole and of the speech of every signal."""
    measure = import_module("speechmos.dnsmos")
    answers = [measure.run(given[f"given_{k}"], RATE) for k in range(len(given.files))]
    yield "scores", np.array([(answer["ovrl_mos"], answer["sig_mos"]) for answer in answers])


if __name__ == "__main__":
    with np.load(sys.argv[2]) as arrays:
        made = dict({"cancel": cancel, "stoi": stoi, "aecmos": aecmos, "dnsmos": dnsmos}[sys.argv[1]](arrays))
    np.savez(sys.argv[3], **made)
