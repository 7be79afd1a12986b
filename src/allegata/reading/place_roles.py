"""Roles of places: where it happened, where it was said, whence and whither, and what contains what."""

from collections.abc import Callable

from allegata.reading.lexicon import Lexicon
from allegata.reading.phrases import left_edge
from allegata.reading.place_names import PlaceMention
from allegata.reading.sentence import Sentence

_NEAR = frozenset(("near", "outside", "around", "off", "beside"))
_AREA_KINDS = frozenset(
    (
        "countryside",
        "province",
        "governorate",
        "region",
        "state",
        "oblast",
        "district",
        "department",
        "county",
        "strip",
        "prefecture",
        "municipality",
        "subdistrict",
        "area",
        "outskirts",
        "suburb",
        "valley",
    )
)


def governor_of(sent: Sentence, first: int, last: int) -> int:
    """Return the first token above the run that lies outside it."""
    i = last
    while first <= sent.head[i] <= last and sent.head[i] != i:
        i = sent.head[i]
    return sent.head[i]


_PARTS = frozenset(
    (
        "part",
        "side",
        "heart",
        "centre",
        "center",
        "town",
        "edge",
        "outskirts",
        "capital",
        "sector",
        "quarter",
        "suburb",
        "east",
        "west",
        "north",
        "south",
        "vicinity",
        "coast",
    )
)


def of_place(sent: Sentence, at: int, lex: Lexicon) -> bool:
    """Return whether the "of" at token ``at`` can lead to a place ("the town of", "the shelling of")."""
    before = sent.lemma[at - 1] if at > 0 else ""
    trigger = lex.nouns.get(before) or lex.nouns.get(sent.low[at - 1] if at > 0 else "")
    if trigger is not None and trigger.rank >= 6 and not trigger.outcome:
        return True  # "the shelling of Kherson"
    return before in lex.place_kinds or before in _PARTS


def is_struck(sent: Sentence, first: int, last: int, lex: Lexicon) -> bool:
    """Return whether a name is what an attack verb hits ("shelled al-Sout town", "Mariupol was bombed")."""
    for k in range(last, first - 1, -1):
        if sent.dep[k] in ("dobj", "nsubjpass", "conj"):
            above = sent.head[k]
            if sent.lemma[above] in lex.verbs and sent.pos[above] == "VERB":
                return True
        if sent.dep[k] == "pobj" and sent.low[sent.head[k]] in ("on", "against", "at"):
            over = sent.head[sent.head[k]]
            if sent.lemma[over] in lex.nouns or sent.lemma[over] in lex.verbs:
                return True
    return False


def role_of(
    sent: Sentence,
    first: int,
    last: int,
    prep: str | None,
    at: int,
    relation: str | None,
    struck: bool,
    lex: Lexicon,
    report: set[int],
    content: set[int],
) -> tuple[str, str | None]:
    """Return the role of a place name, and its relation word where it has one."""
    if relation is not None:
        return "relation", relation
    governor = governor_of(sent, first, last)
    if prep is not None and at >= 0:
        governor = sent.head[at] if sent.dep[at] in ("prep", "agent", "dative", "advmod") else governor
        if sent.low[governor] == "from" and sent.head[governor] != governor:
            governor = sent.head[governor]
    lemma = sent.lemma[governor]
    if prep in ("in", "at", "near") and sent.dep[governor] == "pobj":  # "taken to a hospital in Deir al-Balah"
        over = sent.head[governor]
        again = any(  # "from house to house in Axum"
            sent.low[k] == "from" and sent.lemma[sent.kid(k, "pobj") or k] == sent.lemma[governor]
            for k in range(max(0, over - 3), over)
        )
        if not again and sent.low[over] in ("to", "into", "from") and sent.lemma[sent.head[over]] in lex.motion_verbs:
            return ("origin" if sent.low[over] == "from" else "destination"), None
    moving = lemma in lex.motion_verbs or any(
        sent.lemma[k] in lex.motion_verbs for k in list(sent.up(governor))[:1] if sent.pos[k] == "VERB"
    )
    if prep == "from":
        if moving or lemma not in lex.nouns:
            return "origin", None
        return "origin", None
    if (
        prep in ("to", "toward", "towards", "into")
        and (moving or sent.pos[governor] in ("VERB", "NOUN"))
        and not struck
    ):
        return "destination", None
    if not struck and first in report:
        return "speech", None
    if not struck and prep in ("in", "at", "from") and first not in content:
        said = lemma in lex.cues and sent.pos[governor] == "VERB" and not lex.cues[lemma].accuses
        if said or lemma in ("speak", "briefing", "interview", "conference"):
            return "speech", None
    if prep in _NEAR:
        return "event", prep
    return "event", None


def mark_containment(
    sent: Sentence,
    found: list[PlaceMention],
    mention: PlaceMention,
    prep: str | None,
    at: int,
    chained: bool,
    lex: Lexicon,
    is_area: Callable[[str], bool],
) -> None:
    """Mark that this mention contains the one before it ("X town in Y countryside", "X, Y province", "X, Iraq")."""
    if not found or mention.role == "relation":
        return
    before = found[-1]
    if before.role == "relation":
        return
    area = mention.country is not None or mention.kind in _AREA_KINDS or is_area(mention.name)
    start = mention.first
    if start >= 2 and sent.low[start - 1] in ("'s", "’s"):
        start = left_edge(sent, start - 2)  # "in Yemen's Saada province"
    gap = sent.low[before.last + 1 : start]
    near = len(gap) <= 7 and not any(sent.pos[k] in ("VERB", "AUX") for k in range(before.last + 1, start))
    if not near or "and" in gap or "or" in gap:
        return
    contains = False
    if chained and sent.words[mention.first - 1] == ",":
        contains = area or before.kind not in _AREA_KINDS
    elif prep in ("in", "within") and at > before.last:
        contains = (area or before.kind is not None) and all(
            word in _CONTAIN_GAP
            or sent.tag[before.last + 1 + n] == "JJ"
            or sent.lemma[before.last + 1 + n] in lex.place_kinds
            or word in lex.directions
            for n, word in enumerate(gap)
        )
    elif prep == "of" and before.kind in lex.place_kinds and at == before.last + 1:
        contains = True
    if contains:
        before.inside = len(found)
        mention.container = True
        mention.role = before.role if before.role != "relation" else mention.role


_CONTAIN_GAP = frozenset((",", "in", "the", "of", "countryside", "within", "city", "'s", "-"))
