"""MUC-4 answer keys and responses: templates of 25 slots, as their files write them."""

import re
from collections.abc import Iterator, Sequence

import msgspec

SLOTS = (
    "MESSAGE: ID",
    "MESSAGE: TEMPLATE",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE",
    "PERP: INCIDENT CATEGORY",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "PHYS TGT: TYPE",
    "PHYS TGT: NUMBER",
    "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT",
    "PHYS TGT: TOTAL NUMBER",
    "HUM TGT: NAME",
    "HUM TGT: DESCRIPTION",
    "HUM TGT: TYPE",
    "HUM TGT: NUMBER",
    "HUM TGT: FOREIGN NATION",
    "HUM TGT: EFFECT OF INCIDENT",
    "HUM TGT: TOTAL NUMBER",
)
"""The names of the slots 0 to 24, after the task document."""

SCORED = tuple(range(2, 25))
"""The slots whose fills count. The template number (slot 1) only tells templates apart."""

_LINE = re.compile(r"^(\d+)\.\s\s?([A-Z:\- ]+?)(?:\s{2,}(.*))?$")
_QUOTED = re.compile(r'"((?:\\"|[^"])*)"')


class Value(msgspec.Struct, frozen=True):
    """One reading of a fill: ``value`` and, after a colon, the strings of the fill that it is tagged with.

    ``tags`` is ``None`` where the fill has no tag, ``("-",)`` for the dummy tag. Strings stand without quotes.
    """

    value: str
    tags: tuple[str, ...] | None = None


class Fill(msgspec.Struct, frozen=True):
    """One filler: any of ``values`` is right; ``optional``: leaving it out is right as well."""

    values: tuple[Value, ...]
    optional: bool = False


class Template(msgspec.Struct, frozen=True):
    """One template: ``fills`` by slot; slots in ``inapplicable`` ("*") are not scored."""

    document: str
    number: str
    fills: dict[int, tuple[Fill, ...]]
    optional: bool = False
    inapplicable: frozenset[int] = frozenset()

    def of(self, slot: int) -> tuple[Fill, ...]:
        """Return the fills of ``slot``."""
        return self.fills.get(slot, ())


def read_keys(text: str) -> dict[str, list[Template]]:
    """Return the templates of a key or response file by document id. Documents without incidents have an empty list."""
    found: dict[str, list[Template]] = {}
    for block in _blocks(text):
        document = block[0][0].split(" ")[0] if block[0] else ""
        number = block[1][0] if block[1] else "*"
        here = found.setdefault(document, [])
        if number.startswith("*"):
            continue
        fills: dict[int, tuple[Fill, ...]] = {}
        stars = set()
        for slot in SCORED:
            lines = block[slot]
            if lines[:1] == ["*"]:
                stars.add(slot)
                continue
            read = [fill for fill in (read_fill(line, slot) for line in lines) if fill is not None]
            if read:
                fills[slot] = tuple(read)
        here.append(Template(document, number.split(" ")[0], fills, "OPTIONAL" in number, frozenset(stars)))
    return found


def _blocks(text: str) -> Iterator[list[list[str]]]:
    block: list[list[str]] = []
    slot = -1
    for line in text.splitlines():
        if line.startswith(";") or not line.strip():
            continue
        match = _LINE.match(line)
        if match is not None and int(match[1]) < len(SLOTS):
            slot = int(match[1])
            if slot == 0:
                if block:
                    yield block
                block = [[] for _ in SLOTS]
            if block and (match[3] or "").strip():
                block[slot].append((match[3] or "").strip())
        elif line[:1].isspace() and block and slot >= 0:
            block[slot].append(line.strip())
    if block:
        yield block


def read_fill(line: str, slot: int) -> Fill | None:
    """Return the fill of one line, or ``None`` for null ("-").

    ``/`` parts alternatives, a leading ``?`` makes the fill optional, parentheses only group.
    """
    optional = line.startswith("?")
    rest = line.lstrip("? ").strip()
    if rest in ("-", "", "*"):
        return None
    values: list[Value] = []
    if '"' not in rest:
        for part in _alternatives(rest):
            inner = re.fullmatch(r"\((.*)\)", part)
            part = inner[1].strip() if inner and _closed(inner[1]) else part
            if part == "-":
                optional = True
            elif part:
                values.append(Value(" ".join(part.split())))
    else:
        values = _tagged(rest)
        optional = optional or any(v.value == "-" for v in values)
        values = [v for v in values if v.value != "-"]
    return Fill(tuple(dict.fromkeys(values)), optional) if values else None


def _alternatives(text: str) -> list[str]:
    """Return the parts between slashes that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for n, char in enumerate(text):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "/" and depth <= 0:
            parts.append(text[start:n].strip())
            start = n + 1
    return [*parts, text[start:].strip()]


def _closed(text: str) -> bool:
    """Tell whether every bracket of ``text`` is opened before it is closed."""
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def _tagged(rest: str) -> list[Value]:
    """Return the values of a fill with strings: ``A / B``, ``VALUE / VALUE: A / B`` or ``A / B: X / Y``."""
    strings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        strings.append(match[1].replace('\\"', '"').strip())
        return f"\x00{len(strings) - 1}\x00"

    masked = _QUOTED.sub(keep, rest)
    head, _, tail = masked.partition(":")
    tags = tuple(strings[int(n)] for n in re.findall("\x00(\\d+)\x00", tail)) if tail else None
    if tail and tags == ():
        tags = ("-",)
    values = []
    for part in re.split(r"\s*/\s*", head):
        named = re.search("\x00(\\d+)\x00", part)
        word = strings[int(named[1])] if named else part.strip("()? ").strip()
        if word:
            values.append(Value(" ".join(word.split()), tags))
    return values


def response(document: str, number: int, fills: dict[int, Sequence[tuple[str, str | None]]]) -> Template:
    """Return a response template; ``fills``: slot -> (value, tag or ``None``)."""
    made = {
        slot: tuple(Fill((Value(value, None if tag is None else (tag,)),)) for value, tag in items)
        for slot, items in fills.items()
        if items
    }
    return Template(document, str(number), made)
