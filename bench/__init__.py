"""The benchmark: Almandine beside its peers, on one machine in one run.

Client and checker of the storm belong to the tests, which use them too.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
