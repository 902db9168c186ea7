"""What a package is built for: Debian 12 and its Python, on one of two architectures."""

from __future__ import annotations

from dataclasses import dataclass

PYTHON = "3.11"
"""Debian 12's."""

_GLIBC_MINORS = range(28, 16, -1)
"""Wheels for glibc 2.17 to 2.28; Debian 12 has 2.36."""


class BuildError(Exception):
    """What keeps the package from being built, in one line."""


@dataclass(frozen=True)
class Target:
    """One architecture: Debian's name, the kernel's, and the multiarch triplet that compiler and libraries go by."""

    arch: str
    machine: str
    triplet: str

    @property
    def compiler(self) -> str:
        """The C compiler, a cross compiler where the machine is another."""
        return f"{self.triplet}-gcc"

    @property
    def suffix(self) -> str:
        """Of compiled modules."""
        return f".cpython-{PYTHON.replace('.', '')}-{self.triplet}.so"

    @property
    def pip_options(self) -> list[str]:
        """What makes pip choose this target's wheels instead of the building machine's."""
        tag = "cp" + PYTHON.replace(".", "")
        platforms = [f"manylinux_2_{minor}_{self.machine}" for minor in _GLIBC_MINORS] + [f"manylinux2014_{self.machine}"]
        options = [f"--platform={platform}" for platform in platforms]
        return [*options, f"--python-version={PYTHON}", "--implementation=cp", f"--abi={tag}", "--abi=abi3", "--abi=none"]


TARGETS = {
    "arm64": Target("arm64", "aarch64", "aarch64-linux-gnu"),
    "amd64": Target("amd64", "x86_64", "x86_64-linux-gnu"),
}
