"""Responses: what each accused party says of the accusation, in HURIDOCS' terms of attribution.

The terms are those of HURIDOCS' micro-thesaurus 28 ("attribution"): denies; acknowledges; acknowledges with another
explanation; accepts or claims responsibility. That an accused party accuses another is ours. A party's response is what
its own side says; what others say for or against it is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from allegata.actors import Register
from allegata.incidents.independence import ultimate, voices
from allegata.incidents.sides import lineage
from allegata.records import Claim, Document, IncidentAccused, PartyMention, PartyName, Response, ResponseKind


class _ResponseWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    responsibility: tuple[str, ...]
    accident: tuple[str, ...]
    explanation: tuple[str, ...]


def responses(
    claims: Sequence[Claim], accused: Sequence[IncidentAccused], documents: Mapping[str, Document], register: Register
) -> tuple[Response, ...]:
    """Return the responses of the parties in ``accused``, in the order of the claims.

    ``at`` is the day on which the response was published; without the documents neither it nor the words are known.
    """
    sides = _Accused(claims, accused, register)
    found: dict[tuple[str, str, str, str | None], Response] = {}
    for claim in claims:
        party = sides.answering(claim)
        if party is None:
            continue
        others = tuple(
            dict.fromkeys(
                PartyName(party=mention.party, name=mention.name)
                for mention in claim.accused
                if not _is_of(mention.party, mention.name, party, register)
            )
        )
        held = sides.speaks_of_itself(claim) and sides.accused_by_then(claim, documents)
        told = _kind(claim, others, held, claims, documents)
        if told is None:
            continue
        kind, why = told
        document = documents.get(claim.document)
        words = _words(claim, document)
        response = Response(
            party=party.party,
            name=party.name,
            kind=kind,
            claim=claim.id,
            at=_day(document),
            words=words,
            accuses=others if kind == "accuses another" else (),
            why=why,
        )
        found.setdefault((party.party or party.name, kind, claim.document, words), response)
    return tuple(found.values())


def own_words(claims: Sequence[Claim], accused: Sequence[IncidentAccused], register: Register) -> frozenset[str]:
    """Return the ids of the claims by which a party speaks of itself: others hold it responsible, or it admits."""
    sides = _Accused(claims, accused, register)
    return frozenset(claim.id for claim in claims if sides.speaks_of_itself(claim))


class _Accused:
    """The parties that are held responsible, and who speaks for them. Each voice is looked up once."""

    def __init__(self, claims: Sequence[Claim], accused: Sequence[IncidentAccused], register: Register) -> None:
        self.documents = {claim.id: claim.document for claim in claims}
        self.voices = {claim.id: ultimate(claim) for claim in claims if not _unnamed(claim)}
        self.accused = accused
        self.register = register
        self.answers: dict[tuple[str | None, str], IncidentAccused | None] = {}
        self.itself: dict[tuple[str | None, str], bool] = {}

    def answering(self, claim: Claim) -> IncidentAccused | None:
        """Return the accused party for whose side a claim's ultimate speaker speaks, the very one first."""
        if claim.stance == "admits":  # who admits speaks of itself, whatever it is called
            admitting = next((party for party in self.accused if claim.id in party.admitted_by), None)
            if admitting is not None:
                return admitting
        voice = self.voices.get(claim.id)
        if voice is None:
            return None
        key = voice.party, voice.name
        if key not in self.answers:
            side = [party for party in self.accused if _is_of(voice.party, voice.name, party, self.register)]
            very = (party for party in side if party.party == voice.party)
            self.answers[key] = next(very, side[0] if side else None)
        return self.answers[key]

    def speaks_of_itself(self, claim: Claim) -> bool:
        """Tell whether the speaker is an accused party: others hold it responsible, or it denies or admits.

        The party itself, a body of it, or what it is a body of: another ministry of one government answers for an army
        when it denies or admits, and is no accused party when it speaks of others.
        """
        voice = self.voices.get(claim.id)
        if claim.stance == "admits" or voice is None:
            return claim.stance == "admits"
        key = voice.party, voice.name
        if key not in self.itself:
            side = [party for party in self.accused if _in_line(voice.party, voice.name, party, self.register)]
            answered = any(party.denied_by or party.admitted_by for party in side)
            self.itself[key] = answered or any(self._by_others(side))
        return self.itself[key]

    def accused_by_then(self, claim: Claim, documents: Mapping[str, Document]) -> bool:
        """Tell whether others held the speaker responsible by the day it spoke: who accuses first does not answer."""
        voice, now = ultimate(claim), _day(documents.get(claim.document))
        side = [party for party in self.accused if _in_line(voice.party, voice.name, party, self.register)]
        named = {name for party in side for name in (*party.by, *party.denied_by, *party.admitted_by)}
        days = [_day(documents.get(self.documents[name])) for name in named if name in self.documents]
        return now is None or any(day is None or day <= now for day in days)

    def _by_others(self, side: Sequence[IncidentAccused]) -> Iterator[bool]:
        for name in dict.fromkeys(name for party in side for name in party.by):
            voice = self.voices.get(name)
            yield voice is None or not any(_is_of(voice.party, voice.name, party, self.register) for party in side)


