"""Patterns of English time expressions, built from the words of ``data/time_words.yaml``."""

import re
from collections.abc import Iterable

from allegata.reading.numbers import load_words

_WORDS = load_words("time_words.yaml")
WEEKDAYS: list[str] = _WORDS["weekdays"]
_MONTHS: list[str] = _WORDS["months"]
AMBIGUOUS_MONTHS = frozenset(_WORDS["ambiguous_months"])
MONTH_NUMBERS: dict[str, int] = {name: number for number, name in enumerate(_MONTHS, 1)} | _WORDS["month_abbreviations"]
WEEKDAY_NAMES: dict[str, str] = {name: name for name in WEEKDAYS} | _WORDS["weekday_abbreviations"]
PARTS: dict[str, str] = _WORDS["parts_of_day"]
SMALL_NUMBERS: dict[str, int] = _WORDS["small_numbers"]


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def _cased(words: Iterable[str]) -> str:
    """Return a pattern for the words with a capital or in capitals, in a pattern that otherwise ignores case."""
    return "(?-i:" + "|".join(f"{word.title()}|{word.upper()}" for word in sorted(words, key=len, reverse=True)) + ")"


_WD = rf"(?:{_any(WEEKDAYS)}\b|{_cased(_WORDS['weekday_abbreviations'])}(?:\.|(?=,?\s+\d)))"
_MONTH_NAME = rf"(?:{_any(name for name in _MONTHS if name not in AMBIGUOUS_MONTHS)}|{_cased(AMBIGUOUS_MONTHS)})\b"
_MONTH = rf"(?:{_MONTH_NAME}|{_cased(_WORDS['month_abbreviations'])}\b\.?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
_SHORT_YEAR = rf"(?:{_YEAR}|['’]\d\d(?!\d))"
_PART = _any(PARTS)
_NUMBER = rf"(?:\d{{1,3}}|{_any(SMALL_NUMBERS)})"
_VAGUE = _any(_WORDS["vague_numbers"])
_UNIT = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)"
_TO = r"\s*(?:-|–|\bto\b|\band\b|\buntil\b|\bthrough\b|\bor\b)\s*"
_ROUGHLY = r"(?:around|about|approximately|roughly|nearly|(?:shortly|just)\s+(?:before|after)|before|after)"


def _clock(group: str) -> str:
    return rf"""(?:{_ROUGHLY}\s+)?
        (?P<{group}>\d{{1,2}}(?:[:.][0-5]\d)?\s*[ap](?:\.\s?m\b\.?|m\b)
          |(?<![\d:+.])\d{{1,2}}:[0-5]\d(?![\d:])
          |\d{{4}}(?=\s?(?:hours|hrs|GMT|UTC|local\s+time)\b)
          |(?:\d{{1,2}}|{_any(list(SMALL_NUMBERS)[2:14])})\s+o['’]\s?clock)
        (?:\s*(?:hours|hrs)\b)?(?:\s*\(?(?:local\s+time|(?-i:E[SD]T|C[SD]T|P[SD]T|M[SD]T|CES?T|EES?T|BST|IST|JST|MSK|SGT|HKT|PKT|AFT|A?EST|A?EDT)|GMT(?:\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)?|UTC(?:\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)?)(?!\w)\)?)?
        (?:\s+(?P<{group}_part>in\s+the\s+(?:morning|afternoon|evening)|at\s+night)\b)?"""


_HEAD = rf"""\b(?:(?P<relation>since|until|till)\s+)?
    (?:{_clock("clock")}(?:,?\s+(?:on|of)\s+|\s*,\s*|\s+))?
    (?:(?P<around>around|about|circa)\s+)?
    (?:(?:the\s+)?(?:(?:very|late|mid)\s+)?(?P<part>{_PART})(?:,?\s+(?:of|on)\s+|\s+)(?:the\s+)?)?
    (?:(?P<edge>earlier|later|early|late)\s+(?:on\s+)?)?"""
_TAIL = rf"""(?:\s+(?P<part2>{_PART})\b)?
    (?:,?\s+(?P<week>(?:of\s+)?(?:last|this|next)\s+week)\b)?
    (?:,?\s+(?:at|in\s+the|during\s+the|before|around)\s+(?P<part3>{_PART})\b)?
    (?:,?\s+(?:at\s+)?{_clock("clock2")})?"""
_DATE_TAIL = rf"""(?:,?\s+(?:at|in\s+the|during\s+the)\s+(?P<part3>{_PART})\b)?(?:,?\s+(?:at\s+)?{_clock("clock2")})?"""


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


