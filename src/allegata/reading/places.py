"""Places: which names of a sentence are places, in what role, and what contains what by the words."""

from collections.abc import Callable

from allegata.reading.lexicon import Lexicon
from allegata.reading.place_names import JOINERS, LOCATIVE, PARTICLES, PlaceMention, name_runs, plain, prep_before
from allegata.reading.place_roles import governor_of, is_struck, mark_containment, of_place, role_of
from allegata.reading.sentence import Sentence

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


_SMALL = frozenset(("suburb", "district", "part", "quarter", "neighbourhood", "neighborhood", "area", "edge", "centre"))


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

    ``known``: whether the gazetteer has a name; ``country``: ISO code of a country's name; ``party``: whether words
    name a party; ``area``: whether a name is that of a province or district; ``busy``: tokens that others have taken
    (dates, counts); ``report`` and ``content``: tokens of reporting phrases, and of what they report.
    """
    found: list[PlaceMention] = []
    held: PlaceMention | None = None
    for first, last in name_runs(sent):
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
            and (
                sent.pos[name_last] == "ADJ"
                or (sent.ent[name_last] == "NORP" and not known(sent.words_of(first, name_last)))
            )
        ):
            continue  # "a Pentecostal church"
        name = sent.words_of(first, name_last)
        name_span = sent.between(first, name_last)
        prep, at, relation, kind_token = prep_before(sent, first, lex)
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
        struck = is_struck(sent, first, end, lex) or (
            kind_token is not None and is_struck(sent, kind_token, kind_token, lex)
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
