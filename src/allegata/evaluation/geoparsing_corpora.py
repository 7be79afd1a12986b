"""Readers of four public geoparsing corpora: LGL and TR-News (XML), GeoVirus (XML), GeoWebNews (brat).

Offsets are of the text as the file gives it, from 0. GeoVirus counts from 1; where a stated offset does not hold the
stated name, the nearest place in the text that does is taken, and a toponym that is nowhere is left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from allegata.evaluation.parts import SetMissingError

CORPORA = "geoparsing/data/Corpora"
WEB_NEWS = "geoparsing/data/GeoWebNews"
XML_FILES = {"lgl": "lgl.xml", "geovirus": "GeoVirus.xml", "tr-news": "TR-News.xml"}
NO_TOPONYMS = frozenset(("Non_Toponym", "Literal_Expression", "Non_Lit_Expression"))
"""Brat types of GeoWebNews that are no names of places: a bridge, "south of the river"."""
BY_THE_WAY = frozenset(("Demonym", "Language", "Homonym"))
"""Brat types whose recognition counts neither for nor against: "Spaniard", "Spanish", "Mr. London"."""
_NEAREST = 400
_COORDINATES = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$")


class Toponym(msgspec.Struct, frozen=True):
    """A gold toponym. ``point``: latitude and longitude, ``None`` where the corpus gives none; ``geonames``: its id
    there, where the corpus gives only that; ``counts``: whether finding it is asked for."""

    start: int
    end: int
    words: str
    point: tuple[float, float] | None = None
    geonames: int | None = None
    counts: bool = True


class Article(msgspec.Struct, frozen=True):
    """One document of a corpus: which corpus, its name there, its text, its address if any, and its toponyms."""

    corpus: str
    id: str
    text: str
    url: str
    toponyms: tuple[Toponym, ...]


def articles(file: Path, corpus: str) -> tuple[Article, ...]:
    """Return the articles of an XML corpus. Raises `SetMissingError` where the file is not of the known form."""
    try:
        root = ElementTree.fromstring(file.read_bytes())
        read = _geovirus(root) if corpus == "geovirus" else _tagged(root, corpus)
        return tuple(read)
    except (ElementTree.ParseError, ValueError, AttributeError, TypeError) as error:
        raise SetMissingError(f"{file}: not {corpus} in its public form ({error})") from error


def _content(element: ElementTree.Element, tag: str) -> str:
    return element.findtext(tag) or ""


def _tagged(root: ElementTree.Element, corpus: str) -> Iterator[Article]:
    for number, article in enumerate(root.iter("article")):
        text = _content(article, "text")
        found = []
        for toponym in article.iter("toponym"):
            tag = toponym.find("gaztag")
            north = east = ""
            if tag is not None:
                north = _content(tag, "lat") or _content(tag, "latitude")
                east = _content(tag, "lon") or _content(tag, "longitude")
            start = int(_content(toponym, "start"))
            words = _content(toponym, "phrase") or text[start : int(_content(toponym, "end"))]
            point = (float(north), float(east)) if north and east else None
            at = _where(text, words, start)
            if at is not None:
                found.append(Toponym(at, at + len(words), words, point))
        name = article.get("docid") or article.get("id") or str(number)
        yield Article(corpus, name, text, _content(article, "url"), tuple(found))


def _geovirus(root: ElementTree.Element) -> Iterator[Article]:
    for number, article in enumerate(root.iter("article")):
        text = _content(article, "text")
        found = []
        for location in article.iter("location"):
            words = _content(location, "name")
            if not words:
                continue
            at = _where(text, words, int(_content(location, "start")) - 1)
            if at is not None:
                point = (float(_content(location, "lat")), float(_content(location, "lon")))
                found.append(Toponym(at, at + len(words), words, point))
        yield Article("geovirus", str(number), text, _content(article, "source"), tuple(found))


def _where(text: str, words: str, stated: int) -> int | None:
    """Return where ``words`` stand, nearest to the stated offset."""
    if words and text.startswith(words, stated) and stated >= 0:
        return stated
    near = [m.start() for m in re.finditer(re.escape(words), text)] if words else []
    near = [at for at in near if abs(at - stated) <= _NEAREST]
    return min(near, key=lambda at: (abs(at - stated), at), default=None)


def web_news(folder: Path) -> tuple[Article, ...]:
    """Return the articles of GeoWebNews: every ``*.txt`` with its ``*.ann``. Raises `SetMissingError` for another form.

    An annotator's note holds coordinates ("48.85, 2.35") or a GeoNames id; a toponym without either has no point.
    """
    found = []
    for file in sorted(folder.glob("*.txt"), key=lambda f: (len(f.stem), f.stem)):
        notes = file.with_suffix(".ann")
        if notes.is_file():
            text = file.read_bytes().decode("utf-8")
            try:
                toponyms = tuple(_brat(notes.read_text(encoding="utf-8"), text))
            except (ValueError, IndexError) as error:
                raise SetMissingError(f"{notes}: not a brat file ({error})") from error
            found.append(Article("geowebnews", file.stem, text, "", toponyms))
    return tuple(found)


def _brat(lines: str, text: str) -> Iterator[Toponym]:
    marked: dict[str, tuple[str, int, int]] = {}
    notes: dict[str, str] = {}
    for line in lines.split("\n"):
        cells = line.rstrip("\r").split("\t")
        if line.startswith("T"):
            kind, start, *_, end = re.split(r"[ ;]", cells[1])
            marked[cells[0]] = (kind, int(start), int(end))
        elif line.startswith("#") and len(cells) > 2:
            notes[cells[1].split(" ")[1]] = cells[2]
    for name, (kind, start, end) in sorted(marked.items(), key=lambda item: (item[1][1], item[0])):
        if kind in NO_TOPONYMS:
            continue
        note = notes.get(name, "")
        match = _COORDINATES.match(note)
        point = (float(match[1]), float(match[2])) if match else None
        identity = int(note) if note.strip().isdecimal() else None
        words = text[start:end]
        yield Toponym(start, end, words, point, identity, kind not in BY_THE_WAY)
