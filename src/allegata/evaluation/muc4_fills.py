"""The official MUC-4 verdict on one fill: correct, partial or wrong (``scoring-guidelines.v7``, automatic part).

What the guidelines leave to a person (a filler "equivalent in meaning", a wrong place in the right country) is wrong
here, so these scores are stricter than those of 1992, by up to about four points.
"""

import re
from datetime import date
from functools import lru_cache

from allegata.evaluation.muc4_keys import Fill, Value
from allegata.gazetteer import fold

CORRECT, PARTIAL, WRONG = 1.0, 0.5, 0.0

NAMES = frozenset((9, 10, 18))
"""Slots whose key holds proper names: part of a name is partially correct (3.1.1.2)."""
TARGETS = frozenset((6, 12, 19))
"""Slots where a poorer string with the same head word is partially correct (3.1.1.2)."""
STRINGS = NAMES | TARGETS
NUMBERS = frozenset((14, 17, 21, 24))
_UNESSENTIAL = frozenset(
    [
        "A",
        "AN",
        "THE",
        "ONE",
        "TWO",
        "THREE",
        "FOUR",
        "FIVE",
        "SIX",
        "SEVEN",
        "EIGHT",
        "NINE",
        "TEN",
        "SEVERAL",
        "SOME",
        "ANOTHER",
        "OTHER",
        "ABOUT",
        "MANY",
    ]
)
_MONTHS = {
    name: n
    for n, name in enumerate(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1)
}
_WIDER = {
    "GUN": ("MACHINE GUN", "MORTAR", "HANDGUN", "RIFLE"),
    "EXPLOSIVE": ("BOMB", "VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB", "GRENADE", "MOLOTOV COCKTAIL"),
    "BOMB": ("VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB"),
    "PROJECTILE": ("MISSILE", "ROCKET"),
}
_HALF = {
    11: {"SUSPECTED OR ACCUSED": ("SUSPECTED OR ACCUSED BY AUTHORITIES",)},
    13: {"POLITICAL FIGURE OFFICE OR RESIDENCE": ("GOVERNMENT OFFICE OR RESIDENCE",)},
    16: {"DESTROYED": ("SOME DAMAGE",)},
    20: {
        "GOVERNMENT OFFICIAL": ("FORMER GOVERNMENT OFFICIAL",),
        "ACTIVE MILITARY": ("FORMER ACTIVE MILITARY",),
        "POLITICAL FIGURE": ("GOVERNMENT OFFICIAL",),
    },
    23: {"NO INJURY": ("NO INJURY OR DEATH",), "NO DEATH": ("NO INJURY OR DEATH",)},
}


def judge(ours: Fill, key: Fill, slot: int) -> float:
    """Return the best verdict of a response fill against the alternatives of a key fill."""
    mine = ours.values[0]
    return max((_judge(mine, value, slot) for value in key.values), default=WRONG)


def _judge(mine: Value, key: Value, slot: int) -> float:
    if slot == 2:
        return judge_date(mine.value, key.value)
    if slot == 3:
        return judge_location(mine.value, key.value)
    if slot in STRINGS:
        found = judge_string(mine.value, key.value, slot)
    elif slot in NUMBERS:
        found = judge_number(mine.value, key.value)
    else:
        found = _set(mine.value, key.value, slot)
    if found == CORRECT and key.tags is not None and not _tagged_alike(mine, key):
        return PARTIAL
    return found


def _tagged_alike(mine: Value, key: Value) -> bool:
    ours = mine.tags or ("-",)
    return any(judge_string(a, b, 18) == CORRECT for a in ours for b in key.tags or ())


def _set(mine: str, key: str, slot: int) -> float:
    if mine == key:
        return CORRECT
    if slot == 4:
        return PARTIAL if mine == "ATTACK" else WRONG
    if slot == 7:
        return PARTIAL if key in _WIDER.get(mine, ()) else WRONG
    return PARTIAL if key in _HALF.get(slot, {}).get(mine, ()) else WRONG