DAY = _rule(
    rf"""{_HEAD}(?:(?P<which>last|this\s+past|this\s+coming|this|past|next|(?:the\s+)?coming|(?:the\s+)?(?:previous|following))\s+)?
    (?:(?P<weekday>{_WD})|(?P<day>today|yesterday|tomorrow)\b){_TAIL}"""
)
DAY_RANGE = _rule(
    rf"""\b(?:(?:the\s+)?(?P<night>night|overnight)\s+(?:of\s+|from\s+|between\s+)?)?(?P<between>between\s+|from\s+)?
    (?P<first>{_WD})(?:\s+(?:night|evening|afternoon|morning))?(?:\s*(?P<joint>-|–|\bto\b|\binto\b|\bthrough\b|\band\b|\buntil\b|\bor\b)\s*)
    (?:early\s+)?(?P<last>{_WD})(?:\s+(?:morning|night|evening|afternoon))?"""
)
DATE = _rule(
    rf"""{_HEAD}(?:(?P<weekday>{_WD}),?\s+(?:the\s+)?)?
    (?:(?P<first>{_DAY})(?:(?P<joint>{_TO})(?P<last>{_DAY}))?(?:\s+of)?[\s-]+(?P<month>{_MONTH})(?:[\s,-]{{0,2}}\s*(?P<year>{_SHORT_YEAR}))?(?![\w'’])
      |(?P<month_b>{_MONTH})\s*(?P<first_b>{_DAY})(?:(?P<joint_b>{_TO})(?P<last_b>{_DAY})(?!\s+{_MONTH}))?(?:,?\s+(?P<year_b>{_SHORT_YEAR}))?(?!\w))
    {_DATE_TAIL}"""
)
DATE_RANGE = _rule(
    rf"""\b(?:(?:the\s+)?(?P<night>night|overnight)\s+(?:of\s+|from\s+|between\s+)?)?(?P<between>between\s+|from\s+)?
    (?:(?P<d1>{_DAY})\s+(?P<m1>{_MONTH})(?:,?\s+(?P<y1>{_YEAR}))?{_TO}(?P<d2>{_DAY})\s+(?P<m2>{_MONTH})(?:,?\s+(?P<y2>{_YEAR}))?
      |(?P<m3>{_MONTH})\s*(?P<d3>{_DAY})(?:,?\s+(?P<y3>{_YEAR}))?{_TO}(?P<m4>{_MONTH})\s*(?P<d4>{_DAY})(?:,?\s+(?P<y4>{_YEAR}))?)(?!\w)"""
)
WIRE_DATE = _rule(r"\b(?P<day>\d{1,2})\s(?P<month>(?-i:[A-Z]{3}))\s(?P<year>\d\d)(?![\d:])")
NUMERIC = _rule(
    r"""(?<![\w/.:-])(?:(?P<y>(?:1[89]|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:T\d\d(?::\d\d){0,2}(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?
      |(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<c>(?:1[89]|20)\d\d))(?![\w/-]|[.:]\d)"""
)
MONTH = _rule(
    rf"""\b(?:(?P<relation>since|until|till)\s+)?
    (?:(?P<edge>early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[\s-]+(?:in\s+)?)?
    (?:(?P<which>last|this\s+past|this|next|the\s+month\s+of)\s+)?
    (?P<month>{_MONTH_NAME}|{_MONTH}(?=\s+{_YEAR}))(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?(?![\w])"""
)
YEAR = _rule(
    rf"""(?<![\w/.:,$€£-])(?:(?P<relation>since|until|till)\s+)?
    (?:(?P<edge>early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[\s-]+(?:in\s+)?)?
    (?P<first>{_YEAR})(?:(?:\s*(?:-|–|\bto\b|\band\b|\buntil\b|\bthrough\b)\s*|/(?=\d\d\b))(?P<last>{_YEAR}|\d\d(?!\d)))?(?![\w%/:]|[.,]\d|-\d)"""
)
LISTED_YEAR = _rule(
    rf"(?:(?<=\d,\s)|(?<=\band\s)|(?<=\bor\s))(?P<first>{_YEAR})(?P<relation>(?!))?(?P<edge>(?!))?(?P<last>(?!))?(?![\w%/:]|[.,]\d|-\d)"
)
DAY_OF_MONTH = _rule(
    r"""\bthe\s+(?P<day>(?:3[01]|[12]?\d)(?:st|nd|rd|th))(?:\s+of\s+(?P<which>this|last|the)\s+month)?
    (?=\s*[.,;)]|\s*$|\s+(?:and|in|at|when|as|by|after|before|during|that|local)\b)"""
)
WEEK_OF = _rule(
    rf"""\bthe\s+week\s+(?:of|beginning|starting|commencing)\s+(?:the\s+)?
    (?:(?P<first>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})|(?P<month_b>{_MONTH})\s+(?P<first_b>{_DAY}))(?:,?\s+(?P<year>{_YEAR}))?(?!\w)"""
)
NIGHT = _rule(
    rf"""\b(?:{_clock("clock")}\s+)?(?:(?P<edge>early|earlier|late|later)\s+)?
    (?:(?P<which>last|this)\s+(?P<part>night|evening|morning|afternoon)|(?P<alone>overnight|tonight))\b
    (?:,?\s+(?:at\s+)?{_clock("clock2")})?"""
)
YESTERDAYS = _rule(r"\b(?:the\s+)?(?P<side>day\s+before\s+yesterday|day\s+after\s+tomorrow)\b")
COUNTED = _rule(
    rf"""\b(?:(?P<rough>about|around|some|nearly|almost|approximately|roughly|more\s+than|over|less\s+than|at\s+least|just|only)\s+)?
    (?:(?P<half>half\s+an?)\s+|(?P<number>{_NUMBER})\s+|(?P<vague>{_VAGUE})\s+|(?P<the>the\s+)|)(?P<unit>{_UNIT})s?\s+
    (?P<side>ago|earlier|before|previously|prior|later|after|afterwards)\b(?!\s+(?:day|night|week)\b)"""
)
NEIGHBOUR = _rule(
    rf"""\b(?P<which>the\s+(?:previous|preceding|next|following|same|very\s+same)|that\s+same|that)\s+
    (?P<unit>day|week|weekend|month|year|time|{_PART})\b"""
)
PAST = _rule(
    rf"""\b(?:(?P<the>the)\s+)?(?P<which>past|last|previous|recent|coming|next)\s+
    (?:(?P<number>{_NUMBER})\s+|(?P<vague>{_VAGUE})\s+|)(?:(?:trading|working|business|consecutive|straight)\s+)?
    (?P<unit>hour|day|week|fortnight|month|quarter|year|decade)s?\b"""
)
CURRENT = _rule(
    r"""\b(?:(?P<since>since)\s+)?
    (?:(?P<edge>early|earlier|mid|late|later|(?:the\s+)?(?:start|beginning|middle|end)\s+of)[\s-]+(?:in\s+)?)?
    (?P<which>last|this\s+past|this|next|the(?:\s+current)?)\s+(?P<unit>week|weekend|month|year)\b(?!\s+(?:of|before|after|beginning|starting)\b)"""
)
RECENT = _rule(r"\b(?:(?P<recently>recently|lately)|(?P<other>the\s+other\s+(?:day|night)))\b")
SEVERAL = _rule(
    rf"""\b(?:(?P<long>(?:(?:{_NUMBER}|several|multi|many)-(?:minute|hour|day|week|month|year)s?|(?:hour|day|night|week|month|year)s?)-long)
      |(?P<hyphen>{_NUMBER}-(?:minute|hour|day|week|month|year|decade)s?(?!\w|-old))
      |(?P<for>(?:for|lasted|lasting|within|in)\s+)(?:(?:about|around|over|more\s+than|nearly|almost|at\s+least|up\s+to|some)\s+)?
       (?:(?:{_NUMBER}|{_VAGUE}|many)\s+(?:consecutive\s+|straight\s+|whole\s+)?)?(?:minute|hour|day|night|week|month|year|decade)s?)\b"""
)
OFTEN = _rule(
    rf"""\b(?:(?:almost\s+|nearly\s+|near-)?(?:(?P<adverb>daily|nightly|weekly|monthly|hourly|annually|yearly)
      |(?:every|each)\s+(?:single\s+|other\s+|few\s+|couple\s+of\s+|{_NUMBER}\s+)?(?:{_UNIT}s?|morning|evening|{_any(WEEKDAYS)}s?))
      |per\s+(?:hour|day|night|week|month|year)
      |(?P<per>an?\s+(?:hour|day|night|week|month|year))(?!\s+(?:ago|earlier|before|later|after|old|prior|previously)\b)
      |day\s+(?:and\s+night|after\s+day|by\s+day)|night\s+after\s+night|{_any(WEEKDAYS)}s)\b"""
)
CLOCK = _rule(_clock("clock"))
PART_ALONE = _rule(
    rf"\b(?<=at\s|in\s|by\s)(?:the\s+)?(?P<part>{_PART})\b|\b(?:before|around|shortly\s+(?:before|after))\s+(?P<part2>{_PART})\b"
)
NOT_TIMES = _rule(rf"\b{_any(_WORDS['not_times'])}\b")

