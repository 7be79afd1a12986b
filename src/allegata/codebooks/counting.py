"""Counts of an incident under a counting profile, each end with the rule, the claims and the words behind it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

from allegata.codebooks.cells import Coded, Words
from allegata.codebooks.source import View
from allegata.incidents import Counted, Profile, standing
from allegata.incidents.independence import ultimate
from allegata.incidents.ranges import counted, of_group, of_status, own_least, partial, total
from allegata.records import Casualty, Claim, Group, Outcome, WhomStatus

End = Literal["low", "best", "high"]


class Figure(msgspec.Struct, frozen=True):
    """One count of one claim, as the profile counts it."""

    claim: Claim
    casualty: Casualty
    counted: Counted

    @property
    def lowest(self) -> int | None:
        """Return the lower end, or the upper one where the lower is open."""
        return self.counted.low if self.counted.low is not None else self.counted.high

    @property
    def words(self) -> Words:
        """Return the words of the number."""
        return Words(self.claim.id, self.claim.document, self.casualty.quantity.span)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A count over the claims of an incident. ``low`` and ``high``: ``None`` where unknown or open.

    ``best``: the one figure that the profile takes where sources disagree; ``None`` where it keeps a range.
    ``naming``: the claims whose names raised the least, where they are more than any figure.
    """

    profile: Profile
    figures: tuple[Figure, ...] = ()
    low: int | None = None
    high: int | None = None
    best: int | None = None
    naming: tuple[str, ...] = ()

    @property
    def point(self) -> int | None:
        """Return one number: ``best``, or the least under a profile that keeps a range."""
        return self.best if self.best is not None else self.low

    @property
    def known(self) -> bool:
        """Tell whether anything is counted."""
        return bool(self.figures)

    @property
    def open_above(self) -> bool:
        """Tell whether the words leave the upper end open, whatever the profile makes of it."""
        return any(figure.casualty.quantity.high is None for figure in self.figures)

    @property
    def taken(self) -> Figure | None:
        """Return the count that ``best`` comes from; under a profile that keeps a range, the lowest one."""
        return _taken(self.profile, self.figures)

    def cell(self, end: End) -> Coded | None:
        """Return an end as a coded cell; ``None`` where it is unknown."""
        value: int | None = getattr(self, end)
        return None if value is None else self.coded(end, value)

    def coded(self, end: End, value: int) -> Coded:
        """Return a value that stands for an end as a coded cell."""
        if self.naming and value == self.low and self.profile.names is not None:
            return Coded(
                value=value,
                rule=self.profile.names.id,
                claims=self.naming,
                words=tuple(dict.fromkeys(figure.words for figure in self.figures)),
                why=f"{value} people are named as killed, more than the figures say",
                counted=True,
            )
        giving = [figure for figure in self.figures if value in (figure.counted.low, figure.counted.high)]
        first = giving[0] if giving else self.figures[0]
        words = [figure.words for figure in (*giving, *self.figures)]
        return Coded(
            value=value,
            rule=first.counted.rule,
            claims=tuple(dict.fromkeys(figure.claim.id for figure in self.figures)),
            words=tuple(dict.fromkeys(words)),
            why=self._why(end, value, first),
            counted=True,
        )

    def _why(self, end: End, value: int, first: Figure) -> str:
        said = f"“{first.casualty.quantity.words}” counts as {ends_words(first.counted)}"
        if len(self.figures) == 1:
            return said
        which = {"low": "the lowest", "high": "the highest", "best": "the one that is taken"}[end]
        return f"{said}; {which} of {len(self.figures)} counts ({self.profile.conflict.id})"


def tally(
    view: View, profile: Profile, outcome: Outcome, *, group: Group | None = None, status: WhomStatus | None = None
) -> Tally:
    """Return the count of one outcome: of all, or of a group, or of those of a stated status.

    Denials, rejected claims, superseded counts and tolls over more than this happening are left out. Words without a
    figure count only where nobody gives one. Where only some of the dead are counted, the upper end is unknown.
    """
    held = list(_casualties(view))
    chosen = of_group(outcome, group) if group else of_status(outcome, status) if status else total(outcome)
    figures = _figures(held, profile, chosen)
    if figures or group or status:
        return _by_names(_over(profile, figures), view, outcome if not group and not status else None)
    some = _figures(held, profile, partial(outcome))
    if some and profile.conflict.use != "lowest":
        some = [_no_upper_end(figure) for figure in some]
    if not some:
        some = [
            Figure(claim, item, found)
            for claim, item in held
            if item.part_of is None and not item.cumulative and (found := profile.counted_as(item, outcome)) is not None
        ]
    return _by_names(_over(profile, some), view, outcome)


