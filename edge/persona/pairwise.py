"""A small set of profiles in which every allowed pair of values of any two axes occurs.

Greedy, one profile at a time: begin with a pair that is missing, then give every other axis the value that covers most
missing pairs (the idea of Cohen et al., "The AETG System", 1997).
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from edge.persona.matrix import Matrix, Profile


def pairwise(matrix: Matrix) -> list[Profile]:
    """The covering set; deterministic. Pairs that only occur in forbidden combinations are left out."""
    radices = [int(radix) for radix in matrix.radices]
    missing = {(i, j): np.ones((radices[i], radices[j]), dtype=np.bool_) for i, j in itertools.combinations(range(len(radices)), 2)}
    weights = np.concatenate([[1], np.cumprod(matrix.radices[:-1])]).astype(np.int64)
    found: list[Profile] = []
    for first, table in missing.items():
        for a, b in np.argwhere(table):
            if not table[a, b]:
                continue
            row = _complete(matrix, missing, radices, {first[0]: int(a), first[1]: int(b)})
            table[a, b] = False
            if row is None:
                continue
            for i, j in missing:
                missing[i, j][row[i], row[j]] = False
            found.append(matrix.profile(int((np.array(row) * weights).sum())))
    return found


def _complete(
    matrix: Matrix, missing: dict[tuple[int, int], NDArray[np.bool_]], radices: list[int], chosen: dict[int, int]
) -> list[int] | None:
    """The rest of a profile around a pair; None where no allowed one is found."""
    start = dict(chosen)
    for column in sorted((c for c in range(len(radices)) if c not in chosen), key=lambda c: -radices[c]):
        gain = np.zeros(radices[column])
        for other, value in chosen.items():
            gain += missing[other, column][value] if other < column else missing[column, other][:, value]
        chosen[column] = int(np.argmax(gain))
    row = [chosen[column] for column in range(len(radices))]
    if matrix.allowed(np.array([row]))[0]:
        return row
    # The greedy choice broke a rule: try other values on two axes at a time before giving the pair up.
    free = [column for column in range(len(radices)) if column not in start]
    for one, two in itertools.combinations(free, 2):
        trials = np.tile(row, (radices[one] * radices[two], 1))
        trials[:, one] = np.repeat(np.arange(radices[one]), radices[two])
        trials[:, two] = np.tile(np.arange(radices[two]), radices[one])
        fine = np.flatnonzero(matrix.allowed(trials))
        if len(fine):
            return [int(digit) for digit in trials[fine[0]]]
    return None


def uncovered(matrix: Matrix, profiles: list[Profile]) -> int:
    """How many pairs of values that a rule does not forbid by themselves occur in none of these profiles."""
    rows = matrix.digits(np.array([profile.code for profile in profiles], dtype=np.uint64))
    total = 0
    for i, j in itertools.combinations(range(len(matrix.radices)), 2):
        table = matrix.pairs(i, j)
        table[rows[:, i], rows[:, j]] = False
        total += int(table.sum())
    return total
