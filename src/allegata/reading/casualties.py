"""Casualties: which people a sentence says were killed, injured, taken or displaced, with parts and sums.

Counts are tied to outcomes first by the parse (objects of "killed", subjects of "were wounded", "12 people killed in"),
then, for what the parse missed, by the nearest outcome word in the same stretch of the sentence.
"""

import re

import msgspec

from allegata.reading.lexicon import Lexicon
from allegata.reading.people import Chunk
from allegata.reading.sentence import Sentence
from allegata.reading.triggers import Hit
from allegata.records import Casualty, Composition, Quantity, Whom

_MADE_DEAD = frozenset(("shoot", "stab", "hack", "beat", "burn", "gun", "strike", "bludgeon"))
_JOIN = frozenset(("and", "or", "/", "and/or", "&"))
_GAP = frozenset((",", "and", "or", "&", "as", "well", "also", "plus", "together", "with", "another", "the", "a", "an"))
_PART_WORDS = frozenset(("including", "include", "includes", "included", "among"))
_CAUSE = frozenset(
    ("cause", "inflict", "suffer", "result", "sustain", "incur", "claim", "be", "record", "leave", "lead")
)
_LIFE = frozenset(("claim", "cost", "take", "lose"))
_SHARES = {
    "most": "majority",
    "majority": "majority",
    "mostly": "majority",
    "mainly": "majority",
    "largely": "majority",
    "predominantly": "majority",
    "primarily": "majority",
    "half": "half",
    "some": "some",
    "many": "some",
    "all": "all",
    "both": "all",
}
_COMPOSITION = re.compile(
    r"\b(?:(?:(?:the\s+)?(?:vast\s+|great\s+|overwhelming\s+)?(?P<of>most|majority|half|some|many|all|both)\s+of\s+"
    r"(?:them|whom|those|these|the\s+(?:victims|dead|casualties|wounded|injured|killed))(?:\s+(?:were|are|being|reportedly))*)"
    r"|(?P<adv>mostly|mainly|largely|predominantly|primarily|all))\s+"
    r"(?P<who>(?:(?:innocent|unarmed|Syrian|Palestinian)\s+)?(?:women|children|girls|boys|men|civilians|elderly(?:\s+people)?)"
    r"(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+or\s+)(?:women|children|girls|boys|men|civilians|(?:the\s+)?elderly))*)",
    re.IGNORECASE,
)
_GROUPS = {"women": "women", "children": "children", "girls": "children", "boys": "children", "men": "men"}


class Draft(msgspec.Struct, kw_only=True):
    """A casualty in the making; ``part_of`` and ``derived`` are positions in the sentence's list of drafts."""

    outcome: str
    outcome_token: int
    quantity: Quantity
    whom: Whom
    head: int
    hit: int | None
    part_of: int | None = None
    derived: list[int] = []
    rule: str | None = None
    composition: tuple[Composition, ...] = ()
    cumulative: bool = False
    partial: bool = False
    explicit: bool = False
    first: int = 0
    last: int = 0


def outcome_tokens(sent: Sentence, hits: list[Hit], lex: Lexicon) -> dict[int, str]:
    """Return token -> outcome for every word that says what became of people."""
    found: dict[int, str] = {
        hit.token: hit.trigger.outcome
        for hit in hits
        if hit.trigger.outcome
        and (not hit.trigger.weak or hit.lemma in ("injury", "hurt"))
        and not (hit.token >= 2 and sent.low[hit.token - 2] == "among")
    }
    for i in range(sent.n):
        if i in found:
            continue
        low = sent.low[i]
        if i >= 2 and sent.low[i - 2] == "among" and sent.low[i - 1] in ("the", "those"):
            continue
        if low in lex.states and sent.dep[i] not in ("amod", "compound", "det"):
            if not (i + 1 < sent.n and sent.pos[i + 1] == "NOUN" and sent.dep[i] != "acl" and sent.head[i] == i + 1):
                found[i] = lex.states[low]
        elif sent.lemma[i] in _LIFE and sent.pos[i] == "VERB":
            obj = sent.kid(i, "dobj")
            if obj is not None and sent.lemma[obj] == "life":
                found[i] = "killed"
    return found


