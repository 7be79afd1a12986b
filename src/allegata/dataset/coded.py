"""The coded values of a claim or a communication as rows of a table, each with the spans of its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from allegata.dataset.wording import (
    casualty_words,
    event_type_words,
    fallback_words,
    outcome_words,
    place_words,
    quantity_words,
    time_words,
)
from allegata.records import Attribution, Casualty, Claim, Communication, PartyMention, Place, Span, Time


@dataclass(frozen=True, slots=True)
class Row:
    """One coded value: its element, label, value in words, how it was reached, and where its words stand.

    ``span`` is the value's own words; ``more`` the other words that it uses. ``words`` are quoted where no span is.
    """

    element: str
    label: str
    value: str
    words: str | None
    span: Span | None
    more: tuple[Span, ...] = ()
    details: tuple[str, ...] = ()


def claim_rows(claim: Claim) -> list[Row]:
    """Return every coded value of a claim, in the order in which a reader asks for them."""
    rows: list[Row] = []
    for number, voice in enumerate(claim.attribution):
        rows.extend(_voice_rows(voice, "Speaker" if number == 0 else "Via"))
    rows.extend(Row("cue", "Hedge", hedge.term, hedge.words, hedge.span) for hedge in claim.hedges)
    event = claim.event
    details = (event.why,) if event.why else ()
    rows.append(Row("event", "Event", event_type_words(event.type), event.words, event.span, details=details))
    rows.extend(_party_row(party, "accused", "Accused") for party in claim.accused)
    rows.extend(
        Row("target", "Target", target.kind or "as stated", target.words, target.span) for target in claim.targets
    )
    rows.extend(Row("weapon", "Weapon", weapon.type, weapon.words, weapon.span) for weapon in claim.weapons)
    rows.extend(_place_row(place) for place in claim.places)
    if claim.time is not None:
        rows.append(_time_row(claim.time))
    known = {casualty.id: casualty for casualty in claim.casualties}
    rows.extend(_casualty_row(casualty, known) for casualty in claim.casualties)
    rows.extend(Row("label", "Described as", term.term, term.words, term.span) for term in claim.characterisations)
    return rows


def communication_rows(communication: Communication) -> list[Row]:
    """Return every coded value of a communication."""
    rows: list[Row] = []
    if communication.sender is not None:
        rows.append(_party_row(communication.sender, "speaker", "Sender"))
    number = communication.number
    rows.append(
        Row(
            "cue",
            "Act",
            communication.act if number is None else f"{communication.act}, number: {quantity_words(number)}",
            communication.words,
            communication.span,
            () if number is None else (number.span,),
        )
    )
    rows.extend(_party_row(party, "addressee", "Addressee") for party in communication.addressees)
    for demand in communication.demands:
        of = f"of {demand.of}" if demand.of else "of nobody named"
        more = () if demand.of_span is None else (demand.of_span,)
        value = of if demand.act == "demands" else "as stated"
        rows.append(Row("demand", demand.act.capitalize(), value, demand.words, demand.span, more))
    if communication.time is not None:
        rows.append(_time_row(communication.time))
    return rows


def _voice_rows(voice: Attribution, label: str) -> Iterable[Row]:
    details: list[str] = [voice.kind]
    if voice.anonymous:
        details.append("anonymous")
    if voice.span is None:
        details.append("not in the text: known from the metadata or the user")
    yield Row("speaker", label, voice.name, voice.words, voice.span, _more(voice.refers_to), tuple(details))
    if voice.cue is not None:
        yield Row("cue", "Reporting words", voice.cue, voice.cue, voice.cue_span)


def _party_row(party: PartyMention, element: str, label: str) -> Row:
    details = [party.why] if party.why else []
    if party.party is None:
        details.append("not in the register of parties")
    return Row(element, label, party.name, party.words, party.span, _more(party.refers_to), tuple(details))


def _place_row(place: Place) -> Row:
    details = []
    if place.latitude is not None and place.longitude is not None:
        radius = f", within {place.radius_km:g} km" if place.radius_km is not None else ""
        details.append(f"{place.latitude:.4f}, {place.longitude:.4f}{radius}")
    if place.geonames is not None:
        details.append(f"GeoNames {place.geonames}")
    elif place.source:
        details.append(place.source)
    fallback = fallback_words(place.fallback)
    if fallback and place.latitude is None:
        details.append(f"known area: {fallback}")
    if place.rule:
        details.append(f"derived: {place.rule}")
    label = "Place" if place.role == "event" else f"Place ({place.role})"
    return Row("place", label, place_words(place), place.words, place.span, _more(place.within_span), tuple(details))


def _time_row(time: Time) -> Row:
    details = [f"precision: {time.precision}"]
    if time.rule:
        details.append(f"derived: {time.rule}")
    return Row("time", "When", time_words(time), time.words, time.span, time.derived_from, tuple(details))


def _casualty_row(casualty: Casualty, known: dict[str, Casualty]) -> Row:
    whom = casualty.whom
    details = [text for text in (whom.role, whom.nationality, whom.family and f"family: {whom.family}") if text]
    if whom.names:
        details.append(f"named: {', '.join(whom.names)}")
    if whom.status == "not stated":
        details.append("status not stated")
    if casualty.part_of in known:
        details.append(f"part of: {casualty_words(known[casualty.part_of])}")
    used = [casualty_words(known[name]) for name in casualty.derived_from if name in known]
    if used:
        details.append(f"derived from: {'; '.join(used)}" + (f" ({casualty.rule})" if casualty.rule else ""))
    elif casualty.rule:
        details.append(f"derived: {casualty.rule}")
    more = [whom.span, casualty.outcome_span, *(part.span for part in casualty.composition)]
    quantity = casualty.quantity
    label = {"killed_or_injured": "Killed or injured"}.get(casualty.outcome, outcome_words(casualty.outcome))
    return Row(
        "casualties",
        label[:1].upper() + label[1:],
        casualty_words(casualty),
        quantity.words,
        quantity.span,
        _more(*more),
        tuple(details),
    )


def _more(*spans: Span | None) -> tuple[Span, ...]:
    return tuple(span for span in spans if span is not None)
