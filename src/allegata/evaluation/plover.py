"""The set `plover`: attacks among PLOVER's gold-standard sentences, with accused, target and dead.

A record is one sentence with one category. It tells of an attack where its category is ASSAULT or FIGHT (16 of the 162
records). An attack is *found* where the reading holds a claim that affirms an event of such a category
(``data/plover.yaml``), and *falsely found* where it does in a sentence of another category. Often that sentence does
tell of an attack beside its main event, which alone is coded; the count stands as it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from allegata.actors import Register
from allegata.evaluation.arithmetic import commonest, share
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.intake import from_text
from allegata.records import Claim, PartyMention


class Actor(msgspec.Struct, frozen=True):
    """An actor of a record. ``code``: ISO 3166 alpha-3, or a code of an organisation."""

    code: str = ""


class Record(msgspec.Struct, frozen=True):
    """A gold record, as far as it is scored. ``dead``: a number in figures."""

    id: str
    event: str
    text: str = ""
    source: list[Actor] | str = ""
    target: list[Actor] | str = ""
    dead: str | int | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Gold and reading of one record. Countries are ISO alpha-2 codes; ``dead`` is ``None`` where not coded."""

    attack: bool
    found: bool
    gold_accused: tuple[str, ...] = ()
    accused: tuple[str, ...] = ()
    gold_target: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    gold_dead: int | None = None
    dead: int | None = None


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load(_data("plover.yaml"))
    return table


@cache
def iso2() -> Mapping[str, str]:
    """Return ISO alpha-2 codes by alpha-3 code."""
    lines = [line for line in _data("iso3.tsv").splitlines()[1:] if not line.startswith("#")]
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines}


def _data(name: str) -> str:
    return (files("allegata.evaluation") / "data" / name).read_text(encoding="utf-8")


def tells_attack(claim: Claim) -> bool:
    """Return whether a claim affirms something that PLOVER codes as an attack."""
    table = _table()
    if claim.stance in ("denies", "disputes"):
        return False
    category = table["words"].get(claim.event.words.casefold(), table["types"][claim.event.type])
    told = claim.kind == "event" or claim.event.type in table["patterns"] or claim.event.words in table["words"]
    return told and category in table["attacks"]


def country_of(words: str, register: Register) -> str | None:
    """Return the ISO alpha-2 code of the first word of a phrase that is a country's name, adjective or people noun.

    "Afghan rebels" -> AF; "X-led forces" are of X; "ethnic X" are a people wherever they live, and of no country.
    """
    tokens = [token.strip(",.'’") or token for token in words.replace("-led ", " ").replace("-backed ", " ").split()]
    tokens = [token + "." if token == "U.S" else token for token in tokens]
    for start, token in enumerate(tokens):
        if start and tokens[start - 1].casefold() == "ethnic":
            continue
        for size in (3, 2, 1):
            code = register.nationality(" ".join(tokens[start : start + size]))
            if code is not None:
                return code
        if token in _table()["peoples"]:
            people: str = _table()["peoples"][token]
            return people
    return None


def countries_of_accused(claims: Iterable[Claim], register: Register) -> tuple[str, ...]:
    """Return the countries of those whom claims hold responsible, each once, in order.

    Of a registered party its first country, of another that of its words. Where nobody is named, PLOVER codes an
    unidentified armed actor (UAF) of the country where it happened: the event places' countries.
    """
    chosen = list(claims)
    named = [_of_party(party, register) for claim in chosen for party in claim.accused]
    found = [code for code in named if code is not None]
    if not any(claim.accused for claim in chosen):
        found = [place.country for claim in chosen for place in claim.places if place.role == "event" and place.country]
    return tuple(dict.fromkeys(found))


def _of_party(party: PartyMention, register: Register) -> str | None:
    by_words = country_of(party.words, register)
    known = register.get(party.party) if party.party else None
    if known is not None and known.countries:
        return by_words if by_words in known.countries else known.countries[0]
    return by_words


def countries_of_target(claims: Iterable[Claim], register: Register) -> tuple[str, ...]:
    """Return the countries of what and who was struck, each once: by nationality, else those of the event's places."""
    chosen = list(claims)
    words = [target.words for claim in chosen for target in claim.targets]
    words += [c.whom.words for claim in chosen for c in claim.casualties if c.whom.words]
    found = [code for phrase in words if (code := country_of(phrase, register)) is not None]
    if not found:
        found = [place.country for claim in chosen for place in claim.places if place.role == "event" and place.country]
    return tuple(dict.fromkeys(found))


def dead(claims: Iterable[Claim]) -> int | None:
    """Return the largest whole count of killed that claims hold; ``None`` where none is given."""
    counts = [
        item.quantity.low if item.quantity.low is not None else item.quantity.high
        for claim in claims
        for item in claim.casualties
        if item.outcome == "killed" and item.part_of is None
    ]
    return max((count for count in counts if count is not None), default=None)


def _codes(actors: list[Actor] | str) -> tuple[str, ...]:
    return tuple(iso2().get(a.code, a.code) for a in actors) if not isinstance(actors, str) else ()


