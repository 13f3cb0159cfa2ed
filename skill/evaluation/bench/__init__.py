"""Speed beside the SDK's hello world: two archives, one machine, one run, turn and turn about."""

from skill.evaluation.bench.command import add_bench_options, bench_command

__all__ = ["add_bench_options", "bench_command"]
