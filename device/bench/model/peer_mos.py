"""Runs in speechmos' own environment: the DNSMOS (Reddy et al. 2022) of WAV files at 16 kHz, overall, in their order.

Arguments: the file to write, the WAV files.
"""

import json
import sys
from pathlib import Path

import soundfile
from speechmos import dnsmos  # type: ignore[import-not-found]


def main() -> None:
    scores = []
    for file in sys.argv[2:]:
        samples, rate = soundfile.read(file, dtype="float32")
        scores.append(float(dnsmos.run(samples, sr=rate)["ovrl_mos"]))
    Path(sys.argv[1]).write_text(json.dumps(scores))


main()
