"""The engines of sherpa-onnx behind the interface: the real package on a small network of the same shape, and what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edge.audio.frame import ENGINE_RATE
from edge.errors import InputError, WeightsError
from edge.language import Language
from edge.model.recogniser.choose import load_recogniser
from edge.model.recogniser.sherpa import SENSE_VOICE, SenseVoiceRecogniser, finished
from edge.weights.store import WeightStore

onnx = pytest.importorskip("onnx")
pytest.importorskip("sherpa_onnx")

TAGS = ["<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>"]
WORDS = ["<blank>", *TAGS, "<|en|>", "<|ja|>", "打", "開", "空", "调", "▁open", "▁it"]
FRAMES = 4 + 30  # more than those of one second of sound
NOISE = np.random.default_rng(0).normal(0, 0.1, ENGINE_RATE).astype(np.float32)


def sense_voice(folder: Path, *said: str) -> WeightStore:
    """A network with SenseVoice's inputs and outputs that hears the same words in everything."""
    from onnx import TensorProto as Kind
    from onnx import helper

    scores = np.zeros((1, FRAMES, len(WORDS)), np.float32)
    scores[:, :, 0] = 1.0
    for place, word in enumerate([*TAGS, *(w for s in said for w in (s, "<blank>"))]):
        scores[0, place, WORDS.index(word)] = 9.0
    nodes = [
        helper.make_node("ReduceSum", ["x"], ["sum"], keepdims=0),
        helper.make_node("Mul", ["sum", "zero"], ["nothing"]),
        helper.make_node("Add", ["scores", "nothing"], ["logits"]),
    ]
    inputs = [helper.make_tensor_value_info("x", Kind.FLOAT, ["N", "T", 560])]
    inputs += [helper.make_tensor_value_info(name, Kind.INT32, ["N"]) for name in ("x_length", "language", "text_norm")]
    graph = helper.make_graph(
        nodes,
        "toy",
        inputs,
        [helper.make_tensor_value_info("logits", Kind.FLOAT, ["N", "L", len(WORDS)])],
        [
            helper.make_tensor("scores", Kind.FLOAT, scores.shape, scores.ravel()),
            helper.make_tensor("zero", Kind.FLOAT, [], [0.0]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    facts = {
        "model_type": "sense_voice_ctc", "vocab_size": len(WORDS), "normalize_samples": 0,
        "lfr_window_size": 7, "lfr_window_shift": 6,
        "lang_auto": 0, "lang_zh": 3, "lang_en": 4, "lang_yue": 7, "lang_ja": 11, "lang_ko": 12, "with_itn": 14, "without_itn": 15,
        "neg_mean": ",".join(["0"] * 560), "inv_stddev": ",".join(["1"] * 560),
    }  # fmt: skip
    for key, value in facts.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, str(value)
    place = folder / SENSE_VOICE
    place.mkdir()
    (place / "model.int8.onnx").write_bytes(model.SerializeToString())
    (place / "tokens.txt").write_text("".join(f"{word} {number}\n" for number, word in enumerate(WORDS)), encoding="utf-8")
    return WeightStore(folder)


def test_sense_voice_is_heard_simplified_and_in_its_language(tmp_path: Path) -> None:
    ears = SenseVoiceRecogniser(sense_voice(tmp_path, "打", "開", "空", "调"))
    heard = ears.transcribe(NOISE)
    assert (heard.text, heard.language, heard.rejected) == ("打开空调", "zh", "")
    assert heard.seconds == 1.0
    assert ears.transcribe(NOISE, language="zh").text == "打开空调"


def test_sense_voice_hears_nothing_in_silence(tmp_path: Path) -> None:
    ears = load_recogniser(sense_voice(tmp_path, "▁open", "▁it"), "sense-voice")
    assert ears.transcribe(NOISE).text == "open it"
    silence = ears.transcribe(np.zeros(ENGINE_RATE, np.float32), previous="zh")
    assert (silence.text, silence.language, silence.rejected) == ("", "zh", "silence")
    assert ears.transcribe(np.zeros(0, np.float32)).rejected == "silence"


@pytest.mark.parametrize(
    ("text", "language", "expected", "rejected"),
    [
        ("。", "zh", "", "no speech"),
        ("播放李宗盛的歌", "zh", "播放李宗盛的歌", ""),
        ("", "en", "", "no speech"),
        ("go go " * 40, "en", "", "loop"),
        ("<|en|>Open the window.", "en", "Open the window.", ""),
    ],
)
def test_loops_tags_and_marks_are_no_text(text: str, language: Language, expected: str, rejected: str) -> None:
    heard = finished(NOISE, [text], language, 1.0)
    assert (heard.text, heard.rejected) == (expected, rejected)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    for name, entry in (("sense-voice", "sense-voice"), ("zipformer", "zipformer-zh-en"), ("whisper", "whisper-base")):
        with pytest.raises(WeightsError, match=f"cabin weights fetch {entry}"):
            load_recogniser(WeightStore(tmp_path), name)
    with pytest.raises(InputError, match="take one of whisper, sense-voice, zipformer"):
        load_recogniser(WeightStore(tmp_path), "parrot")
