"""A walk over every span of a record, without knowing its type: a new field with a span is checked or complained of."""

from collections.abc import Iterator
from typing import Any

import msgspec

from allegata.records import Record

WORDS_OF = {
    "span": "words",
    "cue_span": "cue",
    "outcome_span": "outcome_words",
    "publisher_span": "publisher",
    "credited_span": "credited",
}
"""Spans whose words stand beside them in the record, to be the same to the letter."""

HELD_IN = {"within_span": "within"}
"""Spans whose words hold the value: "Deir Ezzor countryside" for "Deir Ezzor". A gazetteer's value holds elsewhere."""

LOOSE = {"of_span", "refers_to"}
"""Spans of words for which the record keeps a name."""

LISTS = {"evidence", "derived_from"}
"""Lists of spans, or of ids of other values."""

Found = tuple[str, int, int, str | None]


def _is_span(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)


def found_spans(value: Any, path: str = "") -> Iterator[Found]:
    """Yield (path, start, end, the words that the record gives or ``None``) for every span below ``value``."""
    if isinstance(value, dict):
        for key, item in value.items():
            here = f"{path}.{key}"
            if _is_span(item) and key in WORDS_OF:
                yield here, item[0], item[1], value.get(WORDS_OF[key])
            elif _is_span(item) and (key in LOOSE or key in HELD_IN):
                yield here, item[0], item[1], None
            elif isinstance(item, list) and key in LISTS:
                yield from ((f"{here}[{n}]", part[0], part[1], None) for n, part in enumerate(item) if _is_span(part))
            elif _is_span(item):
                raise AssertionError(f"{here}: a span that the walk does not know")
            else:
                yield from found_spans(item, here)
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from found_spans(item, f"{path}[{number}]")


def broken_spans(record: Record, text: str) -> list[str]:
    """Return what is wrong with the spans of a record: outside the text, empty, or other words than it gives."""
    wrong = []
    tree = msgspec.json.decode(msgspec.json.encode(record))
    for path, start, end, words in found_spans(tree):
        if not 0 <= start < end <= len(text):
            wrong.append(f"{path}: {start}-{end} is no span of a text of {len(text)} characters")
        elif words is not None and text[start:end] != words:
            wrong.append(f"{path}: {words!r} stands in the record, {text[start:end]!r} in the text")
    return wrong + _areas(tree, text)


def _areas(value: Any, text: str) -> list[str]:
    """Return containing areas that are neither in the words that are given for them nor from the gazetteer."""
    wrong: list[str] = []
    if isinstance(value, dict):
        span = value.get("within_span")
        if span is not None and not value.get("resolved") and value["within"] not in text[span[0] : span[1]]:
            wrong.append(f"within {value['within']!r} is not in {text[span[0] : span[1]]!r}")
        for item in value.values():
            wrong += _areas(item, text)
    elif isinstance(value, list):
        for item in value:
            wrong += _areas(item, text)
    return wrong


def words_without_span(record: Record) -> list[str]:
    """Return the coded values with words but no span; only a publisher known from elsewhere may be so."""
    return list(_unbound(msgspec.json.decode(msgspec.json.encode(record)), ""))


def _unbound(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("words") is not None and "span" in value and value["span"] is None:
            yield f"{path}: {value['words']!r}"
        for key, item in value.items():
            yield from _unbound(item, f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unbound(item, f"{path}[{number}]")
