"""Places: which names of a sentence are places, in what role, and what contains what by the words."""

from collections.abc import Callable, Sequence

from allegata.reading.lexicon import Lexicon
from allegata.reading.place_names import JOINERS, LOCATIVE, PARTICLES, PlaceMention, name_runs, plain, prep_before
from allegata.reading.place_roles import governor_of, is_struck, mark_containment, of_place, role_of
from allegata.reading.sentence import Sentence
from allegata.records import Span

_TITLES = frozenset(
    (
        "president",
        "minister",
        "general",
        "gen.",
        "colonel",
        "col.",
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "miss",
        "dr",
        "dr.",
        "prof.",
        "professor",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "captain",
        "capt.",
        "major",
        "maj.",
        "lt.",
        "sgt.",
        "sergeant",
        "detective",
        "sheriff",
        "king",
        "queen",
        "sheikh",
        "ayatollah",
        "imam",
        "prince",
        "princess",
        "ambassador",
        "senator",
        "sen.",
        "rep.",
        "gov.",
        "judge",
        "pope",
        "bishop",
    )
)
_STRUCK_AS_PLACES = frozenset(("infrastructure", "health facility", "school", "market", "camp", "shelter"))
_NAMED_PARTS = frozenset(("district", "subdistrict", "neighbourhood", "neighborhood", "quarter", "block", "zone"))
_OF_PEOPLE = frozenset(("killed", "injured", "killed_or_injured", "missing", "detained"))
_OF_PLACES_TOO = frozenset(("capture", "seize"))
_UPON_ANYTHING = frozenset(("attack", "hit", "strike", "target", "ambush", "shoot", "rob", "beat", "stab", "torture"))
_NO_PLACE_ENT = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE", "LAW"))


_SMALL = frozenset(("suburb", "district", "part", "quarter", "neighbourhood", "neighborhood", "area", "edge", "centre"))


def _of_a_people(sent: Sentence, first: int, last: int, country: Callable[[str], str | None]) -> bool:
    """Return whether words are an adjective of a country, region or people, and name no place of their own."""
    return (
        sent.pos[last] == "ADJ"
        or country(sent.words_of(first, last)) is not None
        or sent.low[last].endswith(("an", "ian", "ese", "ish", "i"))
    )


def _named_part(
    sent: Sentence,
    before: Span,
    after: Span,
    kind: str,
    known: Callable[[str], bool],
    area: Callable[[str], bool],
) -> bool:
    """Return whether a name before "district of" is the district's own: "the Salah district of Taiz".

    In "the Aleppo district of Salaheddin" the name comes after. ``before`` and ``after``: the tokens of the two.
    """
    if kind not in _NAMED_PARTS:
        return False
    own = sent.words_of(*before)
    return not area(own) and (not known(own) or area(sent.words_of(*after)) or not known(sent.words_of(*after)))


def _within(sent: Sentence, first: int, last: int, parties: Sequence[Span]) -> bool:
    """Return whether words are a part of a party's name: the "Liberation Front" of a longer one."""
    start, end = sent.start[first], sent.end[last]
    return any(a <= start and end <= b and (a, b) != (start, end) for a, b in parties)


def _titled(sent: Sentence, first: int, last: int, known: Callable[[str], bool]) -> bool:
    """Return whether a run of capitals is a person's name with a title: "Ms. Paris Green", "the late Gen. Homs".

    Places are named so too: "Prince George", "Sheikh Zuweid".
    """
    if sent.low[first] in _TITLES:
        return not (first < last and (sent.low[first] == "sheikh" or known(sent.words_of(first, last))))
    return first > 0 and sent.low[first - 1] in _TITLES and sent.words[first - 1][:1].isupper()


