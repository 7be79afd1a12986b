"""JSON Lines of the gold sets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec


def json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file, empty lines apart. Raises ``msgspec.DecodeError`` for a line that is none.

    Lines end at a newline alone: texts hold other characters that Python takes for an end of line.
    """
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield msgspec.json.decode(line)