def joint_outcomes(sent: Sentence, outcomes: dict[int, str]) -> dict[int, str]:
    """Return the outcomes with "killed and injured" made one: *killed or injured*, whose split is unknown."""
    joined = dict(outcomes)
    tokens = sorted(outcomes)
    for a, b in zip(tokens, tokens[1:], strict=False):
        between = [sent.low[k] for k in range(a + 1, b)]
        if {outcomes[a], outcomes[b]} == {"killed", "injured"} and between and set(between) <= _JOIN | {"either"}:
            joined[a] = joined[b] = "killed_or_injured"
    return joined


def _arguments(sent: Sentence, token: int) -> list[int]:
    """Return the heads of the phrases that an outcome word says something of."""
    dep, pos = sent.dep[token], sent.pos[token]
    kids = sent.kids[token]
    found = [k for k in kids if sent.dep[k] in ("nsubjpass", "dative")]
    lemma = sent.lemma[token]
    if lemma == "lose":
        return [k for k in kids if sent.dep[k] == "nsubj"] or ([sent.head[token]] if dep == "relcl" else [])
    if lemma in _LIFE:
        life = sent.kid(token, "dobj")
        if life is not None:
            found = [life]
            for kid in sent.kids[life]:
                if sent.low[kid] == "of":
                    found += [k for k in sent.kids[kid] if sent.dep[k] == "pobj"]
        return found
    passive = bool(found) or any(sent.dep[k] == "auxpass" for k in kids)
    perfect = any((sent.lemma[k] == "have" and sent.dep[k] == "aux") or sent.dep[k] == "dobj" for k in kids)
    if (
        lemma in ("die", "perish", "succumb")
        or pos in ("ADJ", "ADV")
        or (sent.tag[token] == "VBN" and not passive and not perfect)
    ):
        found += [k for k in kids if sent.dep[k] == "nsubj"]
    if not passive:
        found += [k for k in kids if sent.dep[k] == "dobj"]
    if (dep in ("acl", "relcl", "amod") and not found) or (dep == "relcl" and any(sent.low[k] in ("who", "that", "which") for k in found)):
        found.append(sent.head[token])
    if pos in ("NOUN", "PROPN"):
        for kid in kids:
            if sent.low[kid] in (("of", "to") if lemma in ("injury", "wound") else ("of",)) and sent.dep[kid] == "prep":
                found += [k for k in sent.kids[kid] if sent.dep[k] == "pobj"]
            if sent.dep[kid] in ("poss", "nummod"):
                found.append(kid)
    above = sent.head[token]
    if sent.lemma[above] in _MADE_DEAD and sent.low[token] == "dead" and above != token:
        own = [k for k in sent.kids[above] if sent.dep[k] in ("dobj", "nsubjpass")]
        if own:
            return own
        return [k for k in kids if sent.dep[k] in ("dobj", "nsubj", "pobj") and k > token] or _arguments(sent, above)
    if dep in ("xcomp", "oprd", "ccomp", "acomp", "conj") and not any(k for k in found):
        if sent.lemma[above] in ("leave", "see", "find", "report", "have"):
            found += [k for k in sent.kids[above] if sent.dep[k] == "dobj" and k < token]
        elif dep == "acomp":
            found += [k for k in sent.kids[above] if sent.dep[k] == "nsubj"]
        elif dep == "conj" and sent.pos[above] == sent.pos[token]:
            if not any(sent.dep[k] in ("dobj", "nsubj") for k in kids):
                found += [k for k in sent.kids[above] if sent.dep[k] == "nsubjpass"]
                if not found and sent.tag[token] in ("VBN", "VBD") and sent.tag[above] == "VBN":
                    found += _arguments(sent, above)
    return found


def _reach_down(sent: Sentence, heads: list[int]) -> set[int]:
    """Widen argument heads to coordinated nouns and to the noun that "number of" and "dozens of" count."""
    found: set[int] = set()
    stack = list(heads)
    while stack:
        i = stack.pop()
        if i in found:
            continue
        found.add(i)
        for kid in sent.kids[i]:
            if sent.dep[kid] == "conj" and sent.pos[kid] in ("NOUN", "PROPN", "NUM", "PRON", "ADJ"):
                stack.append(kid)
            if sent.dep[kid] == "appos" and any(sent.dep[x] == "conj" for x in sent.kids[kid]):
                stack.append(kid)  # "a father, a mother and four children"
            if (
                sent.dep[kid] == "prep"
                and sent.low[kid] == "of"
                and sent.lemma[i]
                in (
                    "number",
                    "dozen",
                    "score",
                    "hundred",
                    "thousand",
                    "ten",
                    "ten",
                    "handful",
                    "couple",
                    "body",
                    "life",
                    "total",
                    "group",
                    "pair",
                    "many",
                    "most",
                    "minimum",
                    "maximum",
                    "estimate",
                )
            ):
                stack += [k for k in sent.kids[kid] if sent.dep[k] == "pobj"]
            if sent.dep[kid] in ("nummod", "quantmod"):
                found.add(kid)
    return found


