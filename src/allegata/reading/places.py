"""Places: which names of a sentence are places, in what role, and what contains what by the words."""

from collections.abc import Callable

import msgspec

from allegata.reading.lexicon import Lexicon
from allegata.reading.phrases import left_edge
from allegata.reading.sentence import Sentence
from allegata.records import Span

_LOCATIVE = frozenset(
    (
        "in",
        "at",
        "near",
        "inside",
        "outside",
        "around",
        "across",
        "over",
        "within",
        "throughout",
        "between",
        "on",
        "against",
        "into",
        "onto",
        "off",
        "along",
        "by",
        "beside",
        "amid",
    )
)
_NEAR = frozenset(("near", "outside", "around", "off", "beside"))
_PARTICLES = frozenset(
    (
        "al",
        "el",
        "as",
        "ash",
        "at",
        "ad",
        "an",
        "ar",
        "az",
        "ez",
        "es",
        "ed",
        "de",
        "del",
        "la",
        "las",
        "los",
        "of",
        "the",
        "bin",
        "abu",
        "tel",
        "san",
        "santa",
        "da",
        "do",
        "di",
        "ul",
        "ur",
    )
)
_JOINERS = frozenset(("-", "‑", "’", "'", "`", "ʿ"))
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
_TITLES = frozenset(
    (
        "president",
        "minister",
        "general",
        "colonel",
        "mr",
        "mrs",
        "ms",
        "dr",
        "spokesman",
        "spokeswoman",
        "captain",
        "major",
        "king",
        "sheikh",
        "ayatollah",
        "prince",
        "ambassador",
    )
)
_NO_PLACE_ENT = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE", "LAW"))


class PlaceMention(msgspec.Struct, kw_only=True):
    """A name of a place in a sentence. ``name``: without kind words; ``inside``: index of the mention that contains it."""

    first: int
    last: int
    name: str
    name_span: Span
    words: str
    span: Span
    kind: str | None
    role: str
    relation: str | None = None
    inside: int | None = None
    country: str | None = None
    container: bool = False
    known: bool = False


