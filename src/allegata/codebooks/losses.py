"""What a codebook cannot hold, counted by field and reason; and what it asks for and nobody tells."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

_EXAMPLES = 3


class Losses:
    """Counts of lost values. It grows with the number of different fields and reasons, never with the records."""

    def __init__(self) -> None:
        self._lost: Counter[tuple[str, str]] = Counter()
        self._examples: dict[tuple[str, str], list[str]] = {}
        self._told: Counter[str] = Counter()
        self._open: Counter[tuple[str, str]] = Counter()
        self._refused: Counter[str] = Counter()
        self._warned: Counter[str] = Counter()

    def lose(self, field: str, reason: str, count: int = 1, example: str | None = None) -> None:
        """Count values of ``field`` that the codebook cannot hold. ``reason``: a fixed sentence, no ids in it."""
        if count <= 0:
            return
        self._lost[field, reason] += count
        self._show(field, reason, example)

    def _show(self, field: str, reason: str, example: str | None) -> None:
        shown = self._examples.setdefault((field, reason), [])
        if example is not None and len(shown) < _EXAMPLES and example not in shown:
            shown.append(example)

    def told(self, field: str, count: int) -> None:
        """Count values of ``field`` that are told, whether they are lost or not."""
        self._told[field] += count

    def of(self, field: str) -> int | None:
        """Return how many values of a field are told in all; ``None`` where they were not counted."""
        return self._told.get(field)

    def leave_open(self, field: str, reason: str, count: int = 1, example: str | None = None) -> None:
        """Count what the codebook asks for and the words do not tell: a coder must judge. Nothing is lost by it."""
        self._open[field, reason] += count
        self._show(field, reason, example)

    def refuse(self, rules: Iterable[str]) -> None:
        """Count a record that was not written for these rules."""
        self._refused.update(dict.fromkeys(rules, 1))

    def warn(self, rules: Iterable[str]) -> None:
        """Count a record that was written although it goes against these rules."""
        self._warned.update(dict.fromkeys(rules, 1))

    @property
    def lost(self) -> list[tuple[str, str, int]]:
        """Return field, reason and count, in the order of field and reason."""
        return [(field, reason, self._lost[field, reason]) for field, reason in sorted(self._lost)]

    @property
    def left_open(self) -> list[tuple[str, str, int]]:
        """Return the same of what is left to a coder."""
        return [(field, reason, self._open[field, reason]) for field, reason in sorted(self._open)]

    @property
    def refused(self) -> dict[str, int]:
        """Return how many records each rule refused."""
        return dict(sorted(self._refused.items()))

    def as_json(self) -> dict[str, Any]:
        """Return the part of ``losses.json`` that is counted here."""
        return {
            "lost": self._listed(self.lost),
            "left_open": self._listed(self.left_open),
            "refused": self.refused,
            "warned": dict(sorted(self._warned.items())),
        }

    def _listed(self, counts: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
        return [
            {"field": field, "reason": reason, "count": count, **of, "examples": self._examples[field, reason]}
            for field, reason, count in counts
            for of in ({"of": self.of(field)} if self.of(field) is not None else {},)
        ]