def _parts_after(sent: Sentence, at: int, chunks: list[Chunk]) -> tuple[list[Chunk], list[Chunk]]:
    """Return the people listed after "including", and those that a comma takes out of the list again.

    In "civilians, including two women, and 6 members of a family" the comma before "and" closes the phrase, because what
    follows is not a group of the same sort as what was included.
    """
    inside: list[Chunk] = []
    outside: list[Chunk] = []
    previous: int | None = None
    for chunk in chunks:
        if chunk.first <= at:
            continue
        gap = [sent.low[k] for k in range((previous if previous is not None else at) + 1, chunk.first)]
        if previous is None:
            if len(gap) > 3 or any(sent.pos[k] == "VERB" for k in range(at + 1, chunk.first)):
                break
        else:
            if not gap or any(word not in _GAP and not (word == "-") for word in gap):
                break
            if gap[:2] == [",", "and"] and len(inside) == 1:
                same = (chunk.whom.group is None) == (inside[0].whom.group is None)
                if not same and chunk.explicit:
                    outside.append(chunk)
                    previous = chunk.last
                    break
        inside.append(chunk)
        previous = chunk.last
    return inside, outside


def compositions(sent: Sentence) -> list[Composition]:
    """Return shares given without numbers: "most of them women and children"."""
    first, last = sent.span
    found: list[Composition] = []
    for match in _COMPOSITION.finditer(sent.text, first, last):
        groups = tuple(dict.fromkeys(_GROUPS[w] for w in re.findall(r"\w+", match["who"].lower()) if w in _GROUPS))
        share = _SHARES[(match["of"] or match["adv"]).lower()]
        if groups:
            found.append(
                Composition(groups=groups, share=share, words=match.group(), span=match.span())  # type: ignore[arg-type]
            )
    return found


def _drop_composition(chunks: list[Chunk], sent: Sentence, shares: list[Composition]) -> list[Chunk]:
    """Remove people that only say what others were made of: they are no further count."""
    spans = [share.span for share in shares]
    return [
        chunk
        for chunk in chunks
        if (chunk.explicit
        and not any(a <= chunk.quantity.span[0] < b for a, b in spans))
        or not any(a <= sent.start[chunk.head] < b for a, b in spans)
    ]


