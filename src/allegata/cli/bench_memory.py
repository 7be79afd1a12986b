"""The most memory that a process has held."""

import re
import sys
from pathlib import Path


def peak_mb() -> float | None:
    """Return the most memory that this process held, in MB; ``None`` where the system does not tell."""
    try:  # Linux hands the figure of getrusage on from the process that started this one
        held = re.search(r"^VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
        if held is not None:
            return round(int(held[1]) / 1024, 1)
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
