"""Names of areas: "Kharkiv Oblast", "the countryside of Deir Ezzor", "محافظة إدلب"."""

import re
from functools import cache
from importlib.resources import files

_LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’‘ʻʼ` ./-]+$")


@cache
def _words() -> tuple[dict[str, int | None], re.Pattern[str], re.Pattern[str]]:
    """Read ``data/area_words.tsv``: levels by word, and patterns for words after and before a name."""
    levels: dict[str, int | None] = {}
    after, before = [], []
    text = (files("allegata.gazetteer") / "data" / "area_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or line == "word\tlevel\tform" or not line:
            continue
        word, level, form = line.split("\t")
        levels[word] = int(level) if level else None
        if form in ("after", "either"):
            after.append(word)
        if form in ("before", "either"):
            before.append(word)
    sides = "north|south|east|west|northern|southern|eastern|western|central"
    ordered = [sorted(map(re.escape, words), key=lambda word: (-len(word), word)) for words in (after, before)]
    after_pattern = rf"^(?P<name>.+?)(?:['’]s)?[\s-]+(?:(?:{sides})\s+)?(?P<word>{'|'.join(ordered[0])})s?$"
    before_pattern = rf"^(?:the\s+)?(?:(?:{sides})\s+)?(?P<word>{'|'.join(ordered[1])})\s+(?:of\s+)?(?P<name>.+)$"
    return levels, re.compile(after_pattern, re.IGNORECASE), re.compile(before_pattern, re.IGNORECASE)


def bare_area(words: str, vague: bool = True) -> tuple[str, int | None, bool]:
    """Return a name without its area words, the level they speak for, and whether there were any.

    ``bare_area("Deir Ezzor countryside")`` is ``("Deir Ezzor", None, True)``; an area word alone is left as it is.
    ``vague``: whether words without a level ("countryside", "outskirts") go too.
    """
    levels, after, before = _words()
    name, level, found = words.strip(), None, False
    while match := after.match(name) or before.match(name):
        if levels[match["word"].lower()] is None and not vague:
            break
        name, found = match["name"].strip(), True
        level = level if level is not None else levels[match["word"].lower()]
    return name, level, found


def english_label(name: str, aliases: list[str]) -> str:
    """Return the English name of an area among its GeoNames name and aliases, else the most readable of them."""
    _, after, _ = _words()
    latin = [
        text for text in [name, *aliases] if _LATIN.match(text) and not text.startswith(("Muhafaz", "The State of"))
    ]

    def rank(text: str) -> tuple[bool, bool, bool, int]:
        kind = text.rsplit(maxsplit=1)[-1]
        typed = bool(after.match(text)) and kind[0].isupper() and kind != "Kilil"
        return not text.isascii(), not typed, "’" in text or "viloyati" in text, latin.index(text)

    return min(latin, key=rank, default=name)