def find_casualties(sent: Sentence, hits: list[Hit], chunks: list[Chunk], lex: Lexicon) -> list[Draft]:
    """Return the casualties of a sentence in order. ``hits``: its event words that are not hypothetical."""
    outcomes = outcome_tokens(sent, hits, lex)
    if (
        not outcomes
        and "among" not in sent.low
        and not any(chunk.counted for chunk in chunks)
        and not any(h.lemma.endswith("toll") for h in hits)
    ):
        return []
    joined = joint_outcomes(sent, outcomes)
    shares = compositions(sent)
    chunks = [c for c in _drop_composition(chunks, sent, shares) if not c.superseded]
    assigned = _assign(sent, chunks, outcomes, joined, hits, lex)
    drafts: list[Draft] = []
    at: dict[int, int] = {}
    listed: dict[int, tuple[int, list[Chunk], list[Chunk]]] = {}
    claimed: set[int] = set()
    for k in range(sent.n):
        if sent.low[k] in _PART_WORDS or (
            sent.low[k] == "of" and k + 1 < sent.n and sent.low[k + 1] in ("whom", "them", "which")
        ):
            before = [c for c in chunks if sent.low[k] == "of" and c.last == k - 1]
            owner = next(
                (
                    c
                    for c in reversed(chunks)
                    if c.last < k and c.first in assigned and c.first not in claimed and c not in before
                ),
                None,
            )
            if owner is None or k - owner.last > 14:
                continue
            start = k + 1 if sent.low[k] == "of" else k
            inside, outside = _parts_after(
                sent, start + (1 if sent.low[min(start + 1, sent.n - 1)] in ("them", "whom", "were") else 0), chunks
            )
            if before:  # "five of them children"
                noun = next((x for x in range(k + 2, min(sent.n, k + 5)) if lex.people.get(sent.lemma[x])), None)
                person = lex.people[sent.lemma[noun]] if noun is not None else None
                if person is not None and noun is not None:
                    whom = msgspec.structs.replace(
                        before[0].whom,
                        group=person.group,  # type: ignore[arg-type]
                        role=person.role,
                        status=person.status,  # type: ignore[arg-type]
                        words=sent.words[noun],
                        span=sent.between(noun, noun),
                    )
                    before[0].whom = whom
                    inside = [before[0]] + [c for c in inside if c.first > noun]
                else:
                    inside = before
            inside = [c for c in inside if c is not owner]
            claimed.update(c.first for c in inside)
            for extra in outside:
                assigned.setdefault(extra.first, assigned[owner.first])
            listed[owner.first] = (k, inside, outside)
    for chunk in chunks:
        if chunk.first in assigned and chunk.first not in claimed:
            outcome, token = assigned[chunk.first]
            at[chunk.first] = len(drafts)
            drafts.append(_draft(chunk, outcome, token, hits))
            for part in listed.get(chunk.first, (0, [], []))[1]:
                drafts.append(_draft(part, outcome, token, hits, at[chunk.first]))
    _tolls(sent, hits, chunks, drafts)
    _among(sent, chunks, drafts)
    for share in shares:
        before = [n for n, d in enumerate(drafts) if d.part_of is None and sent.start[d.head] < share.span[0]]
        gap = sent.text[sent.end[drafts[before[-1]].last] : share.span[0]] if before else ""
        if before and len(gap.split()) > 2:  # said of all that were counted before, not of the last alone
            owners = before
        else:
            owners = before[-1:]
        for n in owners:
            drafts[n].composition = (*drafts[n].composition, share)
    _sums(sent, drafts)
    return drafts


def _draft(chunk: Chunk, outcome: str, token: int, hits: list[Hit], part_of: int | None = None) -> Draft:
    return Draft(
        outcome=outcome,
        outcome_token=token,
        quantity=chunk.quantity,
        whom=chunk.whom,
        head=chunk.head,
        hit=None,
        part_of=part_of,
        explicit=chunk.explicit,
        first=chunk.first,
        last=chunk.last,
    )


def _assign(
    sent: Sentence,
    chunks: list[Chunk],
    outcomes: dict[int, str],
    joined: dict[int, str],
    hits: list[Hit],
    lex: Lexicon,
) -> dict[int, tuple[str, int]]:
    """Return chunk (by first token) -> outcome and the outcome word's token."""
    assigned: dict[int, tuple[str, int]] = {}
    for token in sorted(outcomes, key=lambda token: (outcomes[token] != "killed", token)):
        reached = _reach_down(sent, _arguments(sent, token))
        for chunk in chunks:
            if chunk.first in assigned or token in range(chunk.first, chunk.last + 1):
                continue
            if chunk.head in reached or (chunk.explicit and reached & set(range(chunk.first, chunk.last + 1))):
                if not any(k in _NO_CROSS for k in sent.low[min(token, chunk.head) + 1 : max(token, chunk.first)]):
                    assigned[chunk.first] = (joined[token], token)
    for chunk in chunks:
        if chunk.first in assigned:
            continue
        if chunk.counted is not None and (chunk.explicit or _caused(sent, chunk.head)):
            near = next((k for k in outcomes if k in range(chunk.first, chunk.last + 1)), chunk.head)
            assigned[chunk.first] = (chunk.counted, near)
        elif chunk.explicit:
            token2 = _nearest_outcome(sent, chunk, chunks, outcomes)
            if token2 is not None:
                assigned[chunk.first] = (joined[token2], token2)
    return assigned


_NO_CROSS = frozenset(("fled", "fleeing", "containing", "housing", "sheltering"))


def _caused(sent: Sentence, head: int) -> bool:
    """Return whether an uncounted "casualties" stands where somebody says that there were some."""
    above = sent.head[head]
    if sent.dep[head] in ("dobj", "attr", "nsubj", "nsubjpass") and sent.lemma[above] in _CAUSE:
        return True
    return sent.dep[head] == "pobj" and sent.lemma[sent.head[above]] in ("result", "lead", "cause")


