"""Traditional to simplified Chinese, by OpenCC's tables (Apache-2.0)."""

from __future__ import annotations

from functools import lru_cache

import opencc


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def simplified(text: str) -> str:
    """The text in simplified characters; what has no traditional character is unchanged."""
    return str(_converter().convert(text))