def _by_names(counted: Tally, view: View, outcome: Outcome | None) -> Tally:
    """Raise the least number of dead to the number of people named, where the profile does so."""
    rule = counted.profile.names
    if outcome != "killed" or rule is None or rule.use != "raise-minimum" or not counted.known:
        return counted
    dead = [victim for victim in view.incident.victims if victim.outcome == "killed"]
    if len(dead) <= (counted.low or 0):
        return counted
    return msgspec.structs.replace(
        counted,
        low=len(dead),
        high=None if counted.high is None else max(counted.high, len(dead)),
        best=None if counted.best is None else max(counted.best, len(dead)),
        naming=tuple(dict.fromkeys(claim for victim in dead for claim in victim.named_by)),
    )


def tally_where(view: View, profile: Profile, chosen: Callable[[Claim, Casualty], bool]) -> Tally:
    """Return the count of the casualties that ``chosen`` picks, under the rules of ``tally`` on what is left out."""
    found = [
        Figure(claim, item, _counted(claim, item, profile)) for claim, item in _casualties(view) if chosen(claim, item)
    ]
    figures = [figure for figure in found if figure.casualty.quantity.kind != "vague"]
    return _over(profile, figures or found)


def ends_words(ends: Counted) -> str:
    """Return what a quantity counts as, in words."""
    low, high, _ = ends
    if low is None and high is None:
        return "unknown"
    if high is None:
        return f"{low} or more"
    if low is None:
        return f"{high} or fewer"
    return str(low) if low == high else f"{low} to {high}"


def told_claims(view: View) -> list[Claim]:
    """Return the claims whose values are used: events that are no denials and that nobody rejected."""
    rejected = {
        name
        for item in standing(view.judgements)
        if item.kind == "reject" and item.field is None
        for name in item.about
    }
    return [claim for claim in counted(view.claims) if claim.id not in rejected]


def _casualties(view: View) -> Iterable[tuple[Claim, Casualty]]:
    replaced = {(item.claim, item.casualty) for item in view.incident.superseded}
    for claim in told_claims(view):
        for item in claim.casualties:
            if (claim.id, item.id) not in replaced:
                yield claim, item


def _figures(
    held: Sequence[tuple[Claim, Casualty]], profile: Profile, chosen: Callable[[Casualty], bool]
) -> list[Figure]:
    found = [Figure(claim, item, _counted(claim, item, profile)) for claim, item in held if chosen(item)]
    return [figure for figure in found if figure.casualty.quantity.kind != "vague"] or found


def _counted(claim: Claim, item: Casualty, profile: Profile) -> Counted:
    """Return what a count counts as; no less than its own parts or names, as in the incident's ranges."""
    found = profile.counted(item)
    least, why = own_least(claim, item)
    if least is None or (found.low is not None and found.low >= least):
        return found
    return Counted(least, None if found.high is None else max(found.high, least), why)


def _no_upper_end(figure: Figure) -> Figure:
    low, high, rule = figure.counted
    return Figure(figure.claim, figure.casualty, Counted(low if low is not None else high, None, rule))


def _over(profile: Profile, figures: Sequence[Figure]) -> Tally:
    if not figures:
        return Tally(profile=profile)
    lows = [figure.counted.low for figure in figures if figure.counted.low is not None]
    highs = [figure.counted.high for figure in figures]
    known = [high for high in highs if high is not None]
    return Tally(
        profile=profile,
        figures=tuple(figures),
        low=min(lows, default=None),
        high=None if len(known) < len(highs) else max(known),
        best=_best(profile, figures),
    )


def _best(profile: Profile, figures: Sequence[Figure]) -> int | None:
    taken = _taken(profile, figures)
    return None if profile.conflict.use == "range" or taken is None else taken.lowest


def _taken(profile: Profile, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure of the most reliable speaker, of equals the lowest; the lowest where nothing is ranked."""
    ranking = profile.conflict.ranking if profile.conflict.use == "reliable" else ()
    places = {kind: place for place, kind in enumerate(ranking)}
    given = [figure for figure in figures if figure.lowest is not None]
    return min(
        given,
        key=lambda figure: (places.get(ultimate(figure.claim).kind, len(places)), figure.lowest),
        default=None,
    )
