"""Words that name a country: "Syria", "Syrians", "the Syrian Arab Republic", "Gaza", "Kyiv"."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files

import yaml

_WORD = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}|(?<!\w)[^\W\d_][^\W\d_'’-]*")
_HOST = re.compile(r"^(?:[a-z]+://)?[^/?#]*?\.(?P<top>[a-z]{2})(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_WORLDWIDE = frozenset(("ai", "cc", "co", "eu", "fm", "io", "ly", "me", "tv", "ws", "su", "to", "st"))
"""Top-level domains of two letters that are used far from the country they belong to."""
_AS_ADJECTIVES = frozenset(("US", "U.S.", "UK", "U.K."))
"""Names that mostly stand as adjectives: "US warplanes"."""
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def _demonyms(word: str) -> list[str]:
    """Return a demonym and its plural."""
    fixed = word.endswith(("ese", "ish", "ch", "ss")) or word in ("Basotho", "Welsh")
    return [word] if fixed else [word, word + "s"]


@cache
def _tables() -> tuple[dict[str, str], frozenset[str], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """Return ISO code by small-letter name, the regions among them, and all words (capitals too) by first word."""
    by_name: dict[str, str] = {}
    counted: dict[str, str] = {}
    parts: set[str] = set()
    text = (files("allegata.gazetteer") / "data" / "country_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or line.startswith("country\t"):
            continue
        country, names, regions, demonyms, capitals = line.split("\t")
        parts.update(filter(None, regions.lower().split(";")))
        forms = [form for word in filter(None, demonyms.split(";")) for form in _demonyms(word)]
        for name in [*filter(None, f"{names};{regions}".split(";")), *forms]:
            by_name.setdefault(name.lower(), country)
            counted.setdefault(name, country)
        for capital in filter(None, capitals.split(";")):
            counted.setdefault(capital, country)
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, country in counted.items():
        words = tuple(found.group() for found in _WORD.finditer(name))
        by_first.setdefault(words[0], []).append((words, country))
        upper = tuple(word.upper() for word in words)
        if upper != words:
            by_first.setdefault(upper[0], []).append((upper, country))
    for entries in by_first.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry))
    return by_name, frozenset(parts), by_first


@cache
def country_names() -> dict[str, str]:
    """Return the usual English name by ISO code."""
    text = (files("allegata.gazetteer") / "data" / "country_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {row[0]: row[1].split(";")[0] for row in rows[1:]}


def country_of(words: str, regions: bool = True) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country's name, its people or a region of its own, else ``None``.

    Capital letters do not matter; capitals (cities) do not count. Codes follow GeoNames. ``regions``: whether a
    region ("Gaza", "Darfur") may stand for its country.
    """
    name = _ARTICLE.sub("", " ".join(words.split())).lower()
    if words.strip() == name and len(name) <= 3:  # "us", "uk": not the country's letters
        return None
    by_name, parts, _ = _tables()
    for form in (name, re.sub(r"['’]s$", "", name)):
        if form in by_name and (regions or form not in parts):
            return by_name[form]
    return None