def _name_runs(sent: Sentence) -> list[tuple[int, int]]:
    """Return runs of capitalised name tokens, with "al-", "de" and hyphens inside them."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < sent.n:
        word = sent.words[i]
        particle = (
            sent.low[i] in _PARTICLES
            and i + 2 < sent.n
            and sent.words[i + 1] in _JOINERS
            and sent.words[i + 2][:1].isupper()
        )
        glued = "-" in word and word.split("-")[0].lower() in _PARTICLES and word.split("-")[-1][:1].isupper()
        capital = word[:1].isupper() and (
            sent.pos[i] in ("PROPN", "NOUN", "ADJ", "X", "VERB", "INTJ", "ADV") or sent.ent[i] in ("GPE", "LOC", "FAC")
        )
        if not (particle or capital or glued) or (sent.pos[i] in ("PRON", "DET") and not particle):
            i += 1
            continue
        if (
            sent.pos[i] in ("VERB", "ADV", "ADJ", "INTJ", "NOUN")
            and i == 0
            and sent.ent[i] not in ("GPE", "LOC", "FAC")
        ):
            i += 1
            continue
        j = i + (2 if particle else 0)
        while j + 1 < sent.n:
            nxt = sent.words[j + 1]
            if (
                nxt in _JOINERS
                and j + 2 < sent.n
                and (sent.words[j + 2][:1].isupper() or (sent.low[j + 2] in _PARTICLES))
                and sent.end[j] == sent.start[j + 1]
            ):
                j += 2
                continue
            if nxt[:1].isupper() and sent.pos[j + 1] in ("PROPN", "NOUN", "ADJ", "X"):
                j += 1
                continue
            if (
                sent.low[j + 1] in _PARTICLES
                and sent.low[j + 1] not in ("of", "the", "at", "as", "an")
                and j + 2 < sent.n
                and (sent.words[j + 2][:1].isupper() or sent.words[j + 2] in _JOINERS)
            ):
                j += 1
                continue
            break
        while j > i and sent.words[j] in _JOINERS:
            j -= 1
        runs.append((i, j))
        i = j + 1
    return runs


def _prep_before(sent: Sentence, first: int, lex: Lexicon) -> tuple[str | None, int, str | None, int | None]:
    """Return the governing preposition, its token, a relation ("south of") and the token of a kind noun before the name."""
    k = first - 1
    kind: int | None = None
    if k > 0 and sent.low[k] in ("'s", "’s"):  # "in Nigeria's Plateau state"
        k = left_edge(sent, k - 1) - 1
    while k >= 0 and (
        sent.low[k]
        in (
            "the",
            "of",
            "a",
            "city",
            "nearby",
            "besieged",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "occupied",
            "rebel",
            "-",
            "held",
            "coastal",
            "border",
            "capital",
            '"',
            "“",
            "historic",
            "ancient",
        )
        or sent.lemma[k] in lex.place_kinds
        or (sent.tag[k] == "JJ"
        and sent.dep[k] == "amod")
    ):
        if (
            (sent.lemma[k] in lex.place_kinds
            and sent.low[k + 1] in ("of", "the", "called"))
            or (sent.lemma[k] in lex.place_kinds
            and kind is None)
        ):
            kind = k
            edge = left_edge(sent, k)
            if edge < k:
                k = edge - 1
                continue
        if sent.low[k] == "of" and k > 0:
            before = sent.low[k - 1]
            if before in ("outside", "inside"):
                return before, k - 1, None, kind
            if before in lex.directions:
                relation = f"{before} of"
                return "of", k, relation, None
            if sent.lemma[k - 1] not in lex.place_kinds and before not in ("city", "capital"):
                return "of", k, None, None
        k -= 1
    if k < 0:
        return None, -1, None, kind
    return (
        (
            sent.low[k]
            if sent.pos[k] in ("ADP", "SCONJ", "PART") or sent.low[k] in _LOCATIVE | {"from", "to", "toward", "towards"}
            else None
        ),
        k,
        None,
        kind,
    )


def _governor(sent: Sentence, first: int, last: int) -> int:
    """Return the first token above the run that lies outside it."""
    i = last
    while first <= sent.head[i] <= last and sent.head[i] != i:
        i = sent.head[i]
    return sent.head[i]


def find_places(
    sent: Sentence,
    lex: Lexicon,
    known: Callable[[str], bool],
    country: Callable[[str], str | None],
    party: Callable[[str], bool],
    area: Callable[[str], bool],
    busy: set[int],
    report: set[int],
    content: set[int],
) -> list[PlaceMention]:
    """Return the place names of a sentence with their roles.

    ``known``: whether the gazetteer has a name; ``country``: ISO code of a country's name; ``party``: whether words name
    a party; ``area``: whether a name is that of a province or district; ``busy``: tokens that other elements have taken
    (dates, counts); ``report`` and ``content``: tokens of reporting phrases, and of what they report.
    """
    found: list[PlaceMention] = []
    held: PlaceMention | None = None
    for first, last in _name_runs(sent):
        while first <= last and (sent.low[first] in _TITLES):
            first += 1
        prefix: str | None = None
        if first < last and lex.place_kinds.get(sent.low[first]) == "village":  # "Kibbutz Beeri", "Camp Ashraf"
            prefix, first = sent.low[first], first + 1
        if first > last or any(k in busy for k in range(first, last + 1)):
            continue
        # kind words: after the name ("Markada town", "Jabalia Camp") or at its end
        name_last, kind = last, None
        if last > first and sent.low[last] in lex.place_kinds:
            kind, name_last = sent.low[last], last - 1
        end = last
        while end + 1 < sent.n and (
            sent.lemma[end + 1] in lex.place_kinds
            or (
                sent.low[end + 1] in ("refugee", "displacement", "idp", "-")
                and sent.low[min(end + 2, sent.n - 1)] in ("camp", "camps")
            )
        ):
            if sent.lemma[end + 1] in lex.place_kinds:
                kind = sent.lemma[end + 1]
            end += 1
            if kind is not None:
                break
        if kind is not None and end + 2 < sent.n and sent.low[end + 1] == "of" and sent.words[end + 2][:1].isupper():
            continue  # "the Tigrayan town of Adwa": the name comes after
        if (
            kind is not None
            and lex.place_kinds.get(kind) == "point"
            and (sent.pos[name_last] == "ADJ" or sent.ent[name_last] == "NORP")
        ):
            continue  # "a Pentecostal church"
        name = sent.words_of(first, name_last)
        name_span = sent.between(first, name_last)
        prep, at, relation, kind_token = _prep_before(sent, first, lex)
        kind_before = sent.lemma[kind_token] if kind_token is not None else None
        code = country(name)
        is_adjective = sent.pos[name_last] == "ADJ" or (
            sent.ent[name_last] == "NORP" and sent.pos[name_last] != "PROPN"
        )
        if is_adjective and kind is None and prep is None:
            continue
        if sent.dep[name_last] in ("amod", "nmod", "compound", "npadvmod") and kind is None:
            head = sent.head[name_last]
            if head > end and (sent.lemma[head] in lex.place_kinds):
                kind = sent.lemma[head]
            elif (
                head > end
                and sent.lemma[head] in lex.nouns
                and code is None
                and known(name)
                and sent.ent[name_last] != "NORP"
                and not sent.words[name_last].endswith("an")
            ):
                found.append(
                    PlaceMention(
                        first=first,
                        last=name_last,
                        name=_plain(name),
                        name_span=name_span,
                        words=name,
                        span=name_span,
                        kind=None,
                        role="event",
                        known=True,
                    )
                )
                continue
            elif head > end and sent.words[head] not in _JOINERS and not sent.words[head][:1].isupper():
                continue  # "Gaza authorities", "US warplanes": names something else
        possessor = (
            (name_last + 1 < sent.n
            and sent.low[name_last + 1] in ("'s", "’s"))
            or (end + 1 < sent.n and sent.low[end + 1] in ("'s", "’s"))
        )
        if possessor:
            after = end + 2
            while after < sent.n and sent.pos[after] in ("ADJ", "DET") and not sent.words[after][:1].isupper():
                after += 1
            named = after < sent.n and sent.words[after][:1].isupper() and sent.pos[after] == "PROPN"
            if named and (code is not None or area(name)):
                held = PlaceMention(
                    first=first,
                    last=end,
                    name=_plain(name),
                    name_span=name_span,
                    words=sent.words_of(first, end),
                    span=sent.between(first, end),
                    kind=kind,
                    role="event",
                    country=code,
                    container=True,
                    known=True,
                )
                continue
            if kind is None:
                continue
        if all(sent.ent[k] in _NO_PLACE_ENT for k in range(first, name_last + 1)):
            continue
        struck = _struck(sent, first, end, lex) or (
            kind_token is not None and _struck(sent, kind_token, kind_token, lex)
        )
        locating = (
            prep in ("in", "at", "near", "inside", "outside", "from", "to", "around") or struck or relation
        ) and known(name)
        if code is None and kind is None and not locating and party(sent.words_of(first, end)):
            continue
        in_gazetteer = code is not None or known(name)
        kind = kind or prefix
        kind_word = kind or kind_before
        fled = (
            sent.dep[name_last] == "dobj"
            and sent.lemma[sent.head[name_last]] in ("flee", "leave", "escape")
            and in_gazetteer
        )
        chained = (
            bool(found) and found[-1].last + 2 >= first and sent.words[first - 1] == "," and found[-1].role != "speech"
        )
        if not chained and found and sent.low[first - 1] in ("and", "or") and found[-1].last + 2 >= first:
            chained = in_gazetteer or kind_word is not None
        locative = prep in _LOCATIVE or prep in ("from", "to", "toward", "towards", "of", "for") or relation is not None
        if not (locative or struck or chained or fled):
            continue
        if not in_gazetteer and kind_word is None:
            located = prep in ("in", "near", "at", "inside", "outside") and sent.ent[name_last] in ("GPE", "LOC", "FAC")
            proper = sent.pos[name_last] == "PROPN" and sent.ent[name_last] not in (
                "EVENT",
                "PRODUCT",
                "LAW",
                "WORK_OF_ART",
                "NORP",
            )
            single = (
                sent.ent[name_last] != "ORG" or (first != last and sent.low[first] in _PARTICLES) or not name.isupper()
            )
            moved = prep in ("from", "to") and sent.lemma[_governor(sent, first, last)] in lex.motion_verbs
            if not located and not (proper and single and (prep in ("in", "near") or struck or moved)):
                continue
        hit_there = prep == "of" and at > 0 and _of_place(sent, at, lex) and in_gazetteer
        if (
            sent.ent[name_last] == "PERSON"
            and kind_word is None
            and not (prep in ("in", "near", "at") or struck or hit_there)
        ):
            continue
        people = sent.ent[name_last] == "NORP" and (sent.pos[name_last] != "PROPN" or sent.low[name_last].endswith("s"))
        if people and code is None and (kind is None or not known(name)):
            continue
        if code is not None and (is_adjective or sent.low[name_last].endswith("ans")):
            continue
        if prep == "of" and relation is None and kind_before is None and not _of_place(sent, at, lex):
            continue
        if (
            prep in ("by", "on", "for")
            and kind_word is None
            and not struck
            and (code is not None or prep in ("by", "for"))
        ):
            continue
        if kind_before is not None and kind is None:
            kind = kind_before
        role, rel = (
            ("origin", None) if fled else _role(sent, first, end, prep, at, relation, struck, lex, report, content)
        )
        mention = PlaceMention(
            first=first,
            last=end,
            name=_plain(name),
            name_span=name_span,
            words=sent.words_of(first, end),
            span=sent.between(first, end),
            kind=kind,
            role=role,
            relation=rel,
            country=code,
            known=in_gazetteer,
        )
        _contain(sent, found, mention, prep, at, chained, lex, area)
        found.append(mention)
        if held is not None and held.last + 2 <= mention.first <= held.last + 5 and mention.role != "relation":
            mention.inside = len(found)
            held.role = mention.role
            found.append(held)
        held = None
    return found


def _plain(name: str) -> str:
    """Return a name in capitals as it is usually written."""
    return name.title() if name.isupper() and len(name) > 3 else name


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


def _of_place(sent: Sentence, at: int, lex: Lexicon) -> bool:
    before = sent.lemma[at - 1] if at > 0 else ""
    trigger = lex.nouns.get(before) or lex.nouns.get(sent.low[at - 1] if at > 0 else "")
    if trigger is not None and trigger.rank >= 6 and not trigger.outcome:
        return True  # "the shelling of Kherson"
    return before in lex.place_kinds or before in _PARTS


def _struck(sent: Sentence, first: int, last: int, lex: Lexicon) -> bool:
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


def _role(
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
    if relation is not None:
        return "relation", relation
    governor = _governor(sent, first, last)
    if prep is not None and at >= 0:
        governor = sent.head[at] if sent.dep[at] in ("prep", "agent", "dative", "advmod") else governor
        if sent.low[governor] == "from" and sent.head[governor] != governor:
            governor = sent.head[governor]
    lemma = sent.lemma[governor]
    if prep in ("in", "at", "near") and sent.dep[governor] == "pobj":  # "taken to a hospital in Deir al-Balah"
        over = sent.head[governor]
        if sent.low[over] in ("to", "into", "from") and sent.lemma[sent.head[over]] in lex.motion_verbs:
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


def _contain(
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
    gap = sent.low[before.last + 1 : mention.first]
    near = len(gap) <= 7 and not any(sent.pos[k] in ("VERB", "AUX") for k in range(before.last + 1, mention.first))
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