def _is_harmed(sent: Sentence, first: int, last: int, known: Callable[[str], bool], lex: Lexicon) -> bool:
    """Return whether a name is that of a person whom something was done to: "Jordan Smith was shot".

    What kills, wounds, seizes or arrests does so to people; what strikes may strike a place, and there a name of
    several words that the gazetteer does not hold is a person's where the parser takes it for one.
    """
    person = all(sent.ent[k] == "PERSON" for k in range(first, last + 1))
    for k in range(last, first - 1, -1):
        if sent.dep[k] in ("dobj", "nsubjpass"):
            verb = sent.head[k]
        elif sent.dep[k] == "pobj" and sent.low[sent.head[k]] == "at":
            verb = sent.head[sent.head[k]]
        else:
            continue
        trigger = lex.verbs.get(sent.lemma[verb])
        if trigger is None or sent.pos[verb] != "VERB":
            continue
        if trigger.outcome in _OF_PEOPLE and sent.lemma[verb] not in _OF_PLACES_TOO:
            return True
        several = last > first and not any(
            sent.low[n] in PARTICLES or sent.words[n] in JOINERS for n in range(first, last)
        )
        if person and several and sent.lemma[verb] in _UPON_ANYTHING and not known(sent.words_of(first, last)):
            return True
    return False


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
    parties: Sequence[Span] = (),
) -> list[PlaceMention]:
    """Return the place names of a sentence with their roles.

    ``known``: whether the gazetteer has a name; ``country``: ISO code of a country's name; ``party``: whether words
    name a party; ``area``: whether a name is that of a province or district; ``busy``: tokens that others have taken
    (dates, counts); ``report`` and ``content``: tokens of reporting phrases, and of what they report; ``parties``:
    spans of the names of parties, no part of which is a place.
    """
    found: list[PlaceMention] = []
    held: PlaceMention | None = None
    runs = name_runs(sent)
    for first, last in runs:
        if _titled(sent, first, last, known) or _within(sent, first, last, parties):
            continue
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
            if last == end or _of_a_people(sent, first, name_last, country):
                continue  # "the Tigrayan town of Adwa": the name comes after
            behind = next((run for run in runs if run[0] == end + 2), (end + 2, end + 2))
            if not _named_part(sent, (first, name_last), behind, kind, known, area):
                continue
        if (
            kind is not None
            and lex.place_kinds.get(kind) == "point"
            and (
                sent.pos[name_last] == "ADJ"
                or (sent.ent[name_last] == "NORP" and not known(sent.words_of(first, name_last)))
            )
        ):
            continue  # "a Pentecostal church"
        name = sent.words_of(first, name_last)
        name_span = sent.between(first, name_last)
        prep, at, relation, kind_token = prep_before(sent, first, lex)
        thing: int | None = None
        if kind_token is not None and found and found[-1].last == kind_token:
            prep, at, relation, kind_token = "of", kind_token + 1, None, None  # "the Salah district of Taiz"
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
                and name_span not in parties
                and sent.ent[name_last] != "NORP"
                and not sent.words[name_last].endswith("an")
            ):
                found.append(
                    PlaceMention(
                        first=first,
                        last=name_last,
                        name=plain(name),
                        name_span=name_span,
                        words=name,
                        span=name_span,
                        kind=None,
                        role="event",
                        known=True,
                    )
                )
                continue
            elif (
                head > end
                and lex.target_kinds.get(sent.lemma[head]) in _STRUCK_AS_PLACES
                and is_struck(sent, head, head, lex)
            ):
                thing = head  # "bombed the Ras Isa fuel port"
            elif head > end and sent.words[head] not in JOINERS and not sent.words[head][:1].isupper():
                continue  # "Gaza authorities", "US warplanes": names something else
        possessor = (name_last + 1 < sent.n and sent.low[name_last + 1] in ("'s", "’s")) or (
            end + 1 < sent.n and sent.low[end + 1] in ("'s", "’s")
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
                    name=plain(name),
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
        if kind is None and prefix is None and _is_harmed(sent, first, name_last, known, lex):
            continue
        struck = is_struck(sent, first, end, lex) or any(
            token is not None and is_struck(sent, token, token, lex) for token in (kind_token, thing)
        )
        locating = (
            prep in ("in", "at", "near", "inside", "outside", "from", "to", "around") or struck or relation
        ) and known(name)
        if code is None and not locating and party(sent.words_of(first, end)):
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
        locative = prep in LOCATIVE or prep in ("from", "to", "toward", "towards", "of", "for") or relation is not None
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
                sent.ent[name_last] != "ORG" or (first != last and sent.low[first] in PARTICLES) or not name.isupper()
            )
            moved = prep in ("from", "to") and sent.lemma[governor_of(sent, first, last)] in lex.motion_verbs
            if not located and not (proper and single and (prep in ("in", "near") or struck or moved)):
                continue
        hit_there = prep == "of" and at > 0 and of_place(sent, at, lex) and in_gazetteer
        if (
            sent.ent[name_last] == "PERSON"
            and kind_word is None
            and not (prep in ("in", "near", "at") or struck or hit_there)
        ):
            continue
        people = sent.ent[name_last] == "NORP" and (sent.pos[name_last] != "PROPN" or sent.low[name_last].endswith("s"))
        if people and code is None and (kind is None or not known(name)):
            continue
        demonym = sent.ent[name_last] == "NORP" and kind is None
        if code is not None and (is_adjective or demonym or sent.low[name_last].endswith("ans")):
            continue
        if prep == "to" and at > 0 and sent.low[at - 1] == "according":
            continue  # who says it, not where
        if prep == "of" and relation is None and kind_before is None:
            by_whom = party(sent.words_of(first, end)) and sent.lemma[at - 1] in lex.nouns  # "the attacks of Ukraine"
            if by_whom or not of_place(sent, at, lex):
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
            ("origin", None) if fled else role_of(sent, first, end, prep, at, relation, struck, lex, report, content)
        )
        mention = PlaceMention(
            first=first,
            last=end,
            name=plain(name),
            name_span=name_span,
            words=sent.words_of(first, end),
            span=sent.between(first, end),
            kind=kind,
            role=role,
            relation=rel,
            country=code,
            known=in_gazetteer,
        )
        rest = sent.low[end + 1 : end + 8]
        mention.of_there = any(
            rest[k : k + 2] == ["of", "the"]
            and k + 2 < len(rest)
            and rest[k + 2] in ("city", "town", "village", "capital")
            for k in range(len(rest) - 2)
            if all(word in (",", "a", "the") or word in lex.place_kinds or word in _SMALL for word in rest[:k])
        )
        mark_containment(sent, found, mention, prep, at, chained, lex, area)
        found.append(mention)
        if held is not None and held.last + 2 <= mention.first <= held.last + 5 and mention.role != "relation":
            mention.inside = len(found)
            held.role = mention.role
            found.append(held)
        held = None
    return found
