"""A proposed grade after Airwars' civilian-harm grading, with all that was weighed.

The definitions are those that Airwars publishes (``DEFINITIONS``). What is an independent source, a rival, a credible
source (``data/standing.yaml``) and action near by is ours, and told in docs/incidents.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from allegata.actors import Register
from allegata.incidents.credible import Standing
from allegata.incidents.independence import ultimate
from allegata.incidents.ranges import counted
from allegata.incidents.responses import explanation, own_words
from allegata.incidents.sides import sides
from allegata.records import Claim, Document, Grade, GradeValue, IncidentAccused, IndependenceCluster

DEFINITIONS: dict[GradeValue, str] = {
    "confirmed": "a specific belligerent accepted responsibility",
    "contested": "competing attributions: several parties are held responsible",
    "discounted": "those killed were combatants, or another party was most likely responsible",
    "fair": "two or more credible sources, and likely or confirmed action by a belligerent near by",
    "weak": "a single-source claim, even if detailed",
}
"""Airwars' own short definitions, in our words."""

_NO_ACTION = ("killing", "other")
"""Event types that tell that people were harmed, and no action that harmed them."""


class Weighed:
    """The claims of an incident as a grade weighs them: who counts as a credible source, and who does not and why."""

    def __init__(
        self,
        claims: Sequence[Claim],
        accused: Sequence[IncidentAccused],
        clusters: Sequence[IndependenceCluster],
        own: Collection[str],
        standing: Standing,
    ) -> None:
        self.told = counted(claims)
        against = {claim.id: standing.against(ultimate(claim), accused=claim.id in own) for claim in self.told}
        self.credible = [claim for claim in self.told if against[claim.id] is None]
        held = {claim.id for claim in self.credible}
        names = {claim.id: ultimate(claim).name for claim in self.told}
        self.sources = [_shown(cluster, names, held) for cluster in clusters if held.intersection(cluster.claims)]
        self.others = {
            cluster.voice: next((why for name in cluster.claims if (why := against.get(name))), "")
            for cluster in clusters
            if not held.intersection(cluster.claims)
        }
        kinds = standing.kinds
        self.accusing = [
            claim
            for claim in self.told
            if claim.id in held or (claim.id in own and kinds.get(ultimate(claim).kind, True))
        ]
        blaming = {claim.id for claim in self.accusing}
        self.blamed = [party for party in accused if blaming.intersection(party.by)]

    def left_out(self) -> str:
        """Return in words who is no credible source, and why; empty where all are."""
        if not self.others:
            return ""
        return f"; not counted: {', '.join(f'{voice} ({why})' for voice, why in self.others.items())}"

    def names(self) -> str:
        """Return the credible sources by name."""
        return ", ".join(self.sources)

    def action(self) -> list[str]:
        """Return what tells of action by a belligerent near by, a line each."""
        types = dict.fromkeys(claim.event.type for claim in self.credible if claim.event.type not in _NO_ACTION)
        lines = [f"told as {', '.join(types)}"] if types else []
        many = "a party is" if len(self.blamed) == 1 else f"{len(self.blamed)} parties are"
        return lines + ([f"{many} held responsible"] if self.blamed else [])


def _shown(cluster: IndependenceCluster, names: Mapping[str, str], held: Set[str]) -> str:
    """Return the name of a cluster's voice; where that voice is not credible, of the one beside it that is."""
    spoken = [name for name in cluster.claims if names.get(name) == cluster.voice]
    if spoken and held.isdisjoint(spoken):
        return next(names[name] for name in cluster.claims if name in held)
    return cluster.voice


def propose_grade(
    claims: Sequence[Claim],
    accused: Sequence[IncidentAccused],
    clusters: Sequence[IndependenceCluster],
    register: Register,
    standing: Standing,
    documents: Mapping[str, Document],
) -> Grade:
    """Return the proposed grade of an incident with its reasons in words. ``clusters``: its independent voices."""
    own = own_words(claims, accused, register)
    weighed = Weighed(claims, accused, clusters, own, standing)
    value, why = _grade(claims, accused, weighed, register, documents)
    reasons = [f"{value}, as Airwars defines it: {DEFINITIONS[value]}"]
    reasons.append(f"credible independent sources: {len(weighed.sources)}")
    reasons += [f"a source is not counted: {left_out}" for left_out in weighed.others.values()]
    reasons += [f"action near by: {line}" for line in weighed.action()]
    reasons += _context(claims, own)
    return Grade(value=value, why=why, reasons=tuple(reasons), sources=tuple(weighed.sources))


