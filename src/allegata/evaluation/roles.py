"""The set `roles`: attacker, victim, target, instrument and place in the attacks and deaths of WikiEvents and RAMS.

Argument classification as in the published scores: the event's trigger and type are given, and the question is which
words fill its roles. Ours are those of the claim that tells the event: the claim whose event word or outcome word is
the trigger, else the nearest claim whose evidence holds the trigger. An event that no claim tells misses all its roles.
A filler is right where role and span are the gold's, determiners apart (*span*), or role and head word (*head*).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from allegata.evaluation.arithmetic import Tally, tally
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.evaluation.role_files import RoleEvent, RoleText, found_files
from allegata.intake import from_text
from allegata.records import Claim, Span

ROLES = ("attacker", "victim", "target", "instrument", "place")
"""The roles that are scored."""

Filler = tuple[str, Span]
"""A role and the span of its filler."""


class RoleCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Tallies by (role, "span" or "head"), and how many events were scored, told by a claim, and left out."""

    tallies: dict[str, Tally]
    events: int = 0
    told: int = 0
    left_out: int = 0


@cache
def table() -> Mapping[str, Any]:
    """Return the mapping of roles and events (``data/roles.yaml``)."""
    text = (files("allegata.evaluation") / "data" / "roles.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def scored(type: str) -> str | None:
    """Return whether a gold event type is an ``attack`` or a ``death`` that is scored, or ``None``."""
    if type.startswith(tuple(table()["not_scored"])):
        return None
    return next((kind for start, kind in table()["events"].items() if type.startswith(start)), None)


def telling(event: RoleEvent, claims: Sequence[Claim]) -> Claim | None:
    """Return the claim that tells a gold event, or ``None``: by its event word, its outcome word, then its evidence."""
    start, end = event.trigger

    def covers(span: Span | None) -> bool:
        return span is not None and span[0] < end and start < span[1]

    by_word = [c for c in claims if covers(c.event.span)]
    by_outcome = [c for c in claims if any(covers(k.outcome_span) for k in c.casualties)]
    around = [c for c in claims if any(covers(span) for span in c.evidence)]
    for chosen in (by_word, by_outcome, around):
        if chosen:
            return min(chosen, key=lambda c: abs(c.event.span[0] - start))
    return None


def fillers(claim: Claim, kind: str) -> list[Filler]:
    """Return what a claim gives for the roles of an ``attack`` or a ``death``, each span once.

    A death has victims, an attack targets: what is struck, and where nothing else is, the people who are counted.
    """
    out: list[Filler] = [("attacker", party.span) for party in claim.accused if party.span is not None]
    people = [k for k in claim.casualties if k.whom.span is not None and k.part_of is None]
    if kind == "death":
        out += [("victim", k.whom.span) for k in people if k.outcome in ("killed", "killed_or_injured") and k.whom.span]
    else:
        struck = [target.span for target in claim.targets]
        out += [("target", span) for span in struck or [k.whom.span for k in people if k.whom.span]]
    out += [("instrument", weapon.span) for weapon in claim.weapons]
    out += [("place", place.span) for place in claim.places if place.role == "event"]
    return list(dict.fromkeys(out))


def bare(text: str, span: Span) -> Span:
    """Return a span without leading determiners."""
    start, end = span
    while (word := text[start:end].split(" ", 1))[0].casefold() in table()["determiners"] and len(word) > 1:
        start += len(word[0]) + 1
    return (start, end)


def head(text: str, span: Span) -> Span:
    """Return the span of a phrase's head word: the last word before whatever begins a further phrase."""
    found: Span | None = None
    at = span[0]
    after = table()["after_head"]
    for word in text[span[0] : span[1]].split(" "):
        core = word.rstrip(",;:.")
        if found is not None and word.casefold() in after:
            break
        if core:
            found = (at, at + len(core))
        if word != core:
            break
        at += len(word) + 1
    if found is None:
        return span
    for mark in ("'s", "’s"):
        if text[found[0] : found[1]].endswith(mark):
            return (found[0], found[1] - len(mark))
    return found


def compared(text: str, gold: Sequence[Filler], ours: Sequence[Filler], heads_only: bool) -> dict[str, Tally]:
    """Return the tallies of one event. ``heads_only``: the gold's spans are heads (WikiEvents), so ours are cut."""
    out: dict[str, Tally] = {}
    for role in ROLES:
        golds = [bare(text, span) for r, span in gold if r == role]
        mine = [bare(text, span) for r, span in ours if r == role]
        as_heads = [head(text, span) for span in mine]
        cut = as_heads if heads_only and role not in ("place",) else mine
        out[f"{role} span"] = tally(list(dict.fromkeys(_as_named(cut, golds, mine))), list(dict.fromkeys(golds)))
        out[f"{role} head"] = tally(
            list(dict.fromkeys(as_heads)), list(dict.fromkeys(head(text, span) for span in golds))
        )
    return out


def _as_named(cut: Sequence[Span], golds: Sequence[Span], full: Sequence[Span]) -> list[Span]:
    """Return the heads of our phrases; a phrase that is a gold span as it stands (a name) is kept whole."""
    return [whole if whole in golds else short for short, whole in zip(cut, full, strict=True)]


class Roles:
    """The gold set; see the module."""

    name = "roles"
    title = "WikiEvents and RAMS: roles in attacks and deaths"

    def find(self, data: Path) -> Sequence[Part]:
        """Return the files that are there; RAMS windows without an attack or a death are left out and counted."""
        parts = []
        for name, file, reader in found_files(data):
            texts = list(reader(file.read_bytes().splitlines()))
            items = tuple((name, text) for text in texts if any(scored(event.type) for event in text.events))
            parts.append(Part(name=f"{name}/{file.name}", files=(file,), items=items))
        if not parts:
            raise SetMissingError(f"neither WikiEvents nor RAMS files are in {data / 'wikievents_rams' / 'data'}")
        return parts

    def measure(self, part: str, item: tuple[str, RoleText], tools: Tools) -> Outcome:
        """Read one text and compare its events."""
        name, gold = item
        documents = from_text(gold.text)
        claims = [claim for document in documents for claim in tools.reader.read(document).claims]
        same = len(documents) == 1 and documents[0].text == gold.text
        if not same:  # intake changed the text: find ours again by their words
            claims = []
        sums: dict[str, Tally] = {}
        misses: list[Miss] = []
        events = told = left = 0
        for event in gold.events:
            kind = scored(event.type)
            if kind is None:
                left += 1
                continue
            events += 1
            claim = telling(event, claims)
            told += claim is not None
            wanted = [(table()["roles"][r], span) for r, span in event.arguments if r in table()["roles"]]
            mine = fillers(claim, kind) if claim is not None else []
            for key, got in compared(gold.text, wanted, mine, name == "wikievents").items():
                sums[f"{name} {key}"] = sums.get(f"{name} {key}", Tally()) + got
                role, how = key.split(" ")
                if how == "head" and not got.right == got.predicted == got.gold:
                    misses.append(_miss(gold, event, role, wanted, mine, claim))
        return Outcome(
            item=gold.id,
            part=part,
            counts=RoleCounts(tallies=sums, events=events, told=told, left_out=left),
            misses=tuple(misses),
        )

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures of all events."""
        return summed([outcome.counts for outcome in outcomes])


def _miss(
    gold: RoleText, event: RoleEvent, role: str, wanted: Sequence[Filler], mine: Sequence[Filler], claim: Claim | None
) -> Miss:
    text = gold.text

    def words(found: Sequence[Filler]) -> str:
        return "; ".join(text[a:b] for r, (a, b) in found if r == role) or "none"

    start = text.rfind("\n", 0, max(0, event.trigger[0] - 150)) + 1
    start = max(start, event.trigger[0] - 200)
    told = "" if claim is not None else " (no claim tells it)"
    return Miss(
        item=f"{gold.id} “{text[slice(*event.trigger)]}” ({event.type})",
        measure=role,
        gold=words(wanted),
        ours=words(mine) + told,
        words=text[start : event.trigger[1] + 150].replace("\n", " "),
    )


def summed(counts: Sequence[RoleCounts]) -> Result:
    """Return the figures: F1 of both sets together, of each role and of each set, by span and by head word."""
    sums: Counter[str] = Counter()
    total: dict[str, Tally] = {}
    for item in counts:
        sums.update({"events": item.events, "told": item.told, "left": item.left_out})
        for key, got in item.tallies.items():
            total[key] = total.get(key, Tally()) + got

    def added(*, name: str = "", role: str = "", how: str) -> Tally:
        out = Tally()
        for key, got in total.items():
            a, b, c = key.split(" ")
            if c == how and name in ("", a) and role in ("", b):
                out += got
        return out

    whole, by_head = added(how="span"), added(how="head")
    figures: dict[str, Any] = {"f1": whole.f1, "head_f1": by_head.f1}
    rows = [_row("f1", "roles, span F1", whole), _row("head_f1", "roles, head word F1", by_head)]
    for role in ROLES:
        span, word = added(role=role, how="span"), added(role=role, how="head")
        figures[role] = {"f1": span.f1, "head_f1": word.f1}
        rows += [_row(f"{role}.f1", f"{role}, span F1", span), _row(f"{role}.head_f1", f"{role}, head word F1", word)]
    for name in dict.fromkeys(key.split(" ")[0] for key in total):
        span, word = added(name=name, how="span"), added(name=name, how="head")
        figures[name] = {"f1": span.f1, "head_f1": word.f1}
        rows += [_row(f"{name}.f1", f"{name}, span F1", span), _row(f"{name}.head_f1", f"{name}, head word F1", word)]
    notes = (
        f"{sums['told']} of {sums['events']} attacks and deaths are told by a claim; the others miss all roles.",
        f"{sums['left']} events of other kinds in the same texts are not scored.",
    )
    return Result(figures=figures, rows=tuple(rows), notes=notes)


def _row(key: str, label: str, found: Tally) -> Row:
    return Row(
        key=key, label=label, value=found.f1, n=int(found.gold), note=f"P {found.precision:.1f}, R {found.recall:.1f}"
    )


SET = Roles()