@lru_cache(maxsize=4096)
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a string fill without marks, leading articles and bare numbers."""
    words = re.findall(r"[^\W_]+(?:[.'’&/-][^\W_]+)*", text.upper())
    start = 0
    while start < len(words) - 1 and (words[start] in _UNESSENTIAL or words[start].isdigit()):
        start += 1
    return tuple(words[start:])


def judge_string(mine: str, key: str, slot: int) -> float:
    """Return the verdict on a string: right but for unessential words; adjuncts or part of a name are half right."""
    ours, theirs = plain_words(mine), plain_words(key)
    if mine == "-" or key == "-":
        return CORRECT if mine == key else WRONG
    if not ours or not theirs:
        return WRONG
    if ours == theirs:
        return CORRECT
    if _within(theirs, ours):
        return PARTIAL
    if slot in NAMES and _within(ours, theirs):
        return PARTIAL
    return PARTIAL if slot in TARGETS and _within(ours, theirs) and ours[-1] == theirs[-1] else WRONG


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[n : n + len(short)] == short for n in range(len(long) - len(short) + 1))


def read_number(text: str) -> tuple[int | None, int | None, bool] | None:
    """Return (low, high, approximate) of "7", "~7", "5 - 9", "6 -"; ``None`` for other words ("PLURAL")."""
    match = re.fullmatch(r"(~?)\s*(\d+)\s*(?:(-)\s*~?(\d+)?)?", text.strip())
    if match is None:
        return None
    low = int(match[2])
    high = int(match[4]) if match[4] else (None if match[3] else low)
    return low, high, bool(match[1])


def judge_number(mine: str, key: str) -> float:
    """Return the verdict on a number: an end of the key's range, or its approximate number, is half right."""
    ours, theirs = read_number(mine), read_number(key)
    if ours is None or theirs is None:
        return CORRECT if mine.strip() == key.strip() else WRONG
    if ours == theirs:
        return CORRECT
    single = ours[0] == ours[1] and not ours[2]
    return PARTIAL if single and ours[0] in theirs[:2] else WRONG


def read_date(text: str) -> tuple[date | None, date] | None:
    """Return (first, last) day of "21 JAN 89", "15 JAN 89 - 21 JAN 89"; first is ``None`` for "- 21 JAN 89"."""
    days = []
    for day, month, year in re.findall(r"(\d{1,2})\s+([A-Z]{3})\w*\s+(\d{2})\b", text.upper()):
        if month not in _MONTHS:
            return None
        try:
            days.append(date(1900 + int(year), _MONTHS[month], int(day)))
        except ValueError:
            return None
    if not days:
        return None
    if text.strip().startswith("-"):
        return None, days[-1]
    return days[0], days[-1]


def judge_date(mine: str, key: str) -> float:
    """Return the verdict on a date (3.2.2). A part of the key's range is half right, an open one when its end fits."""
    ours, theirs = read_date(mine), read_date(key)
    if ours is None or theirs is None:
        return WRONG
    if ours == theirs:
        return CORRECT
    if ours[0] is None:
        return PARTIAL if ours[1] == theirs[1] else WRONG
    begins = theirs[0] is None or theirs[0] <= ours[0]
    return PARTIAL if begins and ours[1] <= theirs[1] and theirs[0] != theirs[1] else WRONG


def read_location(text: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the country and the ends ("A - B"), each the names from wide to narrow, without their kinds."""
    country, _, rest = text.partition(":")
    ends = []
    for end in re.split(r"\s+-\s+", rest) if rest.strip() else []:
        names = tuple(_place_name(re.sub(r"\([^()]*\)", "", part)) for part in end.split(":") if part.strip(" -"))
        ends.append(names)
    ends = [e for e in ends if e]
    prefix = ends[0][:-1] if len(ends) > 1 else ()
    return _place_name(re.sub(r"\([^()]*\)", "", country)), (*ends[:1], *(prefix + e for e in ends[1:]))


def _place_name(words: str) -> str:
    return fold(words.strip())


def judge_location(mine: str, key: str) -> float:
    """Return the verdict on a place (3.2.3): its narrowest name and its country count; kinds in brackets do not.

    Half right: one end of two, all but the country, or the right country with nothing or only wider places told.
    """
    (our_country, our_ends), (country, ends) = read_location(mine), read_location(key)
    if our_country == country:
        if not our_ends:
            return CORRECT if not ends else PARTIAL
        if not ends:
            return WRONG
        narrow = {end[-1] for end in ends}
        ours = {end[-1] for end in our_ends}
        if ours == narrow:
            return CORRECT
        if ours & narrow and len(narrow) > 1:
            return PARTIAL
        return PARTIAL if all(place in ends[0][:-1] for end in our_ends for place in end) else WRONG
    return PARTIAL if our_ends and {e[-1] for e in our_ends} == {e[-1] for e in ends} else WRONG
