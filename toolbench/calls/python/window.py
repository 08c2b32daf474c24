# SPDX-License-Identifier: Apache-2.0
"""The time that counts, after one that does not."""
import argparse
import json
import time


class Window:
    """Asked at the end of a batch, so that the clock costs nothing per call."""

    def __init__(self, warmup, seconds):
        self.warmup = warmup * 1e9
        self.seconds = seconds * 1e9
        self.created = time.perf_counter_ns()
        self.began = None

    def is_over(self, calls):
        """Whether enough was measured; says the result once it was."""
        now = time.perf_counter_ns()
        if self.began is None:
            if now - self.created >= self.warmup:
                self.began_calls, self.began_cpu = calls, time.process_time_ns()
                self.began = time.perf_counter_ns()
            return False
        if now - self.began < self.seconds:
            return False
        calls -= self.began_calls
        cpu = time.process_time_ns() - self.began_cpu
        wall = now - self.began
        print(
            json.dumps({"nanosPerCall": wall / calls, "cpuNanosPerCall": cpu / calls, "calls": calls}),
            flush=True,
        )
        return True


def settings(cases):
    """--case, --seconds, --warmup, --loop; makes the loop's policy the one that was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", required=True, choices=cases)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--warmup", type=float, default=1)
    parser.add_argument("--loop", default="asyncio", choices=["asyncio", "uvloop"])
    asked = parser.parse_args()
    if asked.loop == "uvloop":
        import uvloop

        new_loop = uvloop.new_event_loop
    else:
        import asyncio

        new_loop = asyncio.new_event_loop
    return asked.case, new_loop(), Window(asked.warmup, asked.seconds)
