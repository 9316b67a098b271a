"""Kills, restarts and full disks at full size, with the figures printed.

What is done, and how it is judged, is the code of the tests; here are the counts.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