def _nearest_outcome(sent: Sentence, chunk: Chunk, chunks: list[Chunk], outcomes: dict[int, str]) -> int | None:
    """Return the outcome word right after a count ("12 people reportedly killed"), or right before it ("wounding 30")."""
    above = sent.head[chunk.head]
    if sent.dep[chunk.head] in ("nsubj", "nsubjpass") and sent.pos[above] == "VERB" and above not in outcomes:
        return None
    start = chunk.last + 1
    if (
        start + 1 < sent.n
        and sent.words[start] == ","
        and sent.low[start + 1] in ("including", "mostly", "most", "among", "some", "many")
    ):
        start = next((k + 1 for k in range(start + 2, sent.n) if sent.words[k] == ","), start)
    for k in range(start, min(sent.n, start + 5)):
        if k in outcomes:
            return k
        if sent.words[k] in (";", ":", ",", "(") or any(other.first == k for other in chunks):
            break
        if sent.pos[k] == "VERB" and sent.tag[k] not in ("VBN",):
            break
        if sent.pos[k] == "NOUN":
            break
    for k in range(chunk.first - 1, max(-1, chunk.first - 5), -1):
        if k in outcomes and sent.pos[k] in ("VERB", "ADJ", "NOUN"):
            kids = [sent.dep[x] for x in sent.kids[k]]
            passive = "auxpass" in kids or "nsubjpass" in kids
            return None if passive else k
        if sent.low[k] in ("to", "of") and sent.lemma[k - 1] in ("injury", "wound"):
            continue
        if (
            sent.words[k] in (";", ",", "(")
            or sent.pos[k] in ("VERB", "NOUN", "ADP")
            or any(o.last == k for o in chunks)
        ):
            break
    return None


def _tolls(sent: Sentence, hits: list[Hit], chunks: list[Chunk], drafts: list[Draft]) -> None:
    """Read "the death toll rose to 31": the figure after the word, when no other outcome has taken it."""
    for hit in hits:
        if not hit.lemma.endswith("toll"):
            continue
        used = {draft.first for draft in drafts}
        for chunk in chunks:
            if chunk.first > hit.token and chunk.explicit and chunk.first not in used and chunk.first - hit.token < 12:
                injured = any(
                    "injured" in sent.low[k] or "wounded" in sent.low[k]
                    for k in range(max(0, hit.first - 2), hit.token)
                )
                draft = _draft(chunk, "injured" if injured else "killed", hit.token, hits)
                drafts.append(draft)
                break


_AMONG = {
    "dead": "killed",
    "killed": "killed",
    "victims": "killed_or_injured",
    "wounded": "injured",
    "injured": "injured",
    "casualties": "killed_or_injured",
    "slain": "killed",
    "fatalities": "killed",
    "missing": "missing",
}


def _among(sent: Sentence, chunks: list[Chunk], drafts: list[Draft]) -> None:
    """Read "two women were among the dead" and "among the dead were two women": some of the dead, not all."""
    _among_counted(sent, chunks, drafts)
    for k in range(sent.n - 2):
        if sent.low[k] != "among" or sent.low[k + 1] not in ("the", "those") or sent.low[k + 2] not in _AMONG:
            continue
        token, outcome = k + 2, _AMONG[sent.low[k + 2]]
        verb = next((a for a in (k, *sent.up(k)) if sent.pos[a] in ("AUX", "VERB")), None)
        subjects = [] if verb is None else [x for x in sent.kids[verb] if sent.dep[x] in ("nsubj", "nsubjpass", "attr")]
        clause = _reach_down(sent, subjects)
        used = {draft.first for draft in drafts}
        for chunk in chunks:
            if chunk.first in used or chunk.head not in clause or chunk.first in range(k, k + 3):
                continue
            near = abs(chunk.first - k) < 25 and not (chunk.whom.words is None and not chunk.explicit)
            if near and (chunk.explicit or chunk.quantity.kind in ("exact", "vague")):
                draft = Draft(
                    outcome=outcome,
                    outcome_token=token,
                    quantity=chunk.quantity,
                    whom=chunk.whom,
                    head=chunk.head,
                    hit=None,
                    partial=True,
                    explicit=chunk.explicit,
                    first=chunk.first,
                    last=chunk.last,
                )
                drafts.append(draft)


