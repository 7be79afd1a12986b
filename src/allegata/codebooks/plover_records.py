"""What every PLOVER record has: when it was said, scores, the document, its form; and parties as actors."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from allegata.codebooks.book import Problem
from allegata.codebooks.cells import Coded, Row, Value, Words
from allegata.codebooks.json_form import complaints
from allegata.codebooks.plover_actors import Actors, unique
from allegata.dataset.visible import one_line
from allegata.incidents.sides import built_in_register, lineage
from allegata.records import Claim, Document, PartyMention, Span

UNDATED = Problem("plover-date", "no day on which it was said is told, and none of publication")


class Said(NamedTuple):
    """When something was said, and whether words tell it or the publication does."""

    day: str
    basis: str
    words: tuple[Words, ...] = ()


class Records:
    """Makes the parts of records, after the ``terms`` of the data file."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        self.terms = terms
        self.register = built_in_register()
        self.actors = Actors(terms, self.register)

    def row(
        self,
        cells: dict[str, Value | Coded],
        events: Sequence[str],
        modes: Sequence[str],
        document: Document | None,
        evidence: Sequence[Span],
    ) -> Row:
        """Return a record with its scores and its document."""
        return Row("events", {**cells, **self.numbers(events, modes), **self.about(document, evidence)})

    def numbers(self, events: Sequence[str], modes: Sequence[str]) -> dict[str, Value]:
        """Return quad category and score of the categories and modes."""
        scores: dict[str, float] = self.terms["scores"]
        bare = [event for event in events if event != "ACCUSE"]  # its score is of its mode
        known = [scores[name] for name in (*bare, *modes) if name in scores]
        return {
            "quad_code": max(self.terms["quads"][event] for event in events),
            "event_scale": min(known, default=None),
        }

    def about(self, document: Document | None, evidence: Sequence[Span]) -> dict[str, Value]:
        """Return the document of a record, and where in it the words stand."""
        if document is None:
            return {"coder": "Allegata"}
        cited = {
            "citation": document.id,
            "title": document.title and one_line(document.title),
            "publication": document.publisher and one_line(document.publisher),
            "url": document.url,
            "language": document.language,
        }
        return {
            "text_info": {"start": evidence[0][0], "end": evidence[0][1]} if evidence else None,
            "cite_info": {name: value for name, value in cited.items() if value},
            "coder": "Allegata",
        }

    def parties(self, about: str, document: str, mentions: Sequence[PartyMention], rule: str) -> Coded:
        """Return parties as the document names them; ``about``: id of the claim or communication that does."""
        words = tuple(Words(about, document, each.span) for each in mentions if each.span is not None)
        value = unique(self.actors.of_mention(each) for each in mentions)
        return Coded(value=value, rule=rule, claims=(about,), words=words)

    def labels(self, claims: Iterable[Claim]) -> list[Mapping[str, Any]]:
        """Return CAMEO codes and contexts of the labels that claims give."""
        known: Mapping[str, Any] = self.terms["accusations"]
        return [known[label.term] for claim in claims for label in claim.characterisations if label.term in known]

    def same_side(self, one: str | None, other: str | None) -> bool:
        """Tell whether two parties of the register are of one side."""
        if one is None or other is None:
            return False
        return bool(lineage(one, self.register) & lineage(other, self.register))


def published(document: Document | None) -> Said | None:
    """Return the day on which a document was published, as that of what is said in it."""
    day = document.published if document is not None else None
    return Said(day.start, "published") if day is not None and day.precision == "day" else None


def known(values: Iterable[Any]) -> list[Any] | None:
    """Return the values that are known, or ``None`` where none is."""
    return [value for value in values if value is not None] or None


@cache
def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of a record."""
    text = files("allegata.codebooks").joinpath("data/plover.schema.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def form_problems(row: Row) -> Iterator[Problem]:
    """Yield where a row has not the form of the schema; fields that are unknown are left out of it."""
    record = {name: row.value(name) for name in row.cells if row.value(name) is not None}
    for complaint in complaints(record, schema()):
        yield Problem("plover-form", complaint)
