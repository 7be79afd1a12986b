"""Why two accounts are linked, in words: what agrees, with the values, and then what does not."""

from collections.abc import Mapping
from datetime import date

from allegata.incidents.accounts import BESIDE, FINE, MAIN, PASSING, Account, AccountPlace
from allegata.incidents.terms import rarity

_SHOWN = 4
_TELLS = {BESIDE: "beside another happening", PASSING: "in passing"}
_RARE = 3.0


def why(first: Account, second: Account, levels: Mapping[str, str]) -> str:
    """Return the reasons for a link, one sentence without a full stop.

    ``levels``: the level that each comparison reached, by its name; comparisons that say nothing are left out.
    """
    told = [
        _place(first, second, levels.get("place", "")),
        _time(first, second, levels.get("time", "")),
        _accused(first, second, levels.get("accused", "")),
        *(_toll(first, second, outcome, levels.get(outcome, "")) for outcome in ("killed", "injured")),
        _victims(first, second, levels.get("victims", "")),
        _ages(first, second, levels.get("ages", "")),
        _kind(first, second, levels.get("event", "")),
        "the same kind of target" if levels.get("targets") == "the same kind of target" else "",
        _text(first, second),
        _standing(first.standing, second.standing),
    ]
    agrees = [words for words in told if words and not words.startswith("but ")]
    differs = [words.removeprefix("but ") for words in told if words.startswith("but ")]
    sentence = "; ".join(agrees) or "nothing contradicts"
    return f"{sentence}; but {', '.join(differs)}" if differs else sentence


def _place(first: Account, second: Account, level: str) -> str:
    ours = {place.key: place for place in first.places}
    shared = [place for place in second.places if place.key in ours]
    fine = [place for place in shared if place.precision in FINE]
    if level in ("the same place", "the same city") and fine:
        kind = fine[0].precision if fine[0].precision in ("village", "town", "city") else "place"
        return f"same {kind}: {fine[0].name}"
    if level == "as near as the places are wide":
        return f"places side by side: {first.places[0].name} and {second.places[0].name}"
    if level == "one inside the other":
        return _held(first, second) or _held(second, first)
    if level in ("one tells of the other's place", "one tells of the other's city"):
        return f"both tell of {(_fine(first) or _fine(second))[0].name}"
    if level == "told together":
        return f"but {first.places[0].name} is not {second.places[0].name}, though one text tells of both"
    if level in ("far apart", "places differ", "some way apart", "the same area, places differ"):
        if first.places and second.places and first.places[0].key != second.places[0].key:
            return f"but {first.places[0].name} is not {second.places[0].name}"
        return ""
    if level == "the same area":
        return f"same area: {shared[0].name}" if shared else "the same area"
    return ""


def _fine(account: Account) -> list[AccountPlace]:
    """Return the settlements of an account."""
    return [place for place in account.places if place.precision in FINE]


def _held(outer: Account, inner: Account) -> str:
    """Return the words for a place of the second that lies in one of the first, by the text or the gazetteer."""
    holding = next((place for place in _fine(outer) if not set(place.forms).isdisjoint(inner.within)), None)
    if holding is None:
        return ""
    name = inner.places[0].name if len(inner.places) == 1 else "the place that one text names"
    return f"{name} lies in {holding.name}"


def _day(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.day} {day:%B %Y}"


def _dates(account: Account) -> str:
    if account.day_from is None or account.day_to is None:
        return "no date"
    if account.day_from == account.day_to:
        return _day(account.day_from)
    return f"{_day(account.day_from)} to {_day(account.day_to)}"


def _time(first: Account, second: Account, level: str) -> str:
    if level == "the same day":
        return f"the same day, {_dates(first)}"
    if level == "days overlap":
        return f"days overlap: {_dates(first)}, and {_dates(second)}"
    if level in ("a day apart", "a week apart at most"):
        return f"{level}: {_dates(first)}, and {_dates(second)}"
    if level in ("more than a week apart", "another weekday"):
        return f"but {level}" + (f" ({_dates(first)}, {_dates(second)})" if level.startswith("more") else "")
    if level == "told before it happened":
        return "but one was published before the day that the other gives"
    if level.startswith("told"):
        return f"{level.replace('told', 'published', 1)} of the day that the other gives"
    if level == "the weekday fits":
        return "the weekday fits"
    return level if level in ("published a day apart at most", "published within a week") else ""


def _accused(first: Account, second: Account, level: str) -> str:
    if level == "the same party":
        names = dict(zip(first.accused, first.accused_names, strict=False))
        shared = next((names.get(party) for party in first.accused if party in second.accused), None)
        return f"both name {shared}" if shared else "both name the same party"
    if level == "parties of one side":
        return f"{first.accused_names[0]} and {second.accused_names[0]} are of one side"
    if level == "others":
        return f"but one names {first.accused_names[0]} and the other {second.accused_names[0]}"
    return ""


def _figure(toll: tuple[int | None, int | None]) -> str:
    low, high = toll
    if low is None:
        return f"up to {high}" if high is not None else "an unknown number"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low} to {high}"


def _toll(first: Account, second: Account, outcome: str, level: str) -> str:
    if not level or outcome not in first.tolls or outcome not in second.tolls:
        return ""
    ours, theirs = _figure(first.tolls[outcome]), _figure(second.tolls[outcome])
    if level.startswith("the same number"):
        return f"both say {ours} {outcome}"
    if level == "compatible":
        return f"{ours} against {theirs} {outcome} are compatible"
    if level == "an update of the other":
        return f"{ours} and {theirs} {outcome} are near enough for an update"
    return f"but {ours} against {theirs} {outcome}"


def _victims(first: Account, second: Account, level: str) -> str:
    if level in ("two names or more", "the same name"):
        theirs = {" ".join(name.lower().split()) for name in second.victims}
        shared = [name for name in first.victims if " ".join(name.lower().split()) in theirs]
        return f"both name {' and '.join(shared[:2])}" if shared else "both name the same victim"
    if level == "named in the other":
        return "a victim whom one names stands in the other's text"
    return "but they name other victims" if level == "other names" else ""


def _ages(first: Account, second: Account, level: str) -> str:
    shared = sorted(set(first.ages) & set(second.ages))
    if level in ("two ages or more", "the same age") and shared:
        return f"both tell of someone aged {', '.join(map(str, shared[:3]))}"
    return ""


def _kind(first: Account, second: Account, level: str) -> str:
    if level == "the same kind":
        shared = [kind for kind in first.types if kind in second.types]
        return f"both tell of {shared[0]}" if shared and shared[0] not in ("other", "killing") else ""
    return f"but {first.types[0]} is not {second.types[0]}" if level == "different kinds" else ""


def _standing(first: int, second: int) -> str:
    """Return the words for a happening that a text is not about: its time and place are more easily misread."""
    worse, better = max(first, second), min(first, second)
    if worse == MAIN:
        return ""
    tells = _TELLS[worse]
    if better == worse:
        return f"but both texts tell of it only {tells}"
    if better == MAIN:
        return f"but one text tells of it only {tells}"
    return f"but one text tells of it only {tells}, the other {_TELLS[better]}"


def _text(first: Account, second: Account) -> str:
    shared = [
        (first.terms[term] * second.terms[term], term)
        for term in first.terms
        if term in second.terms and (" " in term or rarity(term) >= _RARE)
    ]
    words = [term for _, term in sorted(shared, key=lambda item: (-item[0], item[1]))[:_SHOWN]]
    return "both texts have " + ", ".join(f"“{word}”" for word in words) if words else ""
