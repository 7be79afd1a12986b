"""The gold set ``geoparsing``: names of places in news, found and put on the map.

**Given spans**: the gold's toponyms are handed over and each is resolved. Every gold toponym with coordinates counts;
one that is not resolved is a miss, and is charged as one. **Recognition**: exact spans, all gold toponyms, those
without coordinates too. **End to end**: a toponym is right when it is found with its exact span and put within 161 km.
What was found on a gold toponym without coordinates is left out of the count, every other false find is charged, and
so is every gold toponym with coordinates that was not found. ``end_to_end_within_161km`` and its median and area are
of the toponyms found alone, as others publish them: there misses are *not* charged.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from allegata.evaluation.arithmetic import Tally, share
from allegata.evaluation.geoparsing_corpora import CORPORA, WEB_NEWS, XML_FILES, Article, Toponym, articles, web_news
from allegata.evaluation.geoparsing_scores import NEAR_KM, area_under, median_km, within
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.gazetteer import Guess, countries_of_address, distance_km
from allegata.reading import load_pipeline, toponyms
from allegata.records import Span

_LABELS = {"lgl": "LGL", "geovirus": "GeoVirus", "tr-news": "TR-News", "geowebnews": "GeoWebNews"}


class Measured(msgspec.Struct, frozen=True):
    """What one article gave. ``given``: error in km of each gold toponym with coordinates, ``None`` unresolved;
    ``found``: the same of those found with their exact span; ``cells``: their points to a degree."""

    corpus: str
    given: tuple[float | None, ...]
    found: tuple[float | None, ...]
    recognition: Tally
    end_to_end: Tally
    cells: tuple[tuple[int, int], ...]


class GeoparsingSet:
    """The set. Each corpus is a part of it."""

    name = "geoparsing"
    title = "News articles with the names of places and their coordinates"

    def find(self, data: Path) -> Sequence[Part]:
        """Return one part for each corpus that is there. Raises `SetMissingError`, also for files of another form."""
        parts = []
        for corpus, name in XML_FILES.items():
            file = data / CORPORA / name
            if file.is_file():
                parts.append(Part(f"{CORPORA}/{name}", (file,), articles(file, corpus)))
        folder = data / WEB_NEWS
        if folder.is_dir() and (found := web_news(folder)):
            files = tuple(folder / f"{item.id}{end}" for item in found for end in (".txt", ".ann"))
            parts.append(Part(WEB_NEWS, files, found))
        if not parts:
            raise SetMissingError(f"no {CORPORA}/*.xml and no {WEB_NEWS}/*.txt in {data}")
        return parts

    def measure(self, part: str, item: Article, tools: Tools) -> Outcome:
        """Return how far off the toponyms of one article are put, given their spans and found by ourselves."""
        gazetteer = tools.gazetteer
        countries = countries_of_address(item.url)
        spans = [(toponym.start, toponym.end) for toponym in item.toponyms]
        given = gazetteer.resolve_all(item.text, spans, countries=countries)
        ours = toponyms(load_pipeline(tools.settings.model), item.text, gazetteer)
        placed = dict(zip(ours, gazetteer.resolve_all(item.text, ours, countries=countries), strict=True))
        errors, found, misses = [], [], []
        for toponym, guess in zip(item.toponyms, given, strict=True):
            if toponym.point is None and toponym.geonames is None:
                continue
            error = _error(toponym, guess, tools)
            errors.append(error)
            if error is None or error >= NEAR_KM:
                misses.append(_miss(item, "given_spans", toponym, guess, error))
            span = (toponym.start, toponym.end)
            if span in placed:
                found.append(_error(toponym, placed[span], tools))
        gold = {(t.start, t.end) for t in item.toponyms if t.counts}
        idle = {(t.start, t.end) for t in item.toponyms if not t.counts}
        misses += _unlike(item, gold, set(ours) - idle)
        counted = [span for span in ours if span not in idle]
        unplaced = {(t.start, t.end) for t in item.toponyms if t.point is None and t.geonames is None}
        right = sum(error is not None and error < NEAR_KM for error in found)
        claimed = sum(guess is not None for span, guess in placed.items() if span not in unplaced | idle)
        return Outcome(
            item=f"{item.corpus}:{item.id}",
            part=part,
            counts=Measured(
                item.corpus,
                tuple(errors),
                tuple(found),
                Tally(sum(span in gold for span in counted), len(counted), len(gold)),
                Tally(right, claimed, len(errors)),
                tuple((round(t.point[0]), round(t.point[1])) for t in item.toponyms if t.point is not None),
            ),
            misses=tuple(misses),
        )

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures of each corpus."""
        figures, rows = {}, []
        for corpus in _LABELS:
            measured = [outcome.counts for outcome in outcomes if outcome.counts.corpus == corpus]
            if measured:
                figures[corpus] = _figures(measured)
                rows += _rows(corpus, figures[corpus], measured)
        return Result(
            figures=figures,
            rows=tuple(rows),
            notes=(
                "given spans: every gold toponym with coordinates counts, an unresolved one as a miss",
                "end to end, F1: exact span and within 161 km, misses and false finds charged; "
                "end to end, within 161 km: of the toponyms found alone",
            ),
        )


