"""Articles in the token-and-tag form of Narasimhan et al. (2016), made readable again.

A file holds two lines an article: ``shooter,killed,wounded,city,title`` (alternatives parted by ``|``), and the tokens
of title and body, each as ``word_TAG``. Hyphens, colons, quotes and apostrophes were lost there; what the language
itself gives back ("don t", "9 30 p . m .", "23 year old") is put back, and nothing else. The tags are not used.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article with its gold counts; ``None`` where the gold has none. ``number``: its place in the file, from 1."""

    number: int
    title: str
    body: str
    killed: int | None
    wounded: int | None


_LAID = (
    (re.compile(r"\b([ap]) \. m \.", re.IGNORECASE), r"\1.m."),
    (re.compile(r"\b(\d{1,2}) (\d\d) (?=[ap]\.?m\b)", re.IGNORECASE), r"\1:\2 "),
    (re.compile(r"\b(\w+n) t\b"), r"\1't"),
    (re.compile(r"\b(\w+) (s|re|ve|ll|d) (?=[a-z])"), r"\1'\2 "),
    (re.compile(r"\bI m\b"), "I'm"),
    (re.compile(r"\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) (year|month|week) old\b"), r"\1-\2-old"),
    (re.compile(r"\b(non) (life) (threatening)\b", re.IGNORECASE), r"\1-\2-\3"),
    (re.compile(r"\b(life) (threatening)\b", re.IGNORECASE), r"\1-\2"),
    (re.compile(r"\b(\d+) , (\d{3})\b"), r"\1,\2"),
    (
        re.compile(r"\b([A-Z]|Mr|Mrs|Ms|Dr|Jr|Sr|Lt|Sgt|Capt|Det|Gov|Sen|Rep|Gen|Col|Maj|Cpl|Ave|Blvd|Rd) \.(?= \w)"),
        r"\1.",
    ),
    (re.compile(r"\b(\d{2,5}|[NSEW]\.|[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|Fort) (\w+) St \.(?= [a-z])"), r"\1 \2 St."),
    (re.compile(r" ([.,;:!?])"), r"\1"),
    (re.compile(r"''|``"), '"'),
)
_CAPITALS = re.compile(
    r"(?:[A-Z][A-Z.'0-9]+\b[.,]?\s+|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|"
    r"Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Texas|Va|Vt|Wash|Wis|Ohio|Iowa|Utah|Idaho|Maine|[A-Z]\.[A-Z]\.?)[.,]*\s+)+"
    r"(?=(?:An?|The|One|Two|Three|Four|Five|Six|[A-Z][a-z]+)\b)"
)


def _words(line: str) -> list[str]:
    return [token.rpartition("_")[0] for token in line.split(" ") if "_" in token]


def _plain(word: str) -> str:
    return re.sub(r"\W", "", html.unescape(word)).casefold()


def _after_title(words: list[str], title: str) -> int:
    """Return how many tokens at the start repeat the title (marks count for nothing)."""
    wanted = "".join(_plain(word) for word in title.split())
    at, used = 0, 0
    for number, word in enumerate(words):
        plain = _plain(word)
        if not wanted.startswith(plain, at):
            break
        at += len(plain)
        used = number + 1
        if at == len(wanted):
            break
    return used if at * 2 > len(wanted) else 0


def running_text(words: list[str]) -> str:
    """Return tokens as a text, with the marks that English entails put back."""
    text = html.unescape(" ".join(words))
    for pattern, put in _LAID:
        text = pattern.sub(put, text)
    return text


def body_of(words: list[str], title: str) -> str:
    """Return the article without its repeated title and without place and agency in capitals before its first words."""
    text = running_text(words[_after_title(words, title) :])
    found = _CAPITALS.match(text)
    return text[found.end() :] if found else text


def _count(words: str) -> int | None:
    """Return the gold's count; of alternatives, the first."""
    first = words.split("|")[0].strip()
    return int(first) if first.isdecimal() else None


def read_tagged(file: Path) -> Iterator[Article]:
    """Yield the articles of a file in order. Raises ``ValueError`` on a head line without its five fields."""
    lines = [line for line in file.read_text(encoding="utf-8", errors="replace").split("\n") if line.strip()]
    for number, (head, tokens) in enumerate(zip(lines[::2], lines[1::2], strict=False), 1):
        fields = head.split(",", 4)
        if len(fields) < 5:
            raise ValueError(f"{file.name}, article {number}: five fields are expected before the tokens")
        title = html.unescape(fields[4]).strip()
        yield Article(
            number=number,
            title=title,
            body=body_of(_words(tokens), fields[4]),
            killed=_count(fields[1]),
            wounded=_count(fields[2]),
        )
