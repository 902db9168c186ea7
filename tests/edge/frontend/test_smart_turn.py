"""The end-of-turn network on people's sentences, whole and broken off, alone and in the front end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cabin_sounds import recording
from heads import template_head

from device.endpoint_worker import EndpointWorker
from edge.audio.frame import ENGINE_RATE, Frame, Samples
from edge.errors import WeightsError
from edge.frontend.endpoint import EndpointQuery
from edge.frontend.frontend import FrontEnd, FrontEndConfig, FrontEndOutput
from edge.frontend.models import FrontEndModels
from edge.frontend.smart_turn import SmartTurn, features
from edge.frontend.wake import WakeHead
from edge.weights.store import WeightStore

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def network(weights: WeightStore) -> SmartTurn:
    return SmartTurn.load(weights.path("smart-turn", "smart_turn.onnx"))


@pytest.fixture(scope="module")
def order(data: Path) -> Samples:
    """A coffee order, made up while speaking: 3 s of speech from 0.4 s on, then silence."""
    return recording(data / "asr_en" / "coffee_orders_intents" / "165bced7-3ecc-41f3-acf8-e584141f0379.wav")


def run(front_end: FrontEnd, samples: Samples) -> list[FrontEndOutput]:
    front_end.arm_turn()
    padded = np.concatenate([samples, np.zeros(2 * ENGINE_RATE, np.float32)])
    return [
        front_end.process(Frame(padded[at : at + 160], ENGINE_RATE, at, at * 62_500), None)
        for at in range(0, len(padded) - 159, 160)
    ]


def turn_ends(outputs: list[FrontEndOutput]) -> list[float]:
    return [event.t for output in outputs for event in output.events if event.event == "turn_end"]


def offsets(outputs: list[FrontEndOutput]) -> list[float]:
    return [float(str(event.fields["offset"])) for output in outputs for event in output.events if event.event == "speech_end"]


def test_a_whole_sentence_and_broken_ones(network: SmartTurn, data: Path) -> None:
    sentence = recording(data / "asr_zh" / "aishell" / "aishell-BAC009S0724W0121.wav")
    quiet = np.zeros(3200, np.float32)
    assert network.probability(np.concatenate([sentence, quiet])) > 0.9
    long = recording(data / "asr_en" / "librispeech" / "librispeech-1995-1837-0001.wav")
    broken = [network.probability(np.concatenate([long[: int(s * ENGINE_RATE)], quiet])) for s in (1.2, 1.8, 2.4, 3.0, 3.6)]
    assert np.median(broken) < 0.5


def test_features_of_any_length() -> None:
    rng = np.random.default_rng(0)
    for seconds in (0, 0.01, 1, 8, 9.5):
        found = features(rng.standard_normal(int(seconds * ENGINE_RATE)).astype(np.float32))
        assert found.shape == (1, 80, 800)
        assert np.isfinite(found).all()


def test_the_level_does_not_matter(network: SmartTurn, order: Samples) -> None:
    loud, soft = (network.probability(order[: 4 * ENGINE_RATE] * np.float32(gain)) for gain in (1.0, 0.05))
    assert abs(loud - soft) < 0.05


def test_the_front_end_takes_a_finished_turn_sooner(models: FrontEndModels, network: SmartTurn, order: Samples) -> None:
    slow = run(FrontEnd(FrontEndConfig(), models), order)
    quick = run(FrontEnd(FrontEndConfig(), replace(models, smart_turn=network)), order)
    assert turn_ends(slow)[0] - offsets(slow)[0] > 0.55
    assert turn_ends(quick)[0] - offsets(quick)[0] < 0.4
    assert turn_ends(run(FrontEnd(FrontEndConfig(), replace(models, smart_turn=network)), order)) == turn_ends(quick)


def test_queries_handed_out_are_answered_from_outside(models: FrontEndModels, network: SmartTurn, order: Samples) -> None:
    front_end = FrontEnd(FrontEndConfig(), replace(models, smart_turn=network))
    assert front_end.hand_out_queries() is network
    unanswered = run(front_end, order)
    queries = [output.query for output in unanswered if output.query is not None]
    assert queries
    assert all(0 < len(query.audio) <= 8 * ENGINE_RATE for query in queries)
    assert turn_ends(unanswered)[0] - offsets(unanswered)[0] > 0.55
    assert FrontEnd(FrontEndConfig(), models).hand_out_queries() is None


def test_the_silence_behind_a_wake_phrase_is_not_asked_about(
    models: FrontEndModels, network: SmartTurn, order: Samples, data: Path, tmp_path: Path
) -> None:
    word = recording(data / "wakeword" / "picovoice_benchmark" / "alexa" / "145.flac")
    word = word[: np.flatnonzero(np.abs(word) > 0.3 * np.abs(word).max())[-1]]
    # Shipped heads fire while the phrase is still sounding.
    head = WakeHead.load(template_head(tmp_path / "alexa.onnx", models.embedding, word[: -ENGINE_RATE // 8], "alexa"))
    lead = (np.random.default_rng(1).standard_normal(3 * ENGINE_RATE) * 1e-4).astype(np.float32)
    pause = np.zeros(ENGINE_RATE // 2, np.float32)
    said = np.concatenate([lead, word, pause, order, np.zeros(2 * ENGINE_RATE, np.float32)])

    def asked(*heads: WakeHead) -> list[int]:
        front_end = FrontEnd(FrontEndConfig(), replace(models, heads=heads, smart_turn=network))
        front_end.hand_out_queries()
        queries = []
        for at in range(0, len(said) - 159, 160):
            if at == (len(lead) + len(word) // 2) // 160 * 160:
                front_end.arm_turn()
            output = front_end.process(Frame(said[at : at + 160], ENGINE_RATE, at, at * 62_500), None)
            queries += [output.query.at] if output.query is not None else []
        return queries

    begins = len(lead) + len(word) + len(pause)
    unknown, phrase = asked(), asked(head)
    assert unknown[0] < begins
    assert phrase == [at for at in unknown if at >= begins] != []


def test_the_worker_answers_and_newer_queries_replace_older_ones(network: SmartTurn) -> None:
    worker = EndpointWorker(network)
    quiet = np.zeros(ENGINE_RATE, np.float32)
    for at in range(20):
        worker.submit(EndpointQuery(at, quiet))
    answered: list[int] = []
    while 19 not in answered:
        got = worker.take(wait_s=60.0)
        assert got
        answered += [query.at for query, probability in got if 0 <= probability <= 1]
    worker.stop()
    assert answered == sorted(answered)
    assert worker.replaced > 0


def test_how_a_turn_was_said_is_told_with_its_end(models: FrontEndModels, network: SmartTurn, order: Samples) -> None:
    outputs = run(FrontEnd(FrontEndConfig(), replace(models, smart_turn=network)), order)
    told = [event for output in outputs for event in output.events if event.event in ("prosody", "turn_end")]
    assert [event.event for event in told[:2]] == ["prosody", "turn_end"]
    assert 2 < float(str(told[0].fields["syllables_per_s"])) < 8
    assert told[0].fields["relative"] == {}

    outside = FrontEnd(FrontEndConfig(), replace(models, smart_turn=network))
    outside.hand_out_queries()
    worker = EndpointWorker(network)
    outside.arm_turn()
    found: list[str] = []
    measured = 0
    padded = np.concatenate([order, np.zeros(2 * ENGINE_RATE, np.float32)])
    for at in range(0, len(padded) - 159, 160):
        output = outside.process(Frame(padded[at : at + 160], ENGINE_RATE, at, at * 62_500), None)
        found += [event.event for event in output.events]
        if output.query is not None:
            worker.submit(output.query)
            for query, probability in worker.take(wait_s=60.0):
                outside.answer_query(query, probability)
        for query, prosody in worker.take_measured():
            measured += 1
            outside.note_prosody(query, prosody)
    worker.stop()
    assert measured + len(worker.take_measured()) > 0
    assert "turn_end" in found


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        SmartTurn.load(tmp_path / "absent.onnx")


def test_a_damaged_file_leaves_the_end_of_turns_to_silence(tmp_path: Path) -> None:
    file = tmp_path / "smart_turn.onnx"
    file.write_bytes(b"no graph")
    network = SmartTurn.load(file)
    with pytest.raises(WeightsError, match="not"):
        network.probability(np.zeros(ENGINE_RATE, np.float32))
    worker = EndpointWorker(network)
    try:
        worker.prepare()
        worker.submit(EndpointQuery(0, np.zeros(ENGINE_RATE, np.float32)))
        assert worker.take(0.2) == []
        while not (measured := worker.take_measured()):
            worker.take(0.01)
        assert measured[0][0].at == 0
    finally:
        worker.stop()
