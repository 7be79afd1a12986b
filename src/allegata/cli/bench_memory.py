"""The most memory that a process has held."""

import sys


def peak_mb() -> float | None:
    """Return the most memory that this process held, in MB; ``None`` where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
