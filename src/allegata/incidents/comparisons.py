"""What two accounts are compared by: named levels from the best agreement to the worst, as SQL that Splink runs.

A level is the first of its comparison whose condition holds; where neither it nor any other can be told (``missing``),
the comparison says nothing. Columns end in ``_l`` and ``_r``, for the account of the lower and of the higher number.
``match_key`` holds the likeness of the texts in per cent, reckoned where the pair was found.
"""

from typing import Final

import msgspec

FAR: Final = 40
"""Kilometres between two places, beyond how wide they are, from which on they are not the same."""
_KM: Final = (
    "(12742 * asin(sqrt(least(1, pow(sin(radians(lat_r - lat_l) / 2), 2) + cos(radians(lat_l)) * cos(radians(lat_r))"
    " * pow(sin(radians(lon_r - lon_l) / 2), 2)))))"
)
_DATED: Final = "day_from_l is not null and day_from_r is not null"
_GAP: Final = "greatest(day_from_l - day_to_r, day_from_r - day_to_l)"
_SINCE: Final = "coalesce(published_l - day_to_r, published_r - day_to_l)"
_HALF: Final = "((day_from_l is null) <> (day_from_r is null))"
_WEEKDAY_L: Final = "(weekdays_l & (1 << ((day_from_r + 6) % 7)))"
_WEEKDAY_R: Final = "(weekdays_r & (1 << ((day_from_l + 6) % 7)))"
_TOLD: Final = "(list_has_any(places_l, about_r) or list_has_any(places_r, about_l))"
_ONE: Final = "publisher_l = publisher_r"
_TEXT: Final = "cast(match_key as integer)"
_ALIKE: Final = (70, 50, 40, 32, 25, 19, 14, 10, 6)
_ALIKE_OF_ONE: Final = (50, 32, 19)
"""Likeness of texts in per cent, at which levels begin; texts of one publisher are alike by its set phrases."""


class Level(msgspec.Struct, frozen=True):
    """A grade of agreement: its name, as in the table of weights, and the condition under which it holds."""

    name: str
    sql: str


class Comparison(msgspec.Struct, frozen=True):
    """One thing that accounts are compared by. ``missing``: when it says nothing; the last level holds otherwise.

    ``chains``: names of levels from the better agreement to the worse, which their weights follow; ``None`` stands for
    saying nothing: what agrees never counts against two accounts, and what contradicts never for them.
    """

    name: str
    columns: tuple[str, ...]
    missing: str
    levels: tuple[Level, ...]
    chains: tuple[tuple[str | None, ...], ...]


def _toll(outcome: str) -> Comparison:
    low_l, low_r, high_l, high_r = (f"{outcome}_{end}_{side}" for end in ("low", "high") for side in ("l", "r"))
    exact = f"{low_l} = {high_l} and {low_r} = {high_r} and {low_l} = {low_r}"
    overlap = f"coalesce({low_l}, 0) <= coalesce({high_r}, 1e9) and coalesce({low_r}, 0) <= coalesce({high_l}, 1e9)"
    near = (
        f"greatest(coalesce({low_l}, 0), coalesce({low_r}, 0))"
        f" <= 1 + 1.5 * least(coalesce({high_l}, {low_l}), coalesce({high_r}, {low_r}))"
    )
    return Comparison(
        outcome,
        (f"{outcome}_low", f"{outcome}_high"),
        f"({low_l} is null and {high_l} is null) or ({low_r} is null and {high_r} is null)",
        (
            Level("the same number, 10 or more", f"{exact} and {low_l} >= 10"),
            Level("the same number, 4 to 9", f"{exact} and {low_l} >= 4"),
            Level("the same number, 2 or 3", f"{exact} and {low_l} >= 2"),
            Level("the same number, none or 1", exact),
            Level("compatible", overlap),
            Level("an update of the other", near),
            Level("different", "ELSE"),
        ),
        (
            (
                "the same number, 10 or more",
                "the same number, 4 to 9",
                "the same number, 2 or 3",
                "the same number, none or 1",
                "compatible",
                "an update of the other",
                "different",
            ),
            ("the same number, none or 1", None, "different"),
        ),
    )


