"""The order of the echo benchmark, and its figures."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from device.bench.echo.measures import (
    ALONE_LATER_S,
    cut,
    erle_db,
    false_speech,
    heard_speech,
    reconvergence_s,
    words_wrong,
)
from device.bench.echo.scenes import SPEECH_AT_S, SPEECH_END_S, Take, moving_take, table_takes, talk_takes, wake_takes
from device.bench.echo.speex import speexdsp
from device.bench.echo.systems import Ears, aecmos, aligned, dnsmos, run_cancellers, stoi
from device.bench.echo.voices import SHORT_REQUESTS, Voices
from device.bench.framework import BenchOptions, Row
from device.bench.peers import PeerMissing
from device.weights_fetch import default_store
from edge.audio.frame import ENGINE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import mono, read_audio
from edge.events import Json
from edge.model.recogniser.whisper import WhisperRecogniser

OURS: Final = "cabin"
LISTENING: Final = "listening"
BOUND: Final = "without_echo"
UNTRAINED: Final = "cabin_without_network"
NOTHING: Final = "no_canceller"
_DOUBLE_TALK: Final = (SPEECH_AT_S, SPEECH_END_S)

Outputs = Mapping[str, list[Samples]]


class EchoBench:
    """One run. `summary` fills up on the way."""

    def __init__(self, options: BenchOptions) -> None:
        self._options = options
        self._voices = Voices()
        self._ears = Ears()
        self._began = time.monotonic()
        self.summary: dict[str, Json] = {"bench": "echo", "seed": options.seed, "quick": options.quick}

    def run(self) -> Iterator[Row]:
        """Rows, the summary last."""
        options, summary = self._options, self.summary
        summary["trained_suppressor"] = self._ears.trained
        takes = table_takes(self._voices, options.seed)
        moving = moving_take(self._voices, options.seed)
        wake = self._wake_takes(echo=True)
        talk = [] if options.quick else talk_takes(self._voices, options.seed, echo=True)
        peers, costs = self._peers([*takes, moving, *wake, *talk])
        mean, low = self._ears.cost(takes[0])
        summary["cost_ms_per_10_ms"], summary["cost_ms_per_10_ms_tenth_percentile"] = round(mean, 3), round(low, 3)
        for system, cost in costs.items():
            summary[f"{system}_cost_ms_per_10_ms"] = round(cost, 3)
        yield from self._scenes(takes, {name: outputs[:4] for name, outputs in peers.items()})
        self._moving(moving, {name: outputs[4] for name, outputs in peers.items()})
        yield from self._wake(wake, {name: outputs[5 : 5 + len(wake)] for name, outputs in peers.items()})
        if talk:
            yield from self._words(talk, {name: outputs[5 + len(wake) :] for name, outputs in peers.items()})
        yield from self._recordings()
        summary["seconds"] = round(time.monotonic() - self._began, 1)
        yield summary

    def _peers(self, takes: list[Take]) -> tuple[dict[str, list[Samples]], dict[str, float]]:
        outputs: dict[str, list[Samples]] = {}
        costs: dict[str, float] = {}
        if not self._options.peers:
            return outputs, costs
        try:
            outputs, costs = run_cancellers(takes)
        except PeerMissing as missing:
            self.summary["peers_missing"] = str(missing)
        of_speex = [speexdsp(take.microphone, take.far_end) for take in takes]
        results = [result for result in of_speex if result is not None]
        if len(results) == len(takes):
            outputs["speexdsp"] = [output for output, _ in results]
            costs["speexdsp"] = float(np.mean([cost for _, cost in results]))
        for every in outputs.values():
            every[:] = [aligned(x, take.microphone) for x, take in zip(every, takes, strict=True)]
        return outputs, costs

    def _scenes(self, takes: list[Take], peers: Outputs) -> Iterator[Row]:
        rows: list[dict[str, Json]] = []
        pairs: list[tuple[Samples, Samples]] = []
        triples: list[tuple[Samples, Samples, Samples, str]] = []
        for number, take in enumerate(takes):
            heard = self._ears.hear(take.microphone, take.far_end)
            given = {OURS: heard.recognise, LISTENING: heard.listen}
            speaking = {OURS: heard.speaking, LISTENING: heard.speaking}
            if not self._options.quick:
                plain = self._ears.hear(take.microphone, take.far_end, trained=False)
                given |= {UNTRAINED: plain.recognise, NOTHING: take.microphone, BOUND: take.near + take.noise}
                speaking[UNTRAINED] = plain.speaking
            for system, outputs in peers.items():
                given[system] = outputs[number]
            for system, output in given.items():
                talking = speaking.get(system)
                if talking is None:
                    talking = self._ears.hear(output, None).speaking
                rows.append(
                    {
                        "scene": take.name,
                        "system": system,
                        "erle_db": round(erle_db(take, output), 1),
                        "erle_later_db": round(erle_db(take, output, ALONE_LATER_S), 1),
                        "false_speech": round(false_speech(talking), 3),
                        "heard_speech": round(heard_speech(take, talking), 3),
                    }
                )
                pairs.append((cut(take.near, *_DOUBLE_TALK), cut(output, *_DOUBLE_TALK)))
                far, mic = take.far_end, take.microphone
                triples.append((cut(far, 0, 8.8), cut(mic, 0, 8.8), cut(output, 0, 8.8), "st"))
                triples.append((cut(far, 7, 15.7), cut(mic, 7, 15.7), cut(output, 7, 15.7), "dt"))
        self._judge(rows, pairs, triples)
        for row in rows:
            prefix = f"{row['system']}_" if row["system"] != OURS else ""
            for key, value in row.items():
                if key not in ("scene", "system"):
                    self.summary[f"{prefix}{key}_{row['scene']}"] = value
        yield from rows

    def _judge(
        self,
        rows: list[dict[str, Json]],
        pairs: list[tuple[Samples, Samples]],
        triples: list[tuple[Samples, Samples, Samples, str]],
    ) -> None:
        """Add the scores of judges that other people made, where they install."""
        if not self._options.peers:
            return
        try:
            for row, score in zip(rows, stoi(pairs), strict=True):
                row["double_talk_stoi"] = round(score, 3)
        except PeerMissing as missing:
            self.summary["stoi_missing"] = str(missing)
        if self._options.quick:
            return
        try:
            scores = aecmos(triples)
            quality = dnsmos([result for _, _, result, kind in triples if kind == "dt"])
        except PeerMissing as missing:
            self.summary["aecmos_missing"] = str(missing)
            return
        for number, row in enumerate(rows):
            row["aecmos_echo"] = round(scores[2 * number][0], 2)
            row["aecmos_double_talk_echo"], row["aecmos_degradation"] = (round(x, 2) for x in scores[2 * number + 1])
        for row, (overall, speech) in zip(rows, quality, strict=True):
            row["dnsmos"], row["dnsmos_speech"] = round(overall, 2), round(speech, 2)

    def _moving(self, take: Take, peers: Mapping[str, Samples]) -> None:
        heard = self._ears.hear(take.microphone, take.far_end)
        given = {"": heard.recognise, f"{LISTENING}_": heard.listen, **{f"{name}_": output for name, output in peers.items()}}
        for prefix, output in given.items():
            seconds = reconvergence_s(take, output, 6.0)
            self.summary[f"{prefix}reconvergence_s"] = round(seconds, 2) if np.isfinite(seconds) else None

    def _wake_takes(self, *, echo: bool) -> list[Take]:
        phrases = self._voices.wake_phrases(8 if self._options.quick else 24)
        return wake_takes(self._voices, [samples for samples, _ in phrases], self._options.seed, echo=echo)

    def _wake(self, takes: list[Take], peers: Outputs) -> Iterator[Row]:
        wanted = [word for _, word in self._voices.wake_phrases(len(takes))]
        without = self._wake_takes(echo=False)
        found: dict[str, list[bool]] = {}
        early: dict[str, int] = {}

        def count(system: str, number: int, words: tuple[tuple[str, float], ...]) -> None:
            found.setdefault(system, []).append(any(word == wanted[number] and t > 5.0 for word, t in words))
            early[system] = early.get(system, 0) + sum(t <= 5.0 for _, t in words)

        for number, take in enumerate(takes):
            count(BOUND, number, self._ears.hear(without[number].microphone, None).words)
            count(OURS, number, self._ears.hear(take.microphone, take.far_end).words)
            if not self._options.quick:
                count(UNTRAINED, number, self._ears.hear(take.microphone, take.far_end, trained=False).words)
                count(NOTHING, number, self._ears.hear(take.microphone, None).words)
            for system, outputs in peers.items():
                count(system, number, self._ears.hear(outputs[number], None).words)
        best = max(1, sum(found[BOUND]))
        for system, hits in found.items():
            row: dict[str, Json] = {
                "wake_system": system,
                "clips": len(hits),
                "recall": round(float(np.mean(hits)), 3),
                "relative": round(sum(hits) / best, 3),
                "false_accepts": early[system],
            }
            prefix = "" if system == OURS else f"{system}_"
            self.summary[f"{prefix}wake_recall"], self.summary[f"{prefix}wake_recall_relative"] = row["recall"], row["relative"]
            yield row

    def _words(self, takes: list[Take], peers: Outputs) -> Iterator[Row]:
        recogniser = WhisperRecogniser.load(default_store())
        without = talk_takes(self._voices, self._options.seed, echo=False)
        wrong: dict[str, list[tuple[int, int]]] = {}
        for number, (text, take) in enumerate(zip(SHORT_REQUESTS, takes, strict=True)):
            heard = self._ears.hear(take.microphone, take.far_end)
            given = {BOUND: without[number].microphone, OURS: heard.recognise, LISTENING: heard.listen}
            given |= {system: outputs[number] for system, outputs in peers.items() if system != "aec_audio_processing_aec3"}
            for system, output in given.items():
                spoken = cut(output, 4.7, len(output) / ENGINE_RATE)
                answer = recogniser.transcribe(np.ascontiguousarray(spoken), language="en").text
                wrong.setdefault(system, []).append(words_wrong(text, answer))
        # One wrong word is the least that can be counted: a recogniser that made no mistake would make every ratio infinite.
        least = max(1, sum(errors for errors, _ in wrong[BOUND]))
        for system, counts in wrong.items():
            rate = sum(errors for errors, _ in counts) / sum(words for _, words in counts)
            prefix = "" if system == OURS else f"{system}_"
            self.summary[f"{prefix}double_talk_word_error"] = round(rate, 3)
            self.summary[f"{prefix}double_talk_word_error_ratio"] = round(sum(errors for errors, _ in counts) / least, 2)
            yield {"words_system": system, "clips": len(counts), "word_error": round(rate, 3)}

    def _recordings(self) -> Iterator[Row]:
        """Real pairs of loudspeaker and microphone, where they are at hand."""
        folder = self._options.recordings
        files = [] if folder is None else sorted(folder.glob("aec/*/*_mic.wav"))
        rows: list[dict[str, Json]] = []
        triples: list[tuple[Samples, Samples, Samples, str]] = []
        for path in files:
            microphone, far = (_read(path.with_name(path.name.replace("_mic", part))) for part in ("_mic", "_lpb"))
            n = min(len(microphone), len(far)) // 160 * 160
            heard = self._ears.hear(microphone[:n], far[:n])
            kind = path.stem.split("_", 1)[1].removesuffix("_mic")
            settled = slice(4 * ENGINE_RATE, n)
            for output, system in ((heard.recognise, OURS), (heard.listen, LISTENING)):
                before, after = (float(np.mean(x[settled].astype(np.float64) ** 2)) for x in (microphone[:n], output))
                left = round(10 * float(np.log10(before / (after + 1e-12))), 1)
                rows.append({"recording": kind, "system": system, "taken_away_db": left})
                mark = {"doubletalk": "dt", "farend_singletalk": "st"}.get(kind, "nst")
                triples.append((far[:n], microphone[:n], output, mark))
            rows[-1]["speaking_share"] = rows[-2]["speaking_share"] = round(float(heard.speaking.mean()), 3)
        if rows and self._options.peers and not self._options.quick:
            try:
                for row, (echo, degradation) in zip(rows, aecmos(triples), strict=True):
                    row["aecmos_echo"], row["aecmos_degradation"] = round(echo, 2), round(degradation, 2)
            except PeerMissing as missing:
                self.summary["aecmos_missing"] = str(missing)
        for row in rows:
            prefix = "real_" if row["system"] == OURS else f"real_{LISTENING}_"
            for key, value in row.items():
                if key not in ("recording", "system"):
                    self.summary[f"{prefix}{row['recording']}_{key}"] = value
        yield from rows


def _read(path: object) -> Samples:
    from pathlib import Path

    samples, rate = read_audio(Path(str(path)))
    return resample(mono(samples), rate, ENGINE_RATE)