def _error(toponym: Toponym, guess: Guess | None, tools: Tools) -> float | None:
    """Return how far off a guess is, in km; 0 for the same GeoNames entry where the gold gives only that."""
    if guess is None:
        return None
    point = toponym.point
    if point is None:
        if toponym.geonames == guess.geonames:
            return 0.0
        point = tools.gazetteer.point_of(toponym.geonames) if toponym.geonames else None
    return round(distance_km(point, (guess.latitude, guess.longitude)), 1) if point is not None else None


def _miss(item: Article, measure: str, toponym: Toponym, guess: Guess | None, error: float | None) -> Miss:
    ours = f"{guess.name} ({guess.kind}, {guess.country}), {error} km off" if guess else "unresolved"
    gold = f"{toponym.point}" if toponym.point else f"GeoNames {toponym.geonames}"
    around = item.text[max(0, toponym.start - 60) : toponym.end + 60]
    return Miss(
        item=f"{item.corpus}:{item.id}", measure=measure, gold=f"{toponym.words} {gold}", ours=ours, words=around
    )


def _unlike(item: Article, gold: set[Span], ours: set[Span]) -> list[Miss]:
    """Return the spans that only one side has."""
    misses = []
    for start, end in sorted(gold ^ ours):
        words, around = item.text[start:end], item.text[max(0, start - 40) : end + 40]
        mine = (start, end) in ours
        misses.append(
            Miss(
                item=f"{item.corpus}:{item.id}",
                measure="recognition",
                gold="" if mine else words,
                ours=words if mine else "",
                words=around,
            )
        )
    return misses


def _figures(measured: Sequence[Measured]) -> dict[str, float | None]:
    given = [error for item in measured for error in item.given]
    found = [error for item in measured for error in item.found]
    named = sum((item.recognition for item in measured), Tally())
    placed = sum((item.end_to_end for item in measured), Tally())
    return {
        "given_spans_within_161km": within(given),
        "given_spans_resolved": share(sum(error is not None for error in given), len(given)),
        "given_spans_median_km": median_km(given),
        "given_spans_auc": area_under(given),
        "recognition_precision": named.precision,
        "recognition_recall": named.recall,
        "recognition_f1": named.f1,
        "end_to_end_precision": placed.precision,
        "end_to_end_recall": placed.recall,
        "end_to_end_f1": placed.f1,
        "end_to_end_within_161km": within(found),
        "end_to_end_median_km": median_km(found),
        "end_to_end_auc": area_under(found),
    }


_ROWS = (
    ("given_spans_within_161km", "given spans, within 161 km", "%"),
    ("given_spans_resolved", "given spans, resolved at all", "%"),
    ("given_spans_median_km", "given spans, median error", "km"),
    ("given_spans_auc", "given spans, area under log errors (less is better)", ""),
    ("recognition_precision", "recognition, precision", "%"),
    ("recognition_recall", "recognition, recall", "%"),
    ("recognition_f1", "recognition, F1", "%"),
    ("end_to_end_f1", "end to end, F1", "%"),
    ("end_to_end_within_161km", "end to end, found ones within 161 km", "%"),
    ("end_to_end_median_km", "end to end, median error of found ones", "km"),
    ("end_to_end_auc", "end to end, area under log errors of found ones", ""),
)


def _rows(corpus: str, figures: dict[str, float | None], measured: Sequence[Measured]) -> list[Row]:
    cells = Counter(cell for item in measured for cell in item.cells)
    commonest = share(cells.most_common(1)[0][1], cells.total()) if cells else None
    n = sum(len(item.given) for item in measured)
    return [
        Row(
            key=f"{corpus}.{key}",
            label=f"{_LABELS[corpus]}: {label}",
            value=figures[key],
            constant=commonest if key == "given_spans_within_161km" else None,
            constant_answer="always the commonest place" if key == "given_spans_within_161km" else "",
            n=n,
            unit=unit,
        )
        for key, label, unit in _ROWS
    ]


SET = GeoparsingSet()
