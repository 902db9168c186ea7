"""The suppressor's network: two small recurrent layers over band energies, two gains a band and one probability out."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from edge.frontend.echo.bands import BANDS

INPUTS = 4 * BANDS


class SuppressorNet(nn.Module):
    """Frames of log band energies to gains.

    Input: shape (batch, frames, 4 * BANDS): decimal logarithms of residual, echo, microphone, reference.
    """

    mean: Tensor
    scale: Tensor

    def __init__(self, hidden: int = 80) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(INPUTS))
        self.register_buffer("scale", torch.ones(INPUTS))
        self.entry = nn.Linear(INPUTS, hidden)
        self.first = nn.GRU(hidden, hidden, batch_first=True)
        self.second = nn.GRU(hidden, hidden, batch_first=True)
        self.gains = nn.Linear(2 * hidden, 2 * BANDS)
        self.talk = nn.Linear(2 * hidden, 1)

    def forward(self, x: Tensor, state: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor, tuple[Tensor, Tensor]]:
        """Gains, shape (batch, frames, 2, BANDS), logit of near-end speech, shape (batch, frames), and the state."""
        first, second = (None, None) if state is None else state
        entered = torch.relu(self.entry((x - self.mean) * self.scale))
        low, first = self.first(entered, first)
        high, second = self.second(low, second)
        both = torch.cat([low, high], -1)
        gains = torch.sigmoid(self.gains(both)).unflatten(-1, (2, BANDS))
        return gains, self.talk(both).squeeze(-1), (first, second)
