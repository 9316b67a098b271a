"""`python -m simulation --first 17 --seeds 1`: play weeks, and print what happened."""

import argparse
import sys
from time import perf_counter

from simulation.simulate import quieten, run_seeds


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulation")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=1)
    chosen = parser.parse_args()
    quieten()
    began = perf_counter()
    report = run_seeds(chosen.first, chosen.seeds)
    sys.stdout.write(f"{report}\n{perf_counter() - began:12.1f}  seconds\n")
    return 1 if report.violated else 0


if __name__ == "__main__":
    sys.exit(main())
