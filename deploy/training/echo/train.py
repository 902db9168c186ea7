"""Trains the suppressor on examples and writes its parameters.

Usage: python deploy/training/echo/train.py --examples FOLDER --out suppressor.pt --minutes 12 [--start earlier.pt]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from network import INPUTS, SuppressorNet
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from edge.frontend.echo.bands import BANDS

_BATCH = 8
_CHUNK = 200
_CLIP = 800
_AVERAGING = 0.99
_TALK_SHARE = 0.12
_COMPRESSION = 0.3
_KEPT_NOISE = (0.4, 0.04)
"""Amplitude of the noise that each output should keep: the one for recognisers and the one for listening."""

_LOSS_OF_TALK = (3.0, 1.6)
"""By how much turning the talker down is worse than letting as much echo through."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Of one pass over the data."""

    recognise: float
    listen: float
    talk: float


def load(folder: Path) -> Tensor:
    """Examples of _CLIP frames each: shape (clips, _CLIP, columns), half precision; shorter ones are repeated."""
    clips = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as shard:
            rows, lengths = shard["rows"], shard["lengths"]
        clips.extend(np.resize(clip, (_CLIP, clip.shape[1])) for clip in np.split(rows, np.cumsum(lengths)[:-1]))
    return torch.from_numpy(np.stack(clips))


def loss_of(gains: Tensor, logit: Tensor, rows: Tensor, weights: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Loss of both gains and of the probability."""
    residual = 10 ** rows[..., :BANDS]
    near, noise = (10 ** rows[..., k * BANDS : (k + 1) * BANDS] for k in (4, 5))
    parts = []
    for output in (0, 1):
        wanted = near + _KEPT_NOISE[output] ** 2 * noise
        given = gains[..., output, :] ** 2 * residual
        # Magnitudes to the power of 0.3, as loud as they sound, and a share of the error in dB for what is nearly silent.
        difference = (given + 1e-7) ** (_COMPRESSION / 2) - (wanted + 1e-7) ** (_COMPRESSION / 2)
        factor = torch.where(difference < 0, _LOSS_OF_TALK[output], 1.0)
        in_db = torch.log10(given + 1e-4) - torch.log10(wanted + 1e-4)
        in_db = in_db**2 * torch.where(in_db < 0, _LOSS_OF_TALK[output], 1.0)
        parts.append(((factor * difference**2 + 0.02 * in_db) * weights).mean())
    talk = nn.functional.binary_cross_entropy_with_logits(logit, rows[..., -1])
    return parts[0], parts[1], talk


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=12.0)
    parser.add_argument("--start", type=Path, help="parameters to start from")
    parser.add_argument("--rate", type=float, default=3e-3, help="learning rate at the start")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    data = load(options.examples)
    data = data[torch.randperm(len(data), generator=torch.Generator().manual_seed(1))]
    held = max(_BATCH, len(data) // 20)
    held, data = data[:held].float(), data[held:]
    net = SuppressorNet()
    if options.start:
        net.load_state_dict(torch.load(options.start))
    else:
        some = data[::7].float()[..., :INPUTS].flatten(0, 1)
        net.mean.copy_(some.mean(0))
        net.scale.copy_(1 / (some.std(0) + 0.1))
    print(f"{sum(p.numel() for p in net.parameters())} parameters, {data.shape[0]} clips", flush=True)
    weights = torch.ones(BANDS)
    # What is written is the running mean of the parameters over the last hundred steps or so.
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(_AVERAGING))
    optimiser = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=1e-3)
    began = time.monotonic()
    step = 0
    seen = np.zeros(3)
    while (share := (time.monotonic() - began) / (60 * options.minutes)) < 1:
        order = torch.randperm(len(data))
        for at in range(0, len(order) - _BATCH + 1, _BATCH):
            batch = data[order[at : at + _BATCH]].float()
            state = None
            for start in range(0, _CLIP, _CHUNK):
                share = (time.monotonic() - began) / (60 * options.minutes)
                for group in optimiser.param_groups:
                    group["lr"] = options.rate * max(0.02, 0.5 * (1 + np.cos(np.pi * min(1, share)))) * min(1, (step + 1) / 50)
                rows = batch[:, start : start + _CHUNK]
                gains, logit, state = net(rows[..., :INPUTS], state)
                first, second, talk = loss_of(gains, logit, rows, weights)
                loss = first + second + _TALK_SHARE * talk
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimiser.step()
                average.update_parameters(net)
                state = (state[0].detach(), state[1].detach())
                step += 1
                seen += 0.02 * (np.array([part.item() for part in (first, second, talk)]) - seen)
            if share >= 1:
                break
        report = judge(average.module, held, weights)
        print(f"{time.monotonic() - began:.0f} s, {step} steps: lately {seen.round(4)}, held {report}", flush=True)
        torch.save(average.module.state_dict(), options.out)


@torch.no_grad()
def judge(net: nn.Module, held: Tensor, weights: Tensor) -> Losses:
    """Losses on clips that are not trained on."""
    gains, logit, _ = net(held[..., :INPUTS])
    first, second, talk = loss_of(gains, logit, held, weights)
    return Losses(round(float(first), 5), round(float(second), 5), round(float(talk), 4))


if __name__ == "__main__":
    main()