_SEASON = _any(_WORDS["seasons"])
SEASON = _rule(
    rf"""\b(?:(?P<edge>early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[\s-]+(?:in\s+)?(?:the\s+)?)?
    (?:(?P<which>last|this\s+past|this\s+coming|this|next)\s+(?P<season>{_SEASON})
      |(?:the\s+)?(?P<season_b>{_SEASON})\s+(?:of\s+|in\s+)?(?P<year>{_YEAR})
      |(?P<the>the\s+)?(?P<season_c>{_SEASON})(?!\s+of\b(?!\s+(?:last|this|next)\s+year\b)|['’-])(?=(?:\s+(?:of\s+)?(?P<whose>last|this|next)\s+year\b)?))
    (?:\s+(?:of\s+)?(?:last|this|next)\s+year\b)?(?!\w)"""
)
ORDINALS: dict[str, int] = _WORDS["ordinals"]
QUARTER = _rule(
    rf"""\b(?:(?:the\s+)?(?:(?P<number>{_any(ORDINALS)}|[1-4](?:st|nd|rd|th))|(?P<which>last|this|next|previous|current))[\s-]+
        (?:fiscal\s+|calendar\s+|financial\s+)?(?P<what>quarter|half)(?:\s+(?:of|in)\s+|\s+|,\s+)?
      |(?:the\s+)?Q(?P<figure>[1-4])(?:\s+of)?\s+)
    (?:(?:of\s+)?(?:fiscal\s+)?(?:(?P<year>{_YEAR})|(?:the\s+)?(?P<whose>last|this|same|previous|next)\s+year))?(?<=\w)(?!\w)"""
)
FIRST_MONTHS = _rule(
    rf"""\b(?:the\s+)?(?P<side>first|last|final)\s+(?P<number>{_NUMBER})\s+months\s+of\s+
    (?:(?P<year>{_YEAR})|(?:the\s+)?(?P<whose>last|this)\s+year)(?!\w)"""
)
DECADES: dict[str, int] = _WORDS["decades"]
DECADE = _rule(
    rf"""(?:\bthe\s+)?(?:(?P<edge>early|mid|late)[\s-]+)?
    (?:(?P<figure>(?<![\w.,$£€-])(?:1[89]|20)\d0s)|(?P<short>['’]?\b[2-9]0s)|\b(?P<name>{_any(DECADES)}))\b"""
)
_REFERENCES: dict[str, list[str]] = _WORDS["references"]
REFERENCES: dict[str, str] = {word: side for side, words in _REFERENCES.items() for word in words}
"""What each word that stands for no date places: now, past or ahead."""
REFERENCE = _rule(rf"\b{_any(REFERENCES)}(?![\w-])")
LENGTH = _rule(
    rf"""(?<![\w.,-])(?:(?P<rough>about|around|some|nearly|almost|approximately|roughly|more\s+than|over|less\s+than|at\s+least|just\s+over
        |just\s+under|up\s+to|the\s+first|another|exactly|only)\s+)?
    (?:(?P<number>half(?:\s+an?)?|single|full|\d{{1,3}}(?:\.\d)?|{_NUMBER})(?:\s+and\s+a\s+(?P<half>half))?[\s-]+|(?P<vague>{_VAGUE})\s+|(?P<bare>))
    (?:more\s+|consecutive\s+|straight\s+|whole\s+|full\s+|trading\s+|working\s+|business\s+|calendar\s+)?
    (?P<unit>second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|century|centurie)(?P<many>s?)(?P<long>-long)?\b
    (?!\s+(?:old|of\s+age|olds)\b|-old|-olds|['’]s\s+old|\s+(?:amounts?|details?|quantit\w+|traces?)\b)"""
)
UNIT_AHEAD = _rule(r"\s+(?:[\w-]+\s+){0,2}(?:hour|day|week|weekend|fortnight|month|quarter|year|decade)s?\b")
LENGTH_GOES_ON = _rule(r"\s+(?:in\s+the\s+making|of|on\s+end|at\s+a\s+time)\b")
SAME_UNIT = _rule(
    r"\bthe\s+(?:whole\s+|entire\s+)?(?P<what>week|month|quarter|year)\b(?!-|\s+(?:of|that|when|to\s+come|after|before|ago|earlier|later)\b)"
)
FISCAL = _rule(rf"\b(?:fiscal|financial|model|tax)(?:\s+year)?\s+(?P<year>{_YEAR})\b")
CENTURY = _rule(r"\b(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?P<number>1\d|2[01])(?:st|th)[\s-]+century\b")
THE_NIGHT = _rule(
    rf"(?<!\w)(?:(?<=through\s)|(?<=throughout\s)|(?<=during\s)|(?<=into\s)|(?<=over\s))the\s+(?P<part>{_PART})\b(?!\s+(?:of|that|when)\b)"
)
YEAR_AGO = _rule(r"\b(?:(?:the|a)\s+)?year-(?:ago|earlier)(?:\s+(?P<what>period|quarter|month|week))?\b")
OFTEN_ADJECTIVE = _rule(r"\b(?:annual|quarterly)\b")
YEAR_END = _rule(r"\b(?:the\s+)?year(?:['’]s)?[\s-]end\b")
NEW_YEAR = _rule(r"\bNew\s+Year['’]?s?\s+(?P<side>Day|Eve)\b")
SAME_DAY = _rule(
    r"\b(?:the\s+(?:start|beginning|middle|end|close|rest)\s+of\s+)?the\s+day\b(?!\s+(?:of|that|when|after|before|on|in|he|she|they|it|we|I)\b)"
)
SAME_PERIOD = _rule(
    r"""\bthe\s+same\s+(?P<what>period|month|quarter|time|week|day)(?:\s+of)?(?:\s+the)?\s+
    (?:(?P<number>a|one|two|three)\s+(?P<unit>year|month|week)s?\s+(?P<side>ago|earlier|before)|(?P<whose>last|previous)\s+year|(?P<year>(?:19|20)\d\d))\b"""
)
MORNING = _rule(rf"\b(?:(?P<edge>early|late|mid)[\s-]+)?(?P<part>{_PART})(?=\s+(?:trading|hours|rush|session)\b)")
LATER = _rule(r"\b(?P<some>(?:a|an)\s+(?:later|earlier)\s+(?:time|date|stage|point))\b")

