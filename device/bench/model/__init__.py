"""`cabin bench model`: the on-device model, from what it hears to what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from device.bench.dialogues import judge
from device.bench.framework import BenchOptions, Row
from device.bench.model.answering import first_audio
from device.bench.model.hearing import Spoken, against_peer, errors, speak_all
from device.bench.model.parts import service, speeds
from device.bench.model.recordings import read_errors
from device.bench.model.voices import voices
from device.bench.wordings import SETS, meaning_of, wordings
from device.model_server import start_engine
from device.resources import shipped
from device.weights_fetch import default_store
from edge.audio.frame import Samples
from edge.events import Json
from edge.language import Language
from edge.model.recogniser.recogniser import Recogniser
from edge.model.understanding import understand
from edge.weights.catalogue import read_catalogue
from edge.weights.store import WeightStore

ABOUT = "The on-device model: word errors, intents through audio, truth of numbers, time to first audio, memory."

_LANGUAGES: tuple[Language, ...] = ("en", "zh")
_SNR_DB: tuple[float | None, ...] = (None, 10.0, 5.0, 0.0)
_MIB = 2**20


def run(options: BenchOptions) -> Iterator[Row]:
    """Rows as they are measured; the last one holds every figure.

    The speech of wordings is synthetic: our own voice in several timbres, so that the recogniser and the voice are not
    strangers. People's recordings are those of `options.recordings`. Noise is road noise. Intents are judged on the wordings
    of `device/bench/wordings`, out of domain is what is to change nothing.
    """
    figures: dict[str, Json] = {}
    yield from _written(figures)
    verdict = judge(60 if options.quick else 1000, options.seed)
    figures["invented_numbers"], figures["false_done"] = len(verdict.invented), len(verdict.false_done)
    yield {
        "dialogues": verdict.dialogues,
        "turns": verdict.turns,
        "invented": len(verdict.invented),
        "false_done": len(verdict.false_done),
    }
    store = default_store()
    engine = start_engine(store)
    if engine.recogniser is None or engine.voice is None:
        raise AssertionError("an engine without weights was started")
    spoken = {lang: speak_all(engine.voice, lang, 8 if options.quick else 60, options.seed) for lang in _LANGUAGES}
    yield from _served(figures, [entry.samples for entry in spoken["en"][:2]])
    engine = start_engine(store)  # a fresh one, for the first turn of a process
    if engine.recogniser is None:
        raise AssertionError("an engine without weights was started")
    for row in first_audio(engine, spoken, 3 if options.quick else 10):
        figures[f"first_audio_ms_{row['case']}"] = row["median_ms"]
        figures[f"first_audio_after_commit_ms_{row['case']}"] = row["after_commit_ms"]
        yield row
    for language in _LANGUAGES:
        yield from _heard(figures, language, spoken[language], engine.recogniser, options)
    yield from _people(figures, engine.recogniser, options)
    ratio = against_peer(store, engine.recogniser, spoken["en"]) if options.peers else {"asr_ratio_faster_whisper": None}
    yield ratio
    figures |= {"asr_ratio_faster_whisper": ratio["asr_ratio_faster_whisper"], "asr_peer_wer_en": ratio.get("theirs_wer")}
    figures["asr_wer_en_beside_peer"] = ratio.get("ours_wer")
    if "why" in ratio:
        figures["asr_ratio_missing_because"] = ratio["why"]
    for row in speeds(store, spoken["en"], 3 if options.quick else 10, (1,) if options.quick else (1, 2)):
        figures[f"rtf_{row['part']}_{row['threads']}".replace(" ", "_")] = row["rtf"]
        yield row
    for row in () if options.quick else voices(store, engine.recogniser, peers=options.peers):
        if "cpu_rtf" in row:
            name = str(row["voice"]).replace(": ", "_").replace(" ", "_")
            figures |= {f"voice_{name}_{key}": row[key] for key in ("cpu_rtf", "dnsmos", "error_percent")}
        yield row
    figures["disk_mb"] = sum(_size(store, entry) for entry in ("whisper-base", "kokoro")) // _MIB
    yield figures


def _served(figures: dict[str, Json], said: Sequence[Samples]) -> Iterator[Row]:
    """The service as a process: time until it takes clients, the second time with its cache filled, and its memory."""
    for row in service(said):
        name = str(row["service"])
        if name == "full, again":
            figures |= {"start_warm_s": row["ready_s"], "rss_mb": row["rss_mb"], "rss_peak_mb": row["peak_mb"]}
        elif name == "lite":
            figures["lite_rss_mb"] = row["rss_mb"]
        yield row


def _people(figures: dict[str, Json], ears: Recogniser, options: BenchOptions) -> Iterator[Row]:
    """Errors on people's recordings, by distance from the noise, and through the front end."""
    if options.recordings is None:
        return
    rates: dict[str, dict[str, Json]] = {}
    snrs = (None, 10.0) if options.quick else _SNR_DB
    for row in read_errors(ears, options.recordings, snrs, options.seed, front_end=not options.quick):
        name = f"people_{'wer_en' if row['people'] == 'en' else 'cer_zh'}{'_front_end' if row['front_end'] else ''}"
        rates.setdefault(name, {})[str(row["snr_db"])] = row["error_percent"]
        yield row
    figures |= rates


def _written(figures: dict[str, Json]) -> Iterator[Row]:
    """Meaning of written wordings."""
    accepted = foreign = 0
    for language in _LANGUAGES:
        for name in SETS:
            cases = wordings(name, language)
            said = [(case, meaning_of(understand(case.text, language))) for case in cases]
            right = sum(case.fits(meaning) for case, meaning in said)
            foreign += sum(case.out_of_domain for case in cases)
            accepted += sum(case.out_of_domain and "(" in meaning for case, meaning in said)
            yield {"set": name, "language": language, "written_right": right, "of": len(cases)}
            figures[f"intent_{language}_written_{name}"] = round(100 * right / len(cases), 1)
    figures["ood_accepted"] = round(100 * accepted / max(1, foreign), 1)


def _heard(
    figures: dict[str, Json], language: Language, spoken: list[Spoken], ears: Recogniser, options: BenchOptions
) -> Iterator[Row]:
    """Errors of words or characters and of meaning, by distance from the noise."""
    rates: dict[str, Json] = {}
    for snr in _SNR_DB[:2] if options.quick else _SNR_DB:
        result = errors(ears, spoken, language, snr, options.seed)
        name = "clean" if snr is None else f"{snr:g}"
        rates[name] = result.error_percent
        if snr == 10.0:
            figures[f"intent_{language}"] = result.intent_percent
            figures[f"ood_accepted_{language}_heard"] = result.accepted_percent
            figures[f"asr_rtf_{language}"] = result.rtf
        yield {
            "language": language, "snr_db": name, "error_percent": result.error_percent, "intent_percent": result.intent_percent,
            "rtf": result.rtf, "utterances": len(spoken),
        }  # fmt: skip
    figures["wer_en" if language == "en" else "cer_zh"] = rates


def _size(store: WeightStore, entry: str) -> int:
    """Bytes on disk of an entry's files, what an older list has left beside them not counted."""
    names = [file.name for file in read_catalogue(shipped("weights.toml")).entries[entry].files]
    return sum(path.stat().st_size for name in names if (path := store.directory(entry) / name).is_file())
