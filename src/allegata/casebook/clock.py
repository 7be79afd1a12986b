"""Now, as the casebook writes it."""

from datetime import UTC, datetime


def now() -> str:
    """Return the present time in UTC as ISO 8601 with microseconds and ``Z``."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