class Plover:
    """The gold set; see the module."""

    name = "plover"
    title = "PLOVER gold-standard records: attacks among 162 sentences, accused, target, dead"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the records with a sentence. Raises `SetMissingError`."""
        file = data / "plover" / "records.jsonl"
        if not file.is_file():
            raise SetMissingError(f"{file} is not there")
        records = [msgspec.json.decode(line, type=Record) for line in file.read_bytes().splitlines() if line.strip()]
        items = tuple(record for record in records if record.text)
        return [Part(name="plover/records.jsonl", files=(file,), items=items)]

    def measure(self, part: str, item: Record, tools: Tools) -> Outcome:
        """Read one sentence as a document of its own."""
        claims = [
            claim
            for document in from_text(item.text.strip("{} "))
            for claim in tools.reader.read(document).claims
            if tells_attack(claim)
        ]
        attack = item.event in _table()["attacks"]
        answer = Answer(attack=attack, found=bool(claims))
        if attack:
            answer = Answer(
                attack=True,
                found=bool(claims),
                gold_accused=_codes(item.source),
                accused=countries_of_accused(claims, tools.register),
                gold_target=_codes(item.target),
                target=countries_of_target(claims, tools.register),
                gold_dead=int(item.dead) if item.dead not in (None, "") else None,
                dead=dead(claims),
            )
        return Outcome(item=item.id, part=part, counts=answer, misses=tuple(_misses(item, answer)))

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures; with so few records, each with its count."""
        return summed([outcome.counts for outcome in outcomes])


def _misses(item: Record, answer: Answer) -> list[Miss]:
    pairs = [
        ("attacks", f"attack ({item.event})" if answer.attack else item.event, "attack" if answer.found else "none")
    ]
    pairs = pairs if answer.attack != answer.found else []
    if answer.attack and not right_country(answer.gold_accused, answer.accused):
        pairs.append(("accused_country", ", ".join(answer.gold_accused), ", ".join(answer.accused)))
    if answer.gold_target and not right_country(answer.gold_target, answer.target):
        pairs.append(("target_country", ", ".join(answer.gold_target), ", ".join(answer.target)))
    if answer.gold_dead is not None and answer.gold_dead != answer.dead:
        pairs.append(("dead", str(answer.gold_dead), str(answer.dead)))
    return [Miss(item=item.id, measure=m, gold=gold, ours=ours, words=item.text) for m, gold, ours in pairs]


def right_country(gold: Sequence[str], ours: Sequence[str]) -> bool:
    """Return whether the first country that we give is one of the gold's."""
    return bool(ours) and ours[0] in gold


def summed(answers: Sequence[Answer]) -> Result:
    """Return the figures of the answers to all records: per cent, and ``attacks_false`` as a count of sentences."""
    attacks = [a for a in answers if a.attack]
    others = len(answers) - len(attacks)
    found = sum(a.found for a in attacks)
    false = sum(a.found for a in answers if not a.attack)
    with_target = [a for a in attacks if a.gold_target]
    with_dead = [a for a in attacks if a.gold_dead is not None]
    accused = sum(right_country(a.gold_accused, a.accused) for a in attacks)
    target = sum(right_country(a.gold_target, a.target) for a in with_target)
    exact = sum(a.dead == a.gold_dead for a in with_dead)
    figures = {
        "attacks_found": share(found, len(attacks)),
        "attacks_false": false,
        "accused_country": share(accused, len(attacks)),
        "target_country": share(target, len(with_target)),
        "dead_exact": share(exact, len(with_dead)),
    }
    top_accused, top_target = (
        _commonest_code([a.gold_accused for a in attacks]),
        _commonest_code([a.gold_target for a in with_target]),
    )
    top_dead, dead_share = commonest([a.gold_dead for a in with_dead])
    rows = (
        Row(
            key="attacks_found",
            label="attacks found",
            value=figures["attacks_found"],
            constant=100.0 if attacks else None,
            constant_answer=f"every sentence ({others} false)",
            n=len(attacks),
            note=f"{found} of {len(attacks)}",
        ),
        Row(
            key="attacks_false",
            label="sentences of other kinds with an attack",
            value=false,
            constant=0,
            constant_answer="none",
            n=others,
            unit="",
            note=f"{false} of {others}",
        ),
        _row("accused_country", "country of the accused", accused, len(attacks), top_accused),
        _row("target_country", "country of the target", target, len(with_target), top_target),
        _row("dead_exact", "number of dead", exact, len(with_dead), (str(top_dead), dead_share)),
    )
    return Result(figures=figures, rows=rows)


def _row(key: str, label: str, right: int, of: int, constant: tuple[str, float]) -> Row:
    return Row(
        key=key,
        label=label,
        value=share(right, of),
        constant=constant[1] if of else None,
        constant_answer=constant[0],
        n=of,
        note=f"{right} of {of}",
    )


def _commonest_code(golds: Sequence[Sequence[str]]) -> tuple[str, float]:
    counted = Counter(code for gold in golds for code in dict.fromkeys(gold))
    if not counted:
        return "", 0.0
    code, times = counted.most_common(1)[0]
    return code, share(times, len(golds))


SET = Plover()