_UNITS = ("minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "weekend", "time")
TRIGGERS: dict[str, str] = (
    {word: "unit" for unit in _UNITS for word in (unit, unit + "s")}
    | {part.split("-")[-1].split()[-1]: "part" for part in PARTS}
    | {"nights": "unit", "mornings": "unit", "evenings": "unit", "hours": "hours", "tonight": "part"}
    | dict.fromkeys((*WEEKDAY_NAMES, "today", "yesterday", "tomorrow"), "day")
    | {name + "s": "often" for name in WEEKDAYS}
    | dict.fromkeys(MONTH_NUMBERS, "month")
    | dict.fromkeys(("daily", "nightly", "weekly", "monthly", "hourly", "annually", "yearly"), "often")
    | {"recently": "recent", "lately": "recent", "clock": "clock"}
    | dict.fromkeys(("quarter", "half", "q"), "quarter")
    | dict.fromkeys(_WORDS["seasons"], "season")
    | dict.fromkeys(DECADES, "decade")
)
"""Words without which there is no time expression, each with the kind of rules to try."""
WIDE_TRIGGERS: dict[str, str] = (
    {unit + ending: "length" for unit in ("second", "centurie", "century") for ending in ("", "s")}
    | {"quarters": "quarter"}
    | dict.fromkeys((word.split("-")[0].split()[-1] for word in REFERENCES), "reference")
    | dict.fromkeys(("long", "short", "near", "stage", "point", "date", "period"), "reference")
    | {"fiscal": "fiscal", "financial": "fiscal", "model": "fiscal", "tax": "fiscal"}
    | dict.fromkeys(("annual", "quarterly"), "often")
)
"""Further words to stop at where every expression is wanted, also those that date nothing."""
DIGIT_TRIGGER = re.compile(
    r"[2-9]0s\b|\d{1,2}[:.][0-5]\d(?!\d)|\d{1,2}\s*[ap]\.?\s?m\b|\d{4}(?:[-–/.]\d|(?!\d))|\d{1,2}([-/.])\d{1,2}\1\d{4}|\d{1,2}(?:st|nd|rd|th)\b"
    r"|\d{1,2}\s[A-Z]{3}\s\d\d(?!\d)"
)
