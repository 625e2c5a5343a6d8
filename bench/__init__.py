"""Benchmarks. Each prints its figure beside a limit measured in the same run, as a ratio."""
