"""The belligerent of an incident of ``airwars-syria``: whom its texts accuse, and whom its record names.

A record names parties in two places: ``belligerent``, a list of its own, and ``belligerents``, all who are known or
suspected, several where the strike is contested; the answer is right where it is one of either (and, shown beside it,
of the first alone). What a text accuses, and how an incident's texts are taken together: docs/evaluation.md.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from allegata.actors import Register
from allegata.evaluation.arithmetic import share
from allegata.evaluation.linked_texts import Told, document_of
from allegata.evaluation.parts import Miss, Row, Tools
from allegata.incidents.sides import lineage
from allegata.intake.addresses import words_of_address
from allegata.records import Claim

_AGAIN = re.compile(r"(?s)(?<!\w)(.{12,500}?)\s+\1(?:\W|$)")

_SYRIA = ("SY",)


class Blame(msgspec.Struct, frozen=True):
    """What one text says of who did it, by Airwars' names, with how many claims.

    ``said``: by its headline, else by what it tells first. ``beside``: else, by all its claims, or by its address.
    ``attacked``: who was struck in what it tells first, and is not accused of it.
    """

    said: dict[str, int]
    beside: dict[str, int]
    attacked: tuple[str, ...] = ()


class _Names(msgspec.Struct, frozen=True):
    register: dict[str, str]
    record: dict[str, str]
    campaigns: dict[str, str]


@cache
def _tables() -> _Names:
    data = files("allegata.evaluation").joinpath("data/airwars_parties.yaml").read_bytes()
    return msgspec.convert(yaml.safe_load(data), _Names)


def party_ids() -> list[str]:
    """Return the ids of the register that the table gives a name."""
    return list(_tables().register)


def airwars_name(party: str, register: Register) -> str | None:
    """Return what Airwars calls a party: by the nearest party above it that the table holds."""
    names = _tables().register
    if party in names:
        return names[party]
    known = sorted(names[above] for above in lineage(party, register) if above in names)
    return known[0] if known else None


def blamed(claims: Sequence[Claim], register: Register) -> dict[str, int]:
    """Return how many claims hold whom responsible, by Airwars' names, in the order of the text; denials apart.

    What a force does together with the state in whose campaign it stands counts for that state alone.
    """
    counts: Counter[str] = Counter()
    for claim in claims:
        if claim.stance == "denies":
            continue
        told = (airwars_name(mention.party, register) for mention in claim.accused if mention.party is not None)
        names = list(dict.fromkeys(name for name in told if name is not None))
        counts.update(name for name in names if _tables().campaigns.get(name) not in names)
    return dict(counts)


def _attacked(claims: Sequence[Claim], register: Register) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for claim in claims:
        accused = {airwars_name(mention.party, register) for mention in claim.accused if mention.party is not None}
        for target in claim.targets:
            for match in register.lookup_all(target.words, countries=_SYRIA, named=[]):
                name = airwars_name(match.party.id, register)
                if name is not None and name not in accused:
                    found[name] = None
    return tuple(found)


def blame(told: Told, claims: Sequence[Claim], tools: Tools) -> Blame:
    """Return what a text, as read, says of who did it."""
    register = tools.register
    numbers = [claim.happening for claim in claims if claim.happening is not None]
    first = [claim for claim in claims if numbers and claim.happening == min(numbers)]
    said = blamed(_headline(told, tools), register) or blamed(first, register)
    beside = blamed(claims, register) or blamed(_address(told, tools), register)
    return Blame(said, beside, _attacked(first, register))


def _headline(told: Told, tools: Tools) -> tuple[Claim, ...]:
    """Return the claims of a page's headline, read as a text of its own: it tells what the page is about.

    Captured from several fields of a page, it may stand several times in a row: it is read once.
    """
    if not told.title:
        return ()
    again = _AGAIN.search(told.title)
    return _read_alone(told, told.title[: again.end(1)] if again is not None else told.title, tools)


def _address(told: Told, tools: Tools) -> tuple[Claim, ...]:
    """Return the claims of the words in a page's address, often its headline: all that a dead page keeps."""
    words = words_of_address(told.url)
    return _read_alone(told, words, tools) if words else ()


def _read_alone(told: Told, words: str, tools: Tools) -> tuple[Claim, ...]:
    return tuple(tools.reader.read(document_of(msgspec.structs.replace(told, text=words, title=None))).claims)


