"""The elements of a claim that the report highlights: key (also the CSS class), letter, name."""

from typing import NamedTuple


class Element(NamedTuple):
    """One kind of highlighted words. The letter marks it for readers who do not tell the colours apart."""

    key: str
    letter: str
    name: str


ELEMENTS: tuple[Element, ...] = (
    Element("speaker", "S", "Speaker"),
    Element("cue", "Q", "Reporting words"),
    Element("accused", "A", "Accused"),
    Element("event", "E", "Event"),
    Element("target", "T", "Target"),
    Element("weapon", "W", "Weapon"),
    Element("place", "P", "Place"),
    Element("time", "D", "Date, time"),
    Element("casualties", "N", "Casualties"),
    Element("label", "L", "Characterisation"),
    Element("addressee", "R", "Addressee"),
    Element("demand", "M", "Demand"),
)

LETTERS: dict[str, str] = {element.key: element.letter for element in ELEMENTS}
