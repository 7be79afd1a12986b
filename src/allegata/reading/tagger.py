"""The attribution tagger: a small learned model that marks source, cue and content of attributions in a paragraph.

Its weights lie beside this module (``data/attribution-tagger.int8.onnx``); docs/attribution-tagger.md says what they
were trained on. They may be left out: `Tagger.load` then gives nothing, and the rules read alone. The graph gives a
score for each label of each word; the best path through them, by learned steps between labels, is sought here.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from allegata.reading.tagger_pieces import Pieces
from allegata.reading.tagger_words import normal, shapes, windows

Kind = Literal["source", "cue", "content"]

WEIGHTS = "attribution-tagger.int8.onnx"
TABLE = "attribution-tagger.json"
VOCABULARY = "attribution-tagger.vocab.txt"
MISSING = f"the attribution tagger is not there (its weights, {WEIGHTS}, or onnxruntime); the rules read alone"
"""What a reading says where the tagger is wanted and absent."""

MOST_PIECES = 512
"""Word pieces of a window that the model can take; what lies beyond is not tagged."""


class Tagged(msgspec.Struct, frozen=True):
    """A span of tokens: from ``start`` to ``end``, the latter not included."""

    kind: Kind
    start: int
    end: int


class Table(msgspec.Struct, frozen=True):
    """The labels of the model, and what a first label and a step from label to label score."""

    labels: list[str]
    starts: list[float]
    steps: list[list[float]]


class Tagger:
    """Tags tokens. One thread, no randomness: the same tokens give the same spans."""

    def __init__(self, session: Any, table: Table, pieces: Pieces) -> None:
        self._session = session
        self._labels = table.labels
        self._starts = np.array(table.starts)
        self._steps = np.array(table.steps)
        self._pieces = pieces

    @staticmethod
    def load(folder: Path | None = None) -> "Tagger | None":
        """Return the tagger, or ``None`` where its weights or the package onnxruntime are not installed.

        ``folder``: where weights, table and vocabulary lie; the built-in ones by default.
        """
        place = folder or Path(str(files("allegata.reading") / "data"))
        if not (place / WEIGHTS).is_file():
            return None
        try:
            import onnxruntime
        except ImportError:
            return None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(place / WEIGHTS), sess_options=options, providers=["CPUExecutionProvider"]
        )
        table = msgspec.json.decode((place / TABLE).read_bytes(), type=Table)
        return Tagger(session, table, Pieces((place / VOCABULARY).read_text(encoding="utf-8").splitlines()))

    def tag(self, texts: Sequence[Sequence[str]]) -> list[list[Tagged]]:
        """Return the spans of each text, in order; a text is best a whole paragraph, as a list of its tokens."""
        return [self.tag_one(tokens) for tokens in texts]

    def tag_one(self, tokens: Sequence[str]) -> list[Tagged]:
        """Return the spans of one text.

        Each window is scored alone: numbers of 8 bits are scaled by all that is scored together, so that in company
        the spans of a text would depend on its neighbours; and without padding it is twice as fast.
        """
        labels = ["O"] * len(tokens)
        marks = normal(tokens)
        for start, end in windows(marks):
            for n, label in enumerate(self._best(marks[start:end])):
                labels[start + n] = self._labels[label]
        return spans_of(labels)

    def _best(self, marks: list[str]) -> list[int]:
        kinds = shapes(marks)
        pieces, owner, first = self._pieces.encode(marks)
        ids = np.array([pieces[:MOST_PIECES]], dtype=np.int64)
        seen = np.array([[0 if w < 0 else kinds[w] for w in owner[:MOST_PIECES]]], dtype=np.int64)
        scores: NDArray[np.float32] = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids), "kinds": seen})[0]
        there = [at for at in first if at < MOST_PIECES]
        return best_path(scores[0, there].astype(np.float64), self._starts, self._steps)


def best_path(scores: NDArray[np.float64], starts: NDArray[np.float64], steps: NDArray[np.float64]) -> list[int]:
    """Return the labels with the highest sum of scores and steps (Viterbi); the first of equal ones."""
    if not len(scores):
        return []
    best = starts + scores[0]
    back: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        ways = best[:, None] + steps
        before = ways.argmax(axis=0)
        back.append(before)
        best = ways[before, np.arange(len(before))] + row
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]


def spans_of(labels: Sequence[str]) -> list[Tagged]:
    """Return the spans of a row of labels (``B-source``, ``I-source``, ``O`` …) in order.

    An I- that does not continue an open span of its kind closes it and starts nothing.
    """
    spans: list[Tagged] = []
    kind, start = "", 0
    for n, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            spans.append(Tagged(cast(Kind, kind), start, n))
            kind = ""
        if label.startswith("B-"):
            kind, start = label[2:], n
    return spans


@cache
def shared_tagger() -> Tagger | None:
    """Return the built-in tagger, loaded once a process; ``None`` where it was left out."""
    return Tagger.load()
