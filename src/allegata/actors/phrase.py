"""Reading a phrase as a party: what its head noun is, and whose that is."""

from allegata.actors.index import BREAKERS, DEFINITE, INDEFINITE, JOINERS, LINKS, Leaf, leaves
from allegata.actors.match import Finder, Match
from allegata.actors.parties import Party
from allegata.actors.words import Tokens

_LEADING = DEFINITE | INDEFINITE | {"so", "called", "alleged", "suspected"}
_MOST_NAMES = 2  # words that are no nouns of the list between a party and a voice: "Hamas's Arabic media spokesman"


def parties_in(finder: Finder) -> list[Match]:
    """Return the parties that a phrase stands for, in order: one, several when joined by "and", or none.

    A party that the phrase only mentions ("civilians who fled Daesh", "anti-Houthi forces") is not what it stands for.
    """
    tokens = finder.tokens
    first = 0
    while first < len(tokens) and tokens.keys[first] in _LEADING:
        first += 1
    if first == len(tokens):
        return []
    whole = _anaphor(finder, first) or _country_alone(finder, first, len(tokens))
    if whole is not None:
        return [whole]
    found = {tokens.starts.index(match.start): match for match in finder.all()}
    results: list[Match] = []
    place = first
    while place < len(tokens):
        place, group = _group(tokens, found, place)
        match = _of_group(finder, found, group, place)
        if match is not None:
            results.append(match)
        if place < len(tokens) and tokens.keys[place] in JOINERS:
            place += 1
        elif place < len(tokens) and results and tokens.gap(place) == ", ":
            continue
        else:
            break
    return results


def _anaphor(finder: Finder, first: int) -> Match | None:
    """ "the ministry", "the group": the party of that kind named last."""
    tokens = finder.tokens
    if first != len(tokens) - 1 or not first or tokens.keys[first - 1] not in DEFINITE:
        return None
    for _, leaf in leaves(finder.root, tokens, first):
        if leaf.tail_kinds and finder.at(first) is None and (party := finder.latest(leaf.tail_kinds)):
            return _match(tokens, first, first + 1, party, contextual=True, why="named before")
    return None


def _country_alone(finder: Finder, first: int, last: int) -> Match | None:
    """A country or its capital, named as one who acts or speaks: its government."""
    tokens = finder.tokens
    for end, leaf in leaves(finder.root, tokens, first):
        if end != last or leaf.plain is not None or not finder.proper(first, end):
            continue
        for codes, why in (
            (leaf.names, "a country named as a party"),
            (leaf.capitals, "a capital named for the government"),
        ):
            fitting = codes if len(codes) == 1 else tuple(code for code in codes if code in finder.countries)
            if len(fitting) == 1 and (party := finder.body(fitting[0], "government")):
                return _match(tokens, first, end, party, contextual=len(codes) > 1, why=why)
    return None


def _group(tokens: Tokens, found: dict[int, Match], place: int) -> tuple[int, list[int]]:
    """Return the words of a noun group, without what follows its head; a party's own words count as one."""
    group: list[int] = []
    while place < len(tokens):
        if group and place not in found and not tokens.joined(place) and tokens.gap(place) not in {"'", "’"}:
            break
        if place in found:
            group.append(place)
            place += 1
            while place < len(tokens) and tokens.starts[place] < found[group[-1]].end:
                place += 1
            continue
        ends = tokens.keys[place] in BREAKERS and tokens.gap(place) != "-"  # "Houthi-held areas" goes on
        if ends or tokens.keys[place] in JOINERS:
            break
        group.append(place)
        place += 1
    return place, group


def _of_group(finder: Finder, found: dict[int, Match], group: list[int], after: int) -> Match | None:
    named = [index for index, place in enumerate(group) if place in found]
    if named:
        tail = group[named[-1] + 1 :]
        return found[group[named[-1]]] if _is_tail(finder, tail) else None
    alone = _country_alone(finder, group[0], after) if group else None
    return alone or _linked(finder, found, group, after)


def _is_tail(finder: Finder, places: list[int]) -> bool:
    """Tell whether the nouns after a party leave the phrase the party's: fighters, raids, a spokesman by name."""
    others, place, end = 0, 0, len(places)
    while place < end:
        if finder.tokens.possessive(places[place]) or finder.tokens.keys[places[place]][0].isdigit():
            place += 1
            continue
        found = _tail_at(finder, places[place])
        if found is None:
            others, place = others + 1, place + 1
            if others > _MOST_NAMES:
                return False
            continue
        length, leaf = found
        if leaf.tail == "holding":
            return False
        place += length
        if leaf.tail == "voice" or (leaf.force and leaf.force.kind == "government"):
            return True
        if others:
            return False
    return others == 0


def _tail_at(finder: Finder, place: int) -> tuple[int, Leaf] | None:
    found = [(end - place, leaf) for end, leaf in leaves(finder.root, finder.tokens, place) if leaf.tail or leaf.force]
    return found[-1] if found else None


def _linked(finder: Finder, found: dict[int, Match], group: list[int], after: int) -> Match | None:
    """ "warplanes of the coalition", "a spokesman for the Taliban": a noun of the list, a link, and the party."""
    tokens = finder.tokens
    if not group or after >= len(tokens) or tokens.keys[after] not in LINKS:
        return None
    heads = [_tail_at(finder, place) for place in group[-2:]]
    if heads[-1] is None or heads[-1][1].tail == "holding":
        return None
    place = after
    while place < len(tokens) and (tokens.keys[place] in LINKS or tokens.keys[place] in _LEADING):
        place += 1
    if place not in found:
        return None
    match = found[place]
    last, rest = _group(tokens, found, place)
    return match if last >= place and _is_tail(finder, rest[1:]) else None


def _match(tokens: Tokens, first: int, end: int, party: Party, *, contextual: bool, why: str) -> Match:
    start, stop = tokens.starts[first], tokens.ends[end - 1]
    return Match(start=start, end=stop, party=party, alias=tokens.text[start:stop], contextual=contextual, why=why)
