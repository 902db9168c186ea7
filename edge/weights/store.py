"""Where the weights lie: one directory an entry, finished files only."""

from __future__ import annotations

from pathlib import Path

from edge.errors import WeightsError


class WeightStore:
    """The finished weights below one root: `root/ENTRY/FILE`.

    A file is under its final name only when its hash was right, so presence is all that a start has to look at;
    `cabin weights verify` reads every byte again.
    """

    def __init__(self, root: Path) -> None:
        """root: the directory that holds one directory for each entry; it need not exist yet."""
        self.root = root

    def directory(self, entry: str) -> Path:
        """The directory of an entry, present or not."""
        return self.root / entry

    def has(self, entry: str) -> bool:
        """Whether the entry was fetched."""
        return self.directory(entry).is_dir()

    def path(self, entry: str, file: str) -> Path:
        """The path of one file of an entry, such as path("kokoro", "voices/zf_xiaoxiao.bin").

        Raises WeightsError naming the entry and the command that fetches it when the file is absent.
        """
        path = self.directory(entry) / file
        if not path.is_file():
            raise WeightsError(f"{entry}/{file}", f"not fetched yet: run `cabin weights fetch {entry}`")
        return path
