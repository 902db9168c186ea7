"""speexdsp's echo canceller and its residual suppressor, from the system's library, by ctypes."""

from __future__ import annotations

import ctypes
import time
from typing import Final

import numpy as np

from edge.audio.frame import ENGINE_RATE, Samples

_FRAME: Final = 160
_TAIL: Final = 3200
_SET_SAMPLING_RATE: Final = 24
_SET_ECHO_STATE: Final = 24


def speexdsp(microphone: Samples, far_end: Samples) -> tuple[Samples, float] | None:
    """The cleaned signal and milliseconds of processor time per 10 ms; None where the library is not installed."""
    try:
        library = ctypes.CDLL("libspeexdsp.so.1")
    except OSError:
        return None
    pointer = ctypes.c_void_p
    library.speex_echo_state_init.restype = pointer
    library.speex_preprocess_state_init.restype = pointer
    echo = pointer(library.speex_echo_state_init(_FRAME, _TAIL))
    library.speex_echo_ctl(echo, _SET_SAMPLING_RATE, ctypes.byref(ctypes.c_int(ENGINE_RATE)))
    after = pointer(library.speex_preprocess_state_init(_FRAME, ENGINE_RATE))
    library.speex_preprocess_ctl(after, _SET_ECHO_STATE, echo)
    mic, far = (np.clip(np.round(x * 32767), -32768, 32767).astype(np.int16) for x in (microphone, far_end))
    out, frame = np.zeros(len(mic), np.int16), np.zeros(_FRAME, np.int16)
    spent = 0.0
    for at in range(0, len(mic) - _FRAME + 1, _FRAME):
        near, reference = mic[at : at + _FRAME].copy(), far[at : at + _FRAME].copy()
        began = time.thread_time()
        library.speex_echo_cancellation(
            echo, near.ctypes.data_as(pointer), reference.ctypes.data_as(pointer), frame.ctypes.data_as(pointer)
        )
        library.speex_preprocess_run(after, frame.ctypes.data_as(pointer))
        spent += time.thread_time() - began
        out[at : at + _FRAME] = frame
    library.speex_echo_state_destroy(echo)
    library.speex_preprocess_state_destroy(after)
    return (out / 32767).astype(np.float32), 1e3 * spent / max(1, len(mic) // _FRAME)