def belligerent(texts: Sequence[Blame]) -> str | None:
    """Return whom most texts accuse; among equals who has most claims; among these, who is accused first.

    Whom one text tells as the attacked is not taken from what another tells: that is of something else, and this text
    counts with whom it accuses besides. What is told beside counts only where no text says more.
    """
    for told in ([text.said for text in texts], [text.beside for text in texts]):
        names: Counter[str] = Counter()
        claims: Counter[str] = Counter()
        for text, counted in zip(texts, told, strict=True):
            attacked = {name for one in texts if one is not text for name in one.attacked}
            left = _without(counted, attacked)
            if counted and not left:
                left = _without(text.beside, attacked) or counted
            names.update(left.keys())
            claims.update(left)
        if names:
            return max(names, key=lambda name: (names[name], claims[name]))  # the first of equals
    return None


def _without(counted: Mapping[str, int], names: Collection[str]) -> Mapping[str, int]:
    return {name: n for name, n in counted.items() if name not in names}


def belligerent_rows(found: Mapping[str, Sequence[Blame]], records: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Return the rows of the belligerent. ``found``: the texts of each incident; ``records``: its record."""
    ours = {name: belligerent(texts) for name, texts in found.items()}
    gold = {name: belligerents(records[name]) for name in found}
    first = {name: _headed(records[name]) for name in found}
    of = len(gold)
    right = sum(ours[name] in wanted for name, wanted in gold.items())
    usual = max(sorted({one for wanted in gold.values() for one in wanted}), key=lambda one: _share_of(one, gold))
    unknown = sum(one is None for one in ours.values())
    rows = [
        Row(
            key="belligerent",
            label="belligerent of the incident",
            value=share(right, of),
            constant=_share_of(usual, gold),
            constant_answer=usual,
            n=of,
            note=f"{right} of {of}; unknown in {unknown}",
        ),
        Row(
            key="belligerent_said",
            label="the same, where a party is read",
            value=share(right, of - unknown),
            constant=None,
            n=of - unknown,
        ),
        Row(
            key="belligerent_first",
            label="the same, by the record's first field alone",
            value=share(sum(ours[name] in wanted for name, wanted in first.items()), of),
            constant=_share_of(usual, first),
            constant_answer=usual,
            n=of,
        ),
    ]
    for party in sorted({wanted[0] for wanted in first.values()}):
        names = [name for name, wanted in first.items() if wanted[0] == party]
        met = sum(ours[name] in gold[name] for name in names)
        key = party.lower().replace(" ", "_").replace(".", "").replace("-", "_")
        label = f"belligerent where it is {party}"
        rows.append(Row(key=f"belligerent_by.{key}", label=label, value=share(met, len(names)), n=len(names)))
    return rows


def belligerent_misses(
    found: Mapping[str, Sequence[Blame]], records: Mapping[str, Mapping[str, Any]]
) -> Iterator[Miss]:
    """Yield the incidents whose belligerent is missed, with whom each text accuses and tells as attacked."""
    for name, texts in found.items():
        ours, wanted = belligerent(texts), belligerents(records[name])
        if ours not in wanted:
            told = "; ".join(
                f"accuses {', '.join(text.said or text.beside) or 'nobody'}"
                + (f", attacked {', '.join(text.attacked)}" if text.attacked else "")
                for text in texts
            )
            yield Miss(item=name, measure="belligerent", gold=", ".join(wanted), ours=ours or "unknown", words=told)


def _share_of(party: str, gold: Mapping[str, Sequence[str]]) -> float:
    return share(sum(party in wanted for wanted in gold.values()), len(gold))


def _headed(record: Mapping[str, Any]) -> list[str]:
    return [_written(name.strip()) for name in str(record.get("belligerent") or "Unknown").split(",")]


def belligerents(record: Mapping[str, Any]) -> list[str]:
    """Return the parties that a record names, those of its first field first; "unknown" in its list names none."""
    listed = [_written(str(row.get("belligerent"))) for row in record.get("belligerents") or ()]
    return list(dict.fromkeys([*_headed(record), *(name for name in listed if name != "unknown")]))


def _written(name: str) -> str:
    return _tables().record.get(name, name)
