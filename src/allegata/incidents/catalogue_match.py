"""An incident against a catalogue: the records that may be the same, ranked, with a probability and the reasons."""

from collections.abc import Iterable

import msgspec
import numpy as np

from allegata.incidents.catalogue import Catalogue, Floats
from allegata.incidents.catalogue_evidence import evidence_of
from allegata.incidents.catalogue_levels import Evidence
from allegata.incidents.catalogue_record import CatalogueRecord
from allegata.incidents.catalogue_told import Told, told_of
from allegata.incidents.catalogue_weights import Weights, built_in_weights
from allegata.incidents.catalogue_words import DateOffer, Reason, date_offer, reasons_of
from allegata.incidents.terms import weighed
from allegata.records import Claim, Document, Incident

_CLOSEST = 200
_TEXT_BITS = (
    (70, 9.28),
    (50, 5.74),
    (40, 4.51),
    (32, 3.78),
    (25, 2.63),
    (19, 1.66),
    (14, 0.72),
    (10, -1.38),
    (6, -2.89),
    (0, -4.3),
)
"""Likeness of the texts in per cent, from the most on, and its weight in bits, counted on pairs of reports."""
_TEXT_SHARE = 0.5
"""What the likeness of a record's narrative weighs beside that of two reports, for which the weights were trained."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A record that may be the incident.

    ``probability``: that it is, given what is told; those of all records and ``none`` (no record is) sum to 1.
    ``offered``: whether it is likely enough to be put before a person; where no candidate is, no record fits.
    ``reasons``: for and against, the weightiest first. ``date``: a date that the record offers for an incident
    without one: a proposal, written nowhere.
    """

    record: CatalogueRecord
    rank: int
    probability: float
    none: float
    offered: bool
    reasons: tuple[Reason, ...]
    date: DateOffer | None = None


def match(
    incident: Incident | None,
    claims: Iterable[Claim],
    catalogue: Catalogue,
    *,
    documents: Iterable[Document] = (),
    top: int = 5,
    weights: Weights | None = None,
) -> list[Candidate]:
    """Return the ``top`` records of a catalogue that may be an incident, the likeliest first.

    ``claims``: those of the incident, or more; ``documents``: those that speak of it, whose texts name further places
    and dates. Without an ``incident`` (nothing was read of the documents) these alone are compared.
    Records of the same probability stand by their ids. Nothing of the catalogue is written into the incident.
    """
    chosen = weights or built_in_weights()
    known = {document.id: document for document in documents}
    own = set(incident.claims) if incident is not None else set()
    told = told_of(incident, [claim for claim in claims if claim.id in own], known, catalogue.register)
    evidence, scores = scored(told, catalogue, chosen)
    probabilities, none = _probabilities(scores, chosen.prior)
    least = np.sort(scores)[::-1][min(max(top, 1), len(scores)) - 1]
    best = sorted(np.flatnonzero(scores >= least - 1e-6), key=lambda at: _order(int(at), scores, catalogue))
    found = []
    for rank, at in enumerate(best[:top], 1):
        number = int(at)
        probability = float(probabilities[number])
        found.append(
            Candidate(
                record=catalogue.records[number],
                rank=rank,
                probability=probability,
                none=none,
                offered=probability >= chosen.offered,
                reasons=reasons_of(told, evidence, number, catalogue),
                date=date_offer(incident, told, catalogue.records[number]),
            )
        )
    return found


def scored(told: Told, catalogue: Catalogue, weights: Weights) -> tuple[list[Evidence], Floats]:
    """Return all evidence, and its sum for each record."""
    evidence = evidence_of(told, catalogue, weights)
    scores = sum((item.weight for item in evidence), np.zeros(len(catalogue)))
    text = _text(told, catalogue, scores)
    if text is not None:
        evidence.append(text)
        scores = scores + text.weight
    return evidence, scores


def _text(told: Told, catalogue: Catalogue, scores: Floats) -> Evidence | None:
    """Compare the words of the documents with the narratives of the closest records, where these have any."""
    if not told.terms:
        return None
    closest = [int(at) for at in np.argsort(-scores, kind="stable")[:_CLOSEST] if catalogue.records[int(at)].narrative]
    if not closest:
        return None
    weight, level = np.zeros(len(catalogue)), np.full(len(catalogue), -1.0)
    for number in closest:
        terms = weighed([(catalogue.records[number].narrative, 1.0)])
        likeness = 100 * sum(told.terms.get(term, 0.0) * share for term, share in terms.items())
        at = next(n for n, (least, _) in enumerate(_TEXT_BITS) if likeness >= least)
        weight[number] = _TEXT_SHARE * np.log(2) * _TEXT_BITS[at][1]
        level[number] = at
    names = tuple(f"{least} % and more" if least else "less than 6 %" for least, _ in _TEXT_BITS)
    return Evidence("text", weight, names, level)


def _probabilities(scores: Floats, prior: float) -> tuple[Floats, float]:
    """Return each record's probability and that of none: before anything is compared, all records are as likely."""
    highest = max(float(scores.max()), 0.0)
    likely = prior / len(scores) * np.exp(scores - highest)
    nothing = (1 - prior) * np.exp(-highest)
    whole = float(likely.sum() + nothing)
    return likely / whole, float(nothing / whole)


def _order(at: int, scores: Floats, catalogue: Catalogue) -> tuple[float, str]:
    return -round(float(scores[at]), 9), catalogue.records[int(at)].id
