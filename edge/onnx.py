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
) -> OnnxSession:
    """Open an ONNX model with one intra-op thread and no spinning.

    model: a file, or the serialised graph.
    threads: intra-op threads; more than one only where a measurement asks for it.
    providers: execution providers in order of preference, from the settings.
    optimised_cache: a directory for the optimised graph, so that the next start skips the optimiser.
    arena: keep the memory of a run for the next one; without it, memory between rare runs is given back.

    Raises WeightsError when the file is missing or is no ONNX graph.
    """
    name = model if isinstance(model, Path) else "model"
    if isinstance(model, Path) and not model.is_file():
        raise WeightsError(model, "no such file; `cabin weights fetch` brings what the catalogue names")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = arena
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    source: str | bytes = str(model) if isinstance(model, Path) else model
    if optimised_cache is not None and isinstance(model, Path):
        source = _use_cache(model, optimised_cache, options)
    try:
        session = ort.InferenceSession(source, options, providers=list(providers))
    except ort.capi.onnxruntime_pybind11_state.Fail as error:
        raise WeightsError(name, f"not a usable ONNX model ({_first_line(error)})") from error
    except ort.capi.onnxruntime_pybind11_state.InvalidProtobuf as error:
        raise WeightsError(name, "not an ONNX model") from error
    return cast(OnnxSession, session)


def _use_cache(model: Path, cache: Path, options: ort.SessionOptions) -> str:
    """Point the session at the cached optimised graph, or have it written there.

    The name carries the runtime's version and the model's size and time: another of either gets a file of its own.
    """
    facts = model.stat()
    optimised = cache / f"{model.stem}-{ort.__version__}-{facts.st_size:x}-{facts.st_mtime_ns:x}.onnx"
    if optimised.is_file():
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        return str(optimised)
    if cache.is_dir() and os.access(cache, os.W_OK):
        options.optimized_model_filepath = str(optimised)
    return str(model)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0][:160]
