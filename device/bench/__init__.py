"""Benchmarks: `cabin bench NAME`. Each measures one part of the product, and peers of it in the same run where they install.

A benchmark is a module or package `device.bench.NAME` with

    ABOUT: str                                          # one line for the help text
    def run(options: BenchOptions) -> Iterator[Row]     # rows as they are measured; the last one holds every figure

Its name is listed in `device.bench.framework.NAMES`.
"""
