"""The one factory of ONNX sessions (design rule 14)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

# onnxruntime reads this when it is imported; from 1.29 on it reports home by default on Linux.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime as ort

from edge.errors import WeightsError

Array = NDArray[np.generic]

_answers = ort.capi.onnxruntime_pybind11_state
_UNUSABLE = (_answers.Fail, _answers.InvalidProtobuf, _answers.InvalidGraph, _answers.InvalidArgument)
"""What is raised for a file that is no graph, or no whole one."""

ort.set_default_logger_severity(3)


class OnnxSession(Protocol):
    """The part of an ONNX Runtime session the project uses."""

    def run(
        self, output_names: Sequence[str] | None, input_feed: Mapping[str, Array], run_options: ort.RunOptions | None = None
    ) -> list[NDArray[np.float32]]:
        """Run the graph: outputs in the order of output_names, or all of them."""
        ...


def giving_back() -> ort.RunOptions:
    """Options of a run that is larger than the usual ones: its memory is given back, not kept for the next."""
    options = ort.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def open_session(
    model: Path | bytes,
    *,
    threads: int = 1,
    providers: Sequence[str] = ("CPUExecutionProvider",),
    optimised_cache: Path | None = None,
    arena: bool = True,
    dynamic_shapes: bool = False,
) -> OnnxSession:
    """Open an ONNX model with one intra-op thread and no spinning.

    model: a file, or the serialised graph.
    threads: intra-op threads; more than one only where a measurement asks for it.
    providers: execution providers in order of preference, from the settings.
    optimised_cache: a directory for the optimised graph, so that the next start skips the optimiser.
    arena: keep the memory of a run for the next one; without it, memory between rare runs is given back.
    dynamic_shapes: the inputs come in ever other shapes. The runtime plans where a run's tensors lie, once for each shape, and
        keeps every plan for as long as the session lives (50 kB for a clause of the voice). Here no plan is made.

    Raises WeightsError when the file is missing or is no ONNX graph.
    """
    name = model if isinstance(model, Path) else "model"
    if isinstance(model, Path) and not model.is_file():
        raise WeightsError(model, "no such file; `cabin weights fetch` brings what the catalogue names")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = arena
    options.enable_mem_pattern = not dynamic_shapes
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    source: str | bytes = str(model) if isinstance(model, Path) else model
    optimised = None if optimised_cache is None or not isinstance(model, Path) else _name_in_cache(model, optimised_cache)
    if optimised is not None and optimised.is_file():
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            return cast(OnnxSession, ort.InferenceSession(str(optimised), options, providers=list(providers)))
        except _UNUSABLE:
            # Damaged: optimise once more, and write what comes of it in its place.
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    fresh = None
    if optimised is not None and os.access(optimised.parent, os.W_OK):
        fresh = optimised.with_name(f"{optimised.name}.{os.getpid()}")
        options.optimized_model_filepath = str(fresh)
    try:
        session = ort.InferenceSession(source, options, providers=list(providers))
    except _answers.InvalidProtobuf as error:
        raise WeightsError(name, "not an ONNX model") from error
    except _UNUSABLE as error:
        raise WeightsError(name, f"not a usable ONNX model ({_first_line(error)})") from error
    if fresh is not None and optimised is not None:
        _put_in_place(fresh, optimised)
    return cast(OnnxSession, session)


def _name_in_cache(model: Path, cache: Path) -> Path:
    """The name carries the runtime's version and the model's size and time: another of either gets a file of its own."""
    facts = model.stat()
    return cache / f"{model.stem}-{ort.__version__}-{facts.st_size:x}-{facts.st_mtime_ns:x}.onnx"


def _put_in_place(fresh: Path, optimised: Path) -> None:
    """Give a graph its name when it is whole and on the disk: others may look for it, and the power may go at any time."""
    try:
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(optimised)
    except OSError:
        # No room, as likely as not. The next start optimises again.
        fresh.unlink(missing_ok=True)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0][:160]