def _unnamed(claim: Claim) -> bool:
    voice = ultimate(claim)
    return voice is voices(claim)[-1] and voice.party is None


def _is_of(party: str | None, name: str, other: IncidentAccused | PartyMention, register: Register) -> bool:
    if party is not None and other.party is not None:
        return bool(lineage(party, register) & lineage(other.party, register))
    return name.casefold() == other.name.casefold()


def _in_line(party: str | None, name: str, other: IncidentAccused, register: Register) -> bool:
    if party is not None and other.party is not None:
        return party in lineage(other.party, register) or other.party in lineage(party, register)
    return name.casefold() == other.name.casefold()


def _kind(
    claim: Claim, others: Sequence[PartyName], held: bool, claims: Sequence[Claim], documents: Mapping[str, Document]
) -> tuple[ResponseKind, str] | None:
    """Return what sort of response a claim is, and how that is told. ``held``: its speaker is held responsible."""
    if claim.stance in ("denies", "disputes"):
        if claim.accused and len({(mention.party, mention.name) for mention in claim.accused}) == len(others):
            return None  # it denies what others are accused of
        return "denies", f"it {claim.stance} what is alleged"
    if claim.stance != "admits":
        if not (others and held):
            return None
        return "accuses another", "held responsible itself, it accuses another"
    text = _words(claim, documents.get(claim.document)) or ""
    if words := _said(text, _words_of_responses().responsibility):
        return "claims responsibility", f"“{words}”"
    explained = explanation(claim, claims, documents) or accident(claim, documents)
    if explained is not None:
        return "acknowledges with another explanation", explained
    return "acknowledges", "it says that it acted, and nothing against what is alleged"


def accident(claim: Claim, documents: Mapping[str, Document]) -> str | None:
    """Return the words by which an admission speaks of an accident; ``None`` where it does not."""
    words = _said(_words(claim, documents.get(claim.document)) or "", _words_of_responses().accident)
    return f"“{words}”" if words is not None else None


def explanation(claim: Claim, claims: Sequence[Claim], documents: Mapping[str, Document]) -> str | None:
    """Return how an admission explains what is alleged otherwise, in words; ``None`` where it does not."""
    harmed = [item for item in claim.casualties if item.part_of is None]
    if harmed and all(item.whom.status == "combatant" for item in harmed):
        return "it says that those harmed were combatants"
    if harmed and all(item.quantity.high == 0 for item in harmed):
        return "it says that nobody was harmed"
    if words := _said(_words(claim, documents.get(claim.document)) or "", _words_of_responses().explanation):
        return f"“{words}”"
    speaker = ultimate(claim).name
    for other in claims:
        if other.document == claim.document and ultimate(other).name == speaker and other.stance == "denies":
            return "it denies in part what is alleged"
    return None


def _words(claim: Claim, document: Document | None) -> str | None:
    if document is None or not claim.evidence:
        return None
    return " ".join(" ".join(document.text[start:end].split()) for start, end in claim.evidence)


def _day(document: Document | None) -> str | None:
    """Return the day of publication; a month or a year tells no day."""
    published = document.published if document is not None else None
    return published.start if published is not None and published.precision == "day" else None


def _said(text: str, words: Sequence[str]) -> str | None:
    match = re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", text, re.IGNORECASE)
    return match.group() if match is not None else None


@cache
def _words_of_responses() -> _ResponseWords:
    data = files("allegata.incidents").joinpath("data/responses.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), _ResponseWords)
