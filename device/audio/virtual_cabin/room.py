"""The way of sound through a small room: impulse responses by the image-source method."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from edge.audio.frame import ENGINE_RATE, Samples

Point = tuple[float, float, float]
"""Metres from the front left bottom corner: back, right, up."""

SPEED_OF_SOUND = 343.0
"""m/s in air at 20 °C."""

_HALF_WIDTH = 32
_LOWEST_HZ = 40.0


@lru_cache(maxsize=64)
def impulse_response(size: Point, t60: float, source: Point, microphone: Point) -> Samples:
    """From a source to a microphone in a box: shape (n,) at ENGINE_RATE, n / ENGINE_RATE about 1.2 t60.

    size: inner lengths in metres. t60: reverberation time in seconds.
    The direct sound arrives after distance / speed of sound. Image-source method of Allen and Berkley (JASA 65, 1979), with
    fractional delays by windowed sinc as in Peterson (JASA 80, 1986), and a high-pass at the end, as in Allen and Berkley,
    since images of one sign pile up at 0 Hz.
    Raises ValueError for a point outside the room.
    """
    for point in (source, microphone):
        if not all(0 < value < limit for value, limit in zip(point, size, strict=True)):
            raise ValueError(f"{point} is outside the room of {size} m")
    count = int(1.2 * t60 * ENGINE_RATE)
    distance, reflections = _images(size, source, microphone, SPEED_OF_SOUND * count / ENGINE_RATE)
    gain = _reflection(size, t60) ** reflections / (4 * np.pi * distance)
    delay = distance / SPEED_OF_SOUND * ENGINE_RATE
    whole = np.floor(delay).astype(np.int64)
    offset = np.arange(1 - _HALF_WIDTH, _HALF_WIDTH + 1)
    place = offset[None, :] - (delay - whole)[:, None]
    pulse = np.sinc(place) * (0.5 + 0.5 * np.cos(np.pi * place / _HALF_WIDTH))
    index = whole[:, None] + offset[None, :]
    inside = (index >= 0) & (index < count)
    summed = np.bincount(index[inside], weights=(gain[:, None] * pulse)[inside], minlength=count)
    response = _without_rumble(np.asarray(summed, np.float64))
    response.setflags(write=False)
    return response


def direct_delay(source: Point, microphone: Point) -> float:
    """Samples at ENGINE_RATE that the direct sound takes."""
    return float(np.linalg.norm(np.subtract(source, microphone))) / SPEED_OF_SOUND * ENGINE_RATE


@lru_cache(maxsize=16)
def _reflection(size: Point, t60: float) -> float:
    """Pressure reflection factor of walls that are all alike, such that the room has the reverberation time.

    Found by bisection on Schroeder's energy decay from -5 to -25 dB (JASA 37, 1965) of the images themselves: Sabine's and
    Eyring's formulas, made for diffuse rooms, are off by a third in a room this small and absorbing.
    """
    source, microphone = ((0.43 * size[0], 0.28 * size[1], 0.7 * size[2]), (0.31 * size[0], 0.5 * size[1], 0.9 * size[2]))
    distance, reflections = _images(size, source, microphone, SPEED_OF_SOUND * 1.2 * t60)
    order = np.argsort(distance)
    distance, reflections = distance[order], reflections[order]
    low, high = 0.0, 1.0
    for _ in range(20):
        factor = (low + high) / 2
        left = np.cumsum((factor ** (2 * reflections) / distance**2)[::-1])[::-1]
        begin, end = (distance[np.argmax(left < left[0] * 10**drop)] for drop in (-0.5, -2.5))
        if 3 * (end - begin) / SPEED_OF_SOUND < t60:
            low = factor
        else:
            high = factor
    return (low + high) / 2


def _images(size: Point, source: Point, microphone: Point, reach: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Distance to the microphone and number of reflections of every image within `reach` metres."""
    squares: list[NDArray[np.float64]] = []
    bounces: list[NDArray[np.int64]] = []
    for length, here, there in zip(size, source, microphone, strict=True):
        most = int(np.ceil(reach / (2 * length))) + 1
        order = np.arange(-most, most + 1)
        square, bounce = [], []
        for mirrored in (0, 1):
            square.append(((1 - 2 * mirrored) * here + 2 * order * length - there) ** 2)
            bounce.append(np.abs(order - mirrored) + np.abs(order))
        squares.append(np.concatenate(square))
        bounces.append(np.concatenate(bounce))
    total = squares[0][:, None, None] + squares[1][None, :, None] + squares[2][None, None, :]
    count = bounces[0][:, None, None] + bounces[1][None, :, None] + bounces[2][None, None, :]
    near = total < reach**2
    return np.sqrt(total[near]), count[near]


def _without_rumble(response: NDArray[np.float64]) -> Samples:
    """First-order high-pass, twice."""
    pole = float(np.exp(-2 * np.pi * _LOWEST_HZ / ENGINE_RATE))
    signal = response.tolist()
    for _ in range(2):
        before = out = 0.0
        filtered = []
        for value in signal:
            out = pole * (out + value - before)
            before = value
            filtered.append(out)
        signal = filtered
    return np.array(signal, np.float32)
