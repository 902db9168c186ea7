"""The networks of an ensemble trained side by side, a process each."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing.sharedctypes import Synchronized

from device.wake_training.fitting import Fitting, fit
from device.wake_training.helper_process import settle_in
from device.wake_training.material import Material
from device.wake_training.network import Head

_LOOK_S = 2.0
_done: Synchronized[int] | None = None


def fit_all(
    material: Material, fitting: Fitting, seeds: Sequence[int], processes: int, progress: Callable[[float], None]
) -> tuple[Head, ...]:
    """A head for each seed. progress: told now and then the share that is done.

    Whatever ends it early, Ctrl-C above all, ends the processes as well: a network takes minutes.
    """
    context = multiprocessing.get_context("spawn")
    done = context.Value("l", 0)
    others = set(multiprocessing.active_children())
    # A number is told every hundred steps.
    total = len(seeds) * fitting.rounds * -(-fitting.steps // 100)
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=(done,)) as pool:
        waiting = [pool.submit(_fit, material, fitting, seed) for seed in seeds]
        try:
            left = set(waiting)
            while left:
                left = wait(left, timeout=_LOOK_S).not_done
                progress(done.value / total)
        except BaseException:
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()
            raise
    return tuple(future.result() for future in waiting)


def _start(done: Synchronized[int]) -> None:
    global _done
    _done = done
    settle_in()


def _fit(material: Material, fitting: Fitting, seed: int) -> Head:
    return fit(material, fitting, seed, _count)


def _count(step: int, loss: float) -> None:
    assert _done is not None
    with _done.get_lock():
        _done.value += 1