COMPARISONS: Final = (
    Comparison(
        "time",
        ("day_from", "day_to", "weekdays", "published"),
        "false",
        (
            Level("the same day", f"{_DATED} and day_from_l = day_to_l and day_from_r = day_to_r and {_GAP} = 0"),
            Level("days overlap", f"{_DATED} and {_GAP} <= 0"),
            Level("a day apart", f"{_DATED} and {_GAP} = 1"),
            Level("a week apart at most", f"{_DATED} and {_GAP} <= 7"),
            Level("more than a week apart", f"{_DATED}"),
            Level("told before it happened", f"{_HALF} and {_SINCE} < -1"),
            Level(
                "another weekday",
                f"({_HALF} and ((weekdays_l > 0 and day_from_r = day_to_r and {_WEEKDAY_L} = 0) or"
                f" (weekdays_r > 0 and day_from_l = day_to_l and {_WEEKDAY_R} = 0)))"
                " or (weekdays_l > 0 and weekdays_r > 0 and (weekdays_l & weekdays_r) = 0)",
            ),
            Level("told within three days", f"{_HALF} and {_SINCE} <= 3"),
            Level("told within two weeks", f"{_HALF} and {_SINCE} <= 14"),
            Level("told later", f"{_HALF} and {_SINCE} > 14"),
            Level("published a day apart at most", "abs(published_l - published_r) <= 1"),
            Level("published within a week", "abs(published_l - published_r) <= 7"),
            Level("published within two months", "abs(published_l - published_r) <= 60"),
            Level("published at other times", "published_l is not null and published_r is not null"),
            Level(
                "the weekday fits",
                f"({_HALF} and (weekdays_l > 0 or weekdays_r > 0)) or (weekdays_l & weekdays_r) > 0",
            ),
            Level("nothing is told of when", "ELSE"),
        ),
        (
            ("the same day", "days overlap", "a day apart", "a week apart at most", "more than a week apart"),
            ("told within three days", "told within two weeks", "told later", "told before it happened"),
            (
                "published a day apart at most",
                "published within a week",
                "published within two months",
                "published at other times",
            ),
            ("the weekday fits", "nothing is told of when", "another weekday"),
        ),
    ),
    Comparison(
        "place",
        ("places", "large", "wide", "within", "about", "lat", "lon", "radius"),
        "(len(places_l) + len(about_l) + len(wide_l) = 0) or (len(places_r) + len(about_r) + len(wide_r) = 0)",
        (
            Level("far apart", f"lat_l is not null and lat_r is not null and {_KM} > {FAR} + radius_l + radius_r"),
            Level(
                "the same place",
                "list_has_any(places_l, places_r)"
                " and not list_has_any(list_intersect(places_l, places_r), list_concat(large_l, large_r))",
            ),
            Level("the same city", "list_has_any(places_l, places_r)"),
            Level(
                "as near as the places are wide",
                f"lat_l is not null and lat_r is not null and {_KM} <= greatest(3, radius_l + radius_r)",
            ),
            Level("one inside the other", "list_has_any(places_l, within_r) or list_has_any(places_r, within_l)"),
            Level("told together", f"len(places_l) > 0 and len(places_r) > 0 and {_TOLD}"),
            Level(
                "one tells of the other's place",
                f"{_TOLD} and not list_has_any(list_concat(list_intersect(places_l, about_r),"
                " list_intersect(places_r, about_l)), list_concat(large_l, large_r))",
            ),
            Level("one tells of the other's city", _TOLD),
            Level("some way apart", "lat_l is not null and lat_r is not null"),
            Level(
                "the same area, places differ",
                "len(places_l) > 0 and len(places_r) > 0 and list_has_any(list_concat(about_l, wide_l),"
                " list_concat(about_r, wide_r))",
            ),
            Level(
                "the same area",
                "list_has_any(list_concat(about_l, wide_l), list_concat(about_r, wide_r))",
            ),
            Level("places differ", "len(places_l) > 0 and len(places_r) > 0"),
            Level("no place in common", "ELSE"),
        ),
        (
            ("the same place", "the same city", "as near as the places are wide", "some way apart", "far apart"),
            ("the same place", "one inside the other", "told together", "the same area, places differ"),
            (
                "the same place",
                "one tells of the other's place",
                "one tells of the other's city",
                "the same area",
                "the same area, places differ",
            ),
            ("the same city", "one tells of the other's city"),
            ("the same area, places differ", "places differ"),
            ("the same area", None, "no place in common"),
            ("the same area", None, "places differ"),
            (None, "far apart"),
        ),
    ),
    Comparison(
        "event",
        ("types", "families"),
        "types_l = 0 or types_r = 0",
        (
            Level("the same kind", "(types_l & types_r) > 0"),
            Level("kinds of one family", "(families_l & families_r) > 0"),
            Level("different kinds", "ELSE"),
        ),
        (("the same kind", "kinds of one family", "different kinds"), ("the same kind", None, "different kinds")),
    ),
    Comparison(
        "accused",
        ("accused", "above"),
        "len(accused_l) = 0 or len(accused_r) = 0",
        (
            Level("the same party", "list_has_any(accused_l, accused_r)"),
            Level("parties of one side", "list_has_any(above_l, above_r)"),
            Level("others", "ELSE"),
        ),
        (("the same party", "parties of one side", "others"), ("the same party", None, "others")),
    ),
    Comparison(
        "targets",
        ("targets",),
        "targets_l = 0 or targets_r = 0",
        (Level("the same kind of target", "(targets_l & targets_r) > 0"), Level("other targets", "ELSE")),
        (("the same kind of target", None, "other targets"),),
    ),
    _toll("killed"),
    _toll("injured"),
    Comparison(
        "victims",
        ("victims", "names"),
        "len(victims_l) + len(victims_r) = 0",
        (
            Level("two names or more", "len(list_intersect(victims_l, victims_r)) >= 2"),
            Level("the same name", "list_has_any(victims_l, victims_r)"),
            Level("named in the other", "list_has_any(victims_l, names_r) or list_has_any(victims_r, names_l)"),
            Level("other names", "len(victims_l) > 0 and len(victims_r) > 0"),
            Level("not named in the other", "ELSE"),
        ),
        (
            ("two names or more", "the same name", "named in the other", None, "not named in the other"),
            (None, "other names"),
        ),
    ),
    Comparison(
        "ages",
        ("ages",),
        "len(ages_l) = 0 or len(ages_r) = 0",
        (
            Level("two ages or more", "len(list_intersect(ages_l, ages_r)) >= 2"),
            Level("the same age", "list_has_any(ages_l, ages_r)"),
            Level("other ages", "ELSE"),
        ),
        (("two ages or more", "the same age", None, "other ages"),),
    ),
    Comparison(
        "standing",
        ("standing",),
        "standing_l is null or standing_r is null",
        (
            Level("both are what their texts are about", "standing_l + standing_r = 0"),
            Level("one is told beside another", "standing_l + standing_r = 1"),
            Level("both are told beside others, or one in passing", "standing_l + standing_r = 2"),
            Level("one in passing, one beside another", "standing_l + standing_r = 3"),
            Level("both are told in passing", "ELSE"),
        ),
        (),
    ),
    Comparison(
        "text",
        ("publisher", "script"),
        "match_key is null or match_key = '' or script_l <> script_r",
        (
            *(Level(f"{at} % and more, one publisher", f"{_ONE} and {_TEXT} >= {at}") for at in _ALIKE_OF_ONE),
            Level("less than 19 %, one publisher", _ONE),
            *(Level(f"{at} % and more", f"{_TEXT} >= {at}") for at in _ALIKE),
            Level("less than 6 %", "ELSE"),
        ),
        (
            (*(f"{at} % and more, one publisher" for at in _ALIKE_OF_ONE), "less than 19 %, one publisher"),
            (*(f"{at} % and more" for at in _ALIKE), "less than 6 %"),
        ),
    ),
)
"""Every comparison, in the order in which reasons are told."""
