"""The folding key: one key for the spellings of a name in Latin, Arabic, Cyrillic and other scripts.

Three forms of a name, from strict to loose:

- ``plain``: case, diacritics, apostrophes and hyphens set aside; what "exact" means here;
- ``spelling``: articles, doubled letters and rival digraphs folded too, all vowels kept;
- ``fold``: the same without the letter *a*, which Arabic script does not write and romanisations scatter. The key
  under which names are stored and looked up.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

_REMEMBERED = 8_192
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻʾʿ`´ʹ′ـ\u200e\u200f\u202a\u202c\u200b\u200c"))
_BREAKS = re.compile(r"[^\w]+|_+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_VOWELLESS = re.compile(r"[\u0590-\u06ff]")

_ARABIC_LETTERS = str.maketrans(
    {
        **dict(zip("بتثجدرزسصضطظفقكلمنهپگکڤێ", "bttjdrzssdtzfkklmnhpgkvi", strict=True)),
        **{"ح": "h", "خ": "x", "ذ": "d", "ش": "c", "چ": "c", "غ": "g", "ژ": "j", "ه": "h", "ھ": "h"},
        **{"ا": "a", "ى": "a", "ة": "a", "ە": "a", "و": "u", "ۆ": "u", "ي": "i", "ی": "i", "ع": "", "ء": ""},
    }
)
# Rival romanisations of one sound. "c" stands for sh and ch, "x" for kh, so that a key folds to itself.
_DIGRAPHS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"tch|sch|sh|ch"), "c"),
    (re.compile(r"kh"), "x"),
    (re.compile(r"dzh|dj|zh"), "j"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"q"), "k"),
    (re.compile(r"ou|oo|w|o"), "u"),
    (re.compile(r"ee|y|e"), "i"),
)
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_VOWEL_CLASSES = str.maketrans("oweyq", "uuiik")
_SILENT_EH = re.compile(r"(?<=..)eh$")
_SILENT_H = re.compile(r"(?<=[ae])h$")
_ASSIMILATED = re.compile(r"^e(?=(.)\1)")
_DIPHTHONG = re.compile(r"(?<=.)a(?=[ui])")
_DOUBLE = re.compile(r"(.)\1+")
_SHORT_A = re.compile(r"(?<=.)a")
_LAST_H = re.compile(r"(?<=[astkdgzc])h+$")
_SPLIT = re.compile(r"(?<=[stkdgzc])(?=h)|(?<=d)(?=j)")


@cache
def _name_words() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Read ``data/name_words.tsv``: articles, words for settlements, and words with one spelling."""
    articles, settled, same = set(), set(), {}
    text = (files("allegata.gazetteer") / "data" / "name_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or line == "word\tkind\tas":
            continue
        word, kind, spelt = line.split("\t")
        for form in {plain(word), "".join(_tokens(word))}:
            if kind == "article":
                articles.add(form)
            elif kind == "settled":
                settled.add(form)
            else:
                same[form] = spelt
    return frozenset(articles), frozenset(settled), same


def is_vowelless(name: str) -> bool:
    """Tell whether a name is in Arabic or Hebrew script, whose keys lack the vowels that other scripts write."""
    return bool(_VOWELLESS.search(name))


def plain(name: str) -> str:
    """Return ``name`` without case, diacritics, apostrophes and hyphens, words parted by one space."""
    return " ".join(_tokens(name))


def without_article(name: str) -> str:
    """Return ``plain`` without the article at its start: "Al Fardous" and "Fardous" are one name."""
    tokens = _tokens(name)
    return " ".join(tokens[1:] if len(tokens) > 1 and tokens[0] in _name_words()[0] else tokens)


@lru_cache(maxsize=_REMEMBERED)
def _tokens(name: str) -> tuple[str, ...]:
    stripped = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES)).casefold()
    letters = "".join(sign for sign in stripped if not unicodedata.combining(sign))
    return tuple(token for token in _BREAKS.split(letters.translate(_APOSTROPHES)) if token)


def _letters(token: str, last: bool) -> str:
    """Return one token in folded letters, vowels kept."""
    if _ARABIC.search(token):
        if not last and token.endswith("ة"):
            token = token[:-1] + "ت"
        if token.startswith("ع"):
            token = "ا" + token[1:]
        token = _NOT_LETTERS.sub("", token.translate(_ARABIC_LETTERS))
        return token.translate(_VOWEL_CLASSES)
    if not token.isascii():
        token = _NOT_LETTERS.sub("", anyascii(token).lower())
    token = _SILENT_H.sub("", _SILENT_EH.sub("a", token))
    for pattern, letters in _DIGRAPHS:
        token = pattern.sub(letters, token)
    return token


def _words(name: str) -> tuple[str, ...]:
    """Return the words of ``name`` that tell it from other names, folded, vowels kept."""
    articles, settled, same = _name_words()
    tokens = _tokens(name)
    stripped = [token[2:] if len(token) > 4 and token.startswith("ال") else token for token in tokens]
    kept = [token for token in stripped if token not in articles] or stripped
    while len(kept) > 1 and kept[-1] in settled:
        kept.pop()
    if len(kept) > 1 and kept[0] in settled and (_ARABIC.match(kept[0]) or not kept[0].isascii() or "of" in tokens):
        kept.pop(0)
    words = []
    for position, token in enumerate(kept):
        if position:
            token = _ASSIMILATED.sub("", token)
        words.append(same.get(token) or _letters(token, position == len(kept) - 1))
    return tuple(word for word in words if word)


@lru_cache(maxsize=_REMEMBERED)
def spelling(name: str) -> str:
    """Return the strict folding key: as ``fold``, with every written *a* kept. Empty when no letter remains."""
    return _DOUBLE.sub(r"\1", _DIPHTHONG.sub("", _DOUBLE.sub(r"\1", "".join(_words(name)))))


def fold(name: str) -> str:
    """Return the folding key of a place name: the same for the usual spellings of one name, in any script.

    Lower-case ASCII without spaces; a key folds to itself. Empty when ``name`` has no letter or digit.
    """
    key = _LAST_H.sub("", _DOUBLE.sub(r"\1", _SHORT_A.sub("", spelling(name))))
    return _SPLIT.sub("a", key)