def _among_counted(sent: Sentence, chunks: list[Chunk], drafts: list[Draft]) -> None:
    """Read "two children were among five people killed": parts of the count after "among"."""
    for k in range(sent.n):
        if sent.low[k] != "among":
            continue
        whole = next((n for n, d in enumerate(drafts) if 0 < d.first - k <= 4 and d.part_of is None), None)
        verb = next((a for a in sent.up(k) if sent.pos[a] in ("AUX", "VERB")), None)
        if whole is None or verb is None:
            continue
        subjects = _reach_down(sent, [x for x in sent.kids[verb] if sent.dep[x] in ("nsubj", "nsubjpass")])
        for chunk in chunks:
            if (
                chunk.last < k
                and chunk.first not in {d.first for d in drafts}
                and (chunk.head in subjects or subjects & set(range(chunk.first, chunk.last + 1)))
            ):
                drafts.append(_draft(chunk, drafts[whole].outcome, drafts[whole].outcome_token, [], whole))


def _sums(sent: Sentence, drafts: list[Draft]) -> None:
    """Add the sum of coordinated counts of one outcome ("two women and three men were killed"): a count of its own.

    A general count with its parts in apposition ("12 people, five children and seven women, …") is not added again.
    """
    by_token: dict[tuple[str, int], list[int]] = {}
    for n, draft in enumerate(drafts):
        if draft.part_of is None and not draft.cumulative:
            by_token.setdefault((draft.outcome, draft.outcome_token), []).append(n)
    for (outcome, token), items in by_token.items():
        if len(items) < 2 or (outcome == "killed_or_injured" and any(drafts[n].quantity.kind == "vague" for n in items)):
            continue
        items.sort(key=lambda n: drafts[n].first)
        head, rest = drafts[items[0]], [drafts[n] for n in items[1:]]
        lows = [d.quantity.low for d in rest]
        comma = any(sent.words[k] == "," for k in range(head.last + 1, rest[0].first))
        general = head.whom.group is None and head.whom.names == ()
        if general and comma and head.quantity.low is not None and None not in lows and head.explicit:
            if sum(low or 0 for low in lows) <= head.quantity.low:
                for n in items[1:]:
                    drafts[n].part_of = items[0]
                continue
        if not any(d.explicit or d.quantity.kind == "exact" for d in (head, *rest)):
            continue
        ends = sent.between(head.first, max(d.last for d in rest))
        total_low = 0
        total_high: int | None = 0
        for n in items:
            quantity = drafts[n].quantity
            parts = [d.quantity.low or 0 for d in drafts if d.part_of == n]
            total_low += max(quantity.low or 0, sum(parts))
            total_high = None if total_high is None or quantity.high is None else total_high + quantity.high
        kind = "exact" if total_high == total_low else "at least" if total_high is None else "between"
        statuses = {drafts[n].whom.status for n in items}
        drafts.append(
            Draft(
                partial=all(drafts[n].partial for n in items),
                outcome=outcome,
                outcome_token=token,
                quantity=Quantity(
                    words=sent.text[ends[0] : ends[1]],
                    kind=kind,  # type: ignore[arg-type]
                    low=total_low,
                    high=total_high,
                    span=ends,
                ),
                whom=Whom(status=statuses.pop() if len(statuses) == 1 else "not stated", words=None, span=None),
                head=head.head,
                hit=None,
                derived=list(items),
                rule="sum of coordinated counts",
                explicit=True,
                first=head.first,
                last=max(d.last for d in rest),
            )
        )
        for n in items:
            drafts[n].part_of = len(drafts) - 1


def finish(sent: Sentence, drafts: list[Draft], first_id: int = 1) -> tuple[Casualty, ...]:
    """Return the drafts as records, with ids from ``k<first_id>`` on."""
    ids = [f"k{first_id + n}" for n in range(len(drafts))]
    return tuple(
        Casualty(
            id=ids[n],
            outcome=draft.outcome,  # type: ignore[arg-type]
            quantity=draft.quantity,
            whom=draft.whom,
            part_of=ids[draft.part_of] if draft.part_of is not None else None,
            derived_from=tuple(ids[k] for k in draft.derived),
            rule=draft.rule,
            composition=draft.composition,
            outcome_words=sent.words[draft.outcome_token],
            outcome_span=sent.between(draft.outcome_token, draft.outcome_token),
            cumulative=draft.cumulative,
            partial=draft.partial,
        )
        for n, draft in enumerate(drafts)
    )
