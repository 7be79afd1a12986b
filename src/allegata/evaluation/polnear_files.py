"""Readers of PolNeAR's two public forms: brat folders, and sentences with labels.

In both an article holds paragraphs of tokens with a label each. The sentence form (``cofenet_sentences/*.txt``, one
JSON object a line) is what the published results are on: its "sentences" are paragraphs nearly always, with the
tokens of a newspaper treebank. The brat form (``data/<part>/text`` and ``attributions``) is the original; each fragment
of a discontinuous span counts as a span of its own there, as it does in the sentence form.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from allegata.evaluation.attribution_scores import KINDS, Marked, spans_of_labels
from allegata.evaluation.parts import SetMissingError
from allegata.reading.tagger_words import words


class Paragraph(msgspec.Struct, frozen=True):
    """Tokens, the gold spans over them, and whether a space stands before each token (``None``: not known)."""

    tokens: tuple[str, ...]
    gold: tuple[Marked, ...]
    spaced: tuple[bool, ...] | None = None


class Article(msgspec.Struct, frozen=True):
    """The paragraphs of one annotated article, in order."""

    id: str
    paragraphs: tuple[Paragraph, ...]


class Line(msgspec.Struct, frozen=True):
    """A line of the sentence form."""

    tokens: list[str]
    labels: list[str]
    id: str = ""


def from_sentences(file: Path) -> tuple[Article, ...]:
    """Return the articles of a file of labelled sentences. Raises `SetMissingError` for a line of another form."""
    found: dict[str, list[Paragraph]] = {}
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=Line)
        except msgspec.DecodeError as error:
            raise SetMissingError(f"{file}, line {number}: not a sentence with its labels ({error})") from error
        if len(row.tokens) != len(row.labels):
            raise SetMissingError(f"{file}, line {number}: {len(row.tokens)} tokens but {len(row.labels)} labels")
        gold = tuple(spans_of_labels(row.labels))
        found.setdefault(row.id, []).append(Paragraph(tuple(row.tokens), gold))
    return tuple(Article(name, tuple(paragraphs)) for name, paragraphs in found.items())


def from_brat(text: str, annotations: str, name: str) -> Article:
    """Return an article of the brat form: its text, and the lines of one annotator's file."""
    marked = _fragments(annotations)
    paragraphs = []
    for start, end in _paragraphs(text, marked):
        found = list(words(text, start, end))
        if not found:
            continue
        gold = []
        for kind, first, last in marked:
            inside = [n for n, word in enumerate(found) if first <= (word.start + word.end - 1) / 2 < last]
            if inside:
                gold.append((kind, inside[0], inside[-1] + 1))
        spaced = tuple(n > 0 and found[n - 1].end < word.start for n, word in enumerate(found))
        paragraphs.append(Paragraph(tuple(word.text for word in found), tuple(gold), spaced))
    return Article(name, tuple(paragraphs))


def _fragments(annotations: str) -> list[tuple[str, int, int]]:
    """Return kind, start and end, in characters, of every fragment of every source, cue and content."""
    found = []
    for line in annotations.split("\n"):
        cells = line.split("\t")
        if not cells[0].startswith("T") or len(cells) < 2:
            continue
        kind, _, offsets = cells[1].partition(" ")
        if kind.lower() in KINDS:
            for fragment in offsets.split(";"):
                start, end = fragment.split()
                found.append((kind.lower(), int(start), int(end)))
    return sorted(found, key=lambda span: (span[1], -span[2]))


def _paragraphs(text: str, marked: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """Return the paragraphs of a text; those that one span crosses are one."""
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        if found and any(start < found[-1][1] and end > line.start() for _, start, end in marked):
            found[-1] = (found[-1][0], line.end())
        elif line[0].strip():
            found.append((line.start(), line.end()))
    return found


def brat_articles(folder: Path) -> tuple[tuple[Article, ...], tuple[Path, ...]]:
    """Return the articles of ``folder`` (with ``text`` and ``attributions`` in it) and the files read for them.

    An article that several people annotated counts once for each. Raises `SetMissingError` where a text is missing.
    """
    articles: list[Article] = []
    read: list[Path] = []
    for file in sorted((folder / "attributions").glob("*.ann")):
        source = folder / "text" / f"{file.stem.rpartition('_')[0]}.txt"
        if not source.is_file():
            raise SetMissingError(f"{source} is not there, the text of {file.name}")
        text = source.read_bytes().decode("utf-8")  # as bytes: offsets count every character, also of line ends
        articles.append(from_brat(text, file.read_text(encoding="utf-8"), file.stem))
        read += [file, source]
    return tuple(articles), tuple(dict.fromkeys(read))
