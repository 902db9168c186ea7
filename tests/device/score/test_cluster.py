from __future__ import annotations

import socket
from typing import Any

import pytest

from device.score.run import ScoreOptions, run
from edge.errors import InputError


def test_a_cluster_gives_the_card_of_this_process() -> None:
    distributed: Any = pytest.importorskip("distributed", reason="Dask is not installed: pip install cabin-voice[cluster]")
    options = {"dimensions": ("dialogue",), "languages": ("en",)}
    here = list(run(ScoreOptions(**options)))  # type: ignore[arg-type]
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    ) as cluster:
        there = list(run(ScoreOptions(**options, cluster=cluster.scheduler_address)))  # type: ignore[arg-type]
    assert there[-1] == here[-1]
    assert [row["passed"] for row in there[:-1]] == [row["passed"] for row in here[:-1]]


def test_no_scheduler_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("device.score.cluster._CONNECT_S", 1)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        with pytest.raises(InputError, match="--cluster") as caught:
            list(run(ScoreOptions(cluster=f"tcp://127.0.0.1:{port}")))
    assert "\n" not in str(caught.value)