@cache
def _peoples() -> frozenset[str]:
    """Return demonyms and their plurals that are no country's or region's name too, in small letters."""
    text = (files("allegata.gazetteer") / "data" / "country_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith(("#", "country\t"))]
    names = {name.lower() for row in rows for name in f"{row[1]};{row[2]};{row[4]}".split(";")}
    text = (files("allegata.gazetteer") / "data" / "features.tsv").read_text(encoding="utf-8")
    regions = [line.split("\t") for line in text.splitlines() if line and not line.startswith(("#", "name\t"))]
    rows += [["", "", "", row[7], ""] for row in regions]
    demonyms = {form.lower() for row in rows for word in row[3].split(";") for form in _demonyms(word)}
    return frozenset(form for form in demonyms - names if form and "." not in form and len(form) > 3)


def is_demonym(words: str) -> bool:
    """Tell whether words name a country's people or are its adjective: "Georgians", "Israeli"."""
    return words.lower() in _peoples()


@cache
def _personal() -> dict[str, frozenset[str]]:
    """Read ``data/personal_names.yaml``."""
    text = (files("allegata.gazetteer") / "data" / "personal_names.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in yaml.safe_load(text).items()}


def _bears(text: str, words: list[re.Match[str]], position: int) -> bool:
    """Tell whether a country's name is part of a person's by the words beside it: "Jordan Miller", "Ms. Paris"."""
    lists = _personal()
    word = words[position]
    before = words[position - 1] if position else None
    if before is not None and text[before.end() : word.start()] in (" ", ". "):
        low = before.group().rstrip(".").lower()
        if low in lists["titles"]:
            return True
        if low in lists["places"]:
            return False
    after = words[position + 1] if position + 1 < len(words) else None
    if after is None or text[word.end() : after.start()] != " " or after.group().lower() in lists["followers"]:
        return False
    if len(after.group()) == 1 and text[after.end() : after.end() + 1] == ".":
        return after.group().isupper()  # "Jordan T. Miller"
    return after.group()[0].isupper() and after.group()[1:2].islower()


def _people(text: str, words: list[re.Match[str]]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the positions of countries' names that are people's, and of those that may be: "Jordan's mother".

    A given name that a person was told by once stands for that person where it stands alone, "in Jordan" apart.
    """
    lists = _personal()
    plain = {n: re.sub(r"['’]s$", "", word.group()).lower() for n, word in enumerate(words)}
    named = [n for n, word in plain.items() if word in lists["names"]]
    sure = {n for n in named if _bears(text, words, n)}
    told = {plain[n] for n in sure} & lists["given"]
    placed = {n for n in named if n and plain[n - 1] in lists["places"] - {"and"}}
    return frozenset(sure), frozenset(n for n in named if plain[n] in told and n not in sure | placed)


def countries_named(text: str, peoples: bool = True) -> dict[str, int]:
    """Count the mentions of countries in a text by ISO code: names, demonyms and capitals, longest first.

    ``peoples``: whether demonyms count ("Israeli strike" tells whose it was, not where).

    Words count as written in ordinary or in capital letters; "us" and "turkey" do not, nor do people's names
    ("Jordan Miller").
    """
    _, _, by_first = _tables()
    counts: Counter[str] = Counter()
    found = list(_WORD.finditer(text))
    sure, likely = _people(text, found)
    open_: Counter[str] = Counter()
    words = [match.group() for match in found]
    position = 0
    while position < len(words):
        step = 1
        word = words[position]
        for form in (word, re.sub(r"['’]s$|['’]$", "", word)) if "'" in word or "’" in word else (word,):
            for entry, country in by_first.get(form, ()):
                if len(entry) == 1 or (
                    tuple(words[position + 1 : position + len(entry)]) == entry[1:] and form == entry[0]
                ):
                    if not peoples and (is_demonym(" ".join(entry)) or entry[0] in _AS_ADJECTIVES):
                        pass
                    elif len(entry) > 1 or position not in sure | likely:
                        counts[country] += 1
                    elif position in likely:
                        open_[country] += 1
                    step = len(entry)
                    break
            else:
                continue
            break
        position += step
    counts.update({country: number for country, number in open_.items() if counts[country]})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def countries_of_address(url: str | None) -> tuple[str, ...]:
    """Return the country of a web address by its top-level domain ("…co.uk": GB), none where it says nothing.

    Domains used worldwide (.tv, .io, .co) say nothing; a domain without a country word list entry neither.
    """
    match = _HOST.match(url or "")
    if not match or match["top"].lower() in _WORLDWIDE:
        return ()
    country = {"uk": "GB"}.get(match["top"].lower(), match["top"].upper())
    return (country,) if country in country_names() else ()
