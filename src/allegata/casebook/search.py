"""Words folded for the search, in any script, and the passages in which they were found."""

import re
import unicodedata
from collections.abc import Iterable

import msgspec

_WORD = re.compile(r"[^\W_]+(?:[\u064b-\u065f\u0670\u0640][^\W_]*)*")
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ـ": None}
)
_OTHER = str.maketrans({"ё": "е", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d"})
_TERM = re.compile(r'"([^"]*)"|(\S+)')


def folded_word(word: str) -> str:
    """Return a word without case, marks and the rival spellings of one letter: one form for all that a reader types."""
    composed = unicodedata.normalize("NFKC", word).translate(_ARABIC)
    letters = unicodedata.normalize("NFKD", composed.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).translate(_ARABIC).translate(_OTHER)


def folded(text: str) -> str:
    """Return the words of a text, folded, parted by one space."""
    return " ".join(filter(None, (folded_word(match.group()) for match in _WORD.finditer(text))))


def terms(words: str) -> list[list[str]]:
    """Return what is looked for: each item one word or, where it was quoted, words in a row. All must be there."""
    found = []
    for quoted, single in _TERM.findall(words):
        term = folded(quoted or single).split()
        if term:
            found.append(term)
    return found


def sqlite_query(looked_for: Iterable[list[str]]) -> str:
    """Return the terms in the language of SQLite's FTS5. A single word also finds longer ones."""
    return " ".join(f'"{" ".join(term)}"' + ("*" if len(term) == 1 else "") for term in looked_for)


def postgres_query(looked_for: Iterable[list[str]]) -> str:
    """Return the terms in the language of PostgreSQL's ``to_tsquery``; folded words hold no sign of it."""
    return " & ".join("(" + " <-> ".join(term) + (":*" if len(term) == 1 else "") + ")" for term in looked_for)


class Snippet(msgspec.Struct, frozen=True):
    """A passage in which words were found: its start and end in the text, and where the words stand in the text."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, looked_for: list[list[str]], width: int = 240) -> Snippet:
    """Return the passage of ``text`` that holds most of the terms; the beginning where none is found in it."""
    single = tuple(term[0] for term in looked_for if len(term) == 1)
    in_row = {word for term in looked_for if len(term) > 1 for word in term}
    hits = []
    for match in _WORD.finditer(text):
        word = folded_word(match.group())
        if word in in_row or (single and word.startswith(single)):
            hits.append((match.start(), match.end()))
            if len(hits) >= 400:
                break
    if not hits:
        return Snippet(0, min(width, len(text)), ())
    best = max(hits, key=lambda hit: (sum(hit[0] <= other[0] < hit[0] + width for other in hits), -hit[0]))
    start = max(0, best[0] - width // 4)
    while start > 0 and not text[start - 1].isspace() and best[0] - start < width // 2:
        start -= 1
    end = min(len(text), start + width)
    return Snippet(start, end, tuple(hit for hit in hits if start <= hit[0] and hit[1] <= end))
