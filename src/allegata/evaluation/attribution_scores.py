"""Scores of attribution spans, as in the published results on PolNeAR (Wang et al., COLING 2022).

For each kind apart (source, cue, content), over all sentences: *exact*: a predicted span is right where the gold holds
the very same one; *begin*: the same of the first tokens alone; *jaccard*: the mean, over all gold spans, of the best
overlap with a predicted one (tokens in both, of tokens in either), to which every predicted span that touches no gold
span of its kind adds a 0.
"""

from collections.abc import Iterable, Sequence

import msgspec

from allegata.evaluation.arithmetic import Tally, share, tally

KINDS = ("source", "cue", "content")

Marked = tuple[str, int, int]
"""Kind, first token, and the token after the last."""


class Scored(msgspec.Struct, frozen=True):
    """What the spans of one kind gave. ``overlap``: sum of the best overlaps, 0 to 1 each; ``parts``: how many."""

    exact: Tally = Tally()
    begin: Tally = Tally()
    overlap: float = 0.0
    parts: int = 0

    def __add__(self, other: "Scored") -> "Scored":
        return Scored(
            self.exact + other.exact,
            self.begin + other.begin,
            self.overlap + other.overlap,
            self.parts + other.parts,
        )

    @property
    def jaccard(self) -> float:
        """The mean overlap, in per cent."""
        return share(self.overlap, self.parts)


def spans_of_labels(labels: Sequence[str]) -> list[Marked]:
    """Return the spans of labels ``B-kind``, ``I-kind`` and ``O``.

    An I- whose kind is not that of the open span closes it and starts nothing.
    """
    spans: list[Marked] = []
    kind, start = "", 0
    for n, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            spans.append((kind, start, n))
            kind = ""
        if label.startswith("B-"):
            kind, start = label[2:], n
    return spans


def scored(predicted: Iterable[Marked], gold: Iterable[Marked]) -> dict[str, Scored]:
    """Return the score of one sentence by kind. A span given twice counts once."""
    ours, theirs = sorted(set(predicted)), sorted(set(gold))
    return {
        kind: _scored([(a, b) for k, a, b in ours if k == kind], [(a, b) for k, a, b in theirs if k == kind])
        for kind in KINDS
    }


def _scored(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> Scored:
    best = [max((_overlap(span, other) for other in ours), default=0.0) for span in theirs]
    stray = sum(not any(_overlap(span, other) for other in theirs) for span in ours)
    return Scored(
        exact=tally(ours, theirs),
        begin=tally({a for a, _ in ours}, {a for a, _ in theirs}),
        overlap=sum(best),
        parts=len(best) + stray,
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both / (max(one[1], other[1]) - min(one[0], other[0])) if both > 0 else 0.0