def _grade(
    claims: Sequence[Claim],
    accused: Sequence[IncidentAccused],
    weighed: Weighed,
    register: Register,
    documents: Mapping[str, Document],
) -> tuple[GradeValue, str]:
    denials = _denials(accused)
    denying = _speakers(claim for claim in claims if claim.id in denials)
    rest = weighed.left_out() + (f"; denied by {denying}" if denying else "")
    admitted = {claim for party in accused for claim in party.admitted_by}
    admissions = [claim for claim in claims if claim.id in admitted]
    accepted = [claim for claim in admissions if accepts(claim, claims, documents)]
    if accepted:
        return "confirmed", f"admitted by {_speakers(accepted)}{rest if denying else ''}"
    if admissions:
        rest = f"; {_speakers(admissions)} acknowledges action with another explanation{rest}"
    if not weighed.told:
        return "weak", f"only denied, by {_speakers(claims)}"
    blamed = rivals(weighed.blamed, weighed.accusing, register)
    if len(blamed) > 1:
        return "contested", f"different parties are accused: {', '.join(blamed)}{rest}"
    count = len(weighed.sources)
    number = f"{count} independent sources"
    harmed = [item for claim in weighed.credible for item in claim.casualties if item.part_of is None]
    if count > 1 and harmed and all(item.whom.status == "combatant" for item in harmed):
        return "discounted", f"{number} say that those harmed were combatants{rest}"
    if count > 1 and weighed.action():
        return "fair", f"{number}: {weighed.names()}{rest}"
    if count > 1:
        return "weak", f"{number} ({weighed.names()}), but none tells of action by a belligerent{rest}"
    return "weak", (f"a single source: {weighed.names()}" if count else "no credible source") + rest


def accepts(claim: Claim, claims: Sequence[Claim], documents: Mapping[str, Document]) -> bool:
    """Return whether an admission accepts responsibility for harm.

    An admission with another explanation does only where it concedes that people were harmed who are not called
    combatants: a strike on a depot in which nobody is said to have been hurt is action near by, and no more.
    """
    if explanation(claim, claims, documents) is None:
        return True
    return any(
        item.part_of is None and item.whom.status != "combatant" and item.quantity.high != 0
        for item in claim.casualties
        if item.outcome in ("killed", "injured", "killed_or_injured")
    )


def rivals(accused: Iterable[IncidentAccused], claims: Sequence[Claim], register: Register) -> list[str]:
    """Return one name for each side that is held responsible.

    Only parties of the register count: whether "gunmen" or "a fighter jet" are others than a named party is unknown.
    """
    names = {party.party: party.name for party in accused if party.by and party.party is not None}
    together = [[mention.party for mention in claim.accused if mention.party is not None] for claim in claims]
    return [names[group[0]] for group in sides(names, register, together)]


def _context(claims: Sequence[Claim], own: Collection[str]) -> list[str]:
    """Return what an accused party alone says of the status of the dead: context, nothing that decides."""
    combatants = [claim for claim in claims if any(item.whom.status == "combatant" for item in claim.casualties)]
    alone = [claim for claim in combatants if claim.id in own]
    if not alone or len(alone) < len(combatants):
        return []
    return ["context: only who is held responsible says that combatants were harmed"]


def _denials(accused: Sequence[IncidentAccused]) -> set[str]:
    """Return the claims that deny for a party that is held responsible, or for any party where none is."""
    blamed = [party for party in accused if party.by]
    return {claim for party in blamed or accused for claim in party.denied_by}


def _speakers(claims: Iterable[Claim]) -> str:
    return ", ".join(dict.fromkeys(ultimate(claim).name for claim in claims))
