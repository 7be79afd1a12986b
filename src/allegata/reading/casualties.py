"""Casualties: which people a sentence says were killed, injured, taken or displaced, with parts and sums.

Counts are tied to outcomes first by the parse (objects of "killed", subjects of "were wounded", "12 people killed in"),
then, for what the parse missed, by the nearest outcome word in the same stretch of the sentence.
"""

import msgspec

from allegata.reading.compositions import compositions, drop_composition, parts_after
from allegata.reading.lexicon import Lexicon
from allegata.reading.outcomes import arguments, joint_outcomes, outcome_tokens, reach_down
from allegata.reading.people import Chunk
from allegata.reading.sentence import Sentence
from allegata.reading.shares import among, included, predicates
from allegata.reading.tolls import Draft, draft_of, multiples, sums, toll_figures
from allegata.reading.triggers import Hit
from allegata.records import Casualty

_PART_WORDS = frozenset(("including", "include", "includes", "included", "among"))
_PRONOUNS = frozenset(("him", "her", "he", "she"))
_CAUSE = frozenset(
    ("cause", "inflict", "suffer", "result", "sustain", "incur", "claim", "be", "record", "leave", "lead")
)


def find_casualties(
    sent: Sentence, hits: list[Hit], chunks: list[Chunk], lex: Lexicon, *, told: bool = False
) -> list[Draft]:
    """Return the casualties of a sentence in order. ``hits``: its event words that are not hypothetical.

    ``told``: whether an event was told before, so that "he" and "the boy" may be somebody harmed in it.
    """
    told = told or any(hit.outcome is not None or not (hit.trigger.outcome or hit.trigger.weak) for hit in hits)
    chunks = chunks if told else [chunk for chunk in chunks if not chunk.refers]
    outcomes = outcome_tokens(sent, hits, lex)
    if (
        not outcomes
        and "among" not in sent.low
        and not any(chunk.counted for chunk in chunks)
        and not any(h.lemma.endswith("toll") or h.noun for h in hits)
    ):
        return []
    joined = joint_outcomes(sent, outcomes)
    shares = compositions(sent)
    chunks = [c for c in drop_composition(chunks, sent, shares) if not c.superseded]
    chunks = _without_appositions(sent, chunks)
    said_of = {hit.token: hit.args for hit in hits if hit.outcome is not None and hit.args}
    assigned = _assign(sent, chunks, outcomes, joined, said_of)
    assigned |= toll_figures(sent, hits, chunks, assigned)
    negated = {hit.token for hit in hits if hit.state == "negated"}
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
            if before and assigned.get(before[0].first, assigned[owner.first])[0] != assigned[owner.first][0]:
                continue  # "shot four people and killed two of them": the two have an outcome of their own
            start = k + 1 if sent.low[k] == "of" else k
            inside, outside = parts_after(
                sent, start + (1 if sent.low[min(start + 1, sent.n - 1)] in ("them", "whom", "were") else 0), chunks
            )
            if before:  # "five of them children"
                noun = next((x for x in range(k + 2, min(sent.n, k + 5)) if lex.people.get(sent.lemma[x])), None)
                person = lex.people[sent.lemma[noun]] if noun is not None else None
                if person is not None and noun is not None:
                    whom = msgspec.structs.replace(
                        before[0].whom,
                        group=person.group,
                        role=person.role,
                        status=person.status,
                        words=sent.words_of(noun, noun),
                        span=sent.between(noun, noun),
                    )
                    before[0].whom = whom
                    inside = [before[0]] + [c for c in inside if c.first > noun]
                else:
                    inside = before
            inside = [c for c in inside if c is not owner]
            apart = next((n for n, c in enumerate(inside) if _own_outcome(c, outcomes, assigned)), len(inside))
            inside = inside[:apart]
            claimed.update(c.first for c in inside)
            for extra in outside:
                assigned.setdefault(extra.first, assigned[owner.first])
            listed[owner.first] = (k, inside, outside)
    for chunk in chunks:
        if chunk.first in assigned and chunk.first not in claimed:
            outcome, token = assigned[chunk.first]
            if token in negated and chunk.quantity.high != 0:
                continue  # "did not kill civilians": how many it did kill is not said
            if chunk.quantity.words.lower() in _PRONOUNS and any(d.outcome == outcome for d in drafts):
                continue  # "captured a man and detained him": he is counted
            at[chunk.first] = len(drafts)
            drafts.append(draft_of(chunk, outcome, token, partial=chunk.refers))
            for part in listed.get(chunk.first, (0, [], []))[1]:
                drafts.append(draft_of(part, outcome, token, at[chunk.first]))
    multiples(sent, hits, drafts)
    among(sent, chunks, drafts)
    included(sent, chunks, drafts)
    predicates(sent, chunks, drafts, lex)
    for share in shares:
        earlier = [n for n, d in enumerate(drafts) if d.part_of is None and sent.start[d.head] < share.span[0]]
        gap = sent.text[sent.end[drafts[earlier[-1]].last] : share.span[0]] if earlier else ""
        if earlier and len(gap.split()) > 2:  # said of all that were counted earlier, not of the last alone
            owners = earlier
        else:
            owners = earlier[-1:]
        for n in owners:
            drafts[n].composition = (*drafts[n].composition, share)
    sums(sent, drafts)
    return drafts


def _without_appositions(sent: Sentence, chunks: list[Chunk]) -> list[Chunk]:
    """Drop what a person is said to be: "the man, a courier, and three others" are four, not five."""
    kept: list[Chunk] = []
    for chunk in chunks:
        before = kept[-1] if kept else None
        one = chunk.quantity.words.lower() in ("a", "an")
        if (
            before is not None
            and one
            and before.quantity.low == 1
            and before.quantity.high in (1, None)
            and before.quantity.words.lower() not in ("a", "an", "another")
            and chunk.first - before.last == 2
            and sent.words[before.last + 1] == ","
            and (before.whom.names or before.quantity.words.lower().startswith(("the ", "one", "at least one")))
        ):
            if before.whom.group is None and chunk.whom.group is not None and not before.whom.names:
                before.whom = msgspec.structs.replace(before.whom, group=chunk.whom.group)  # "one civilian, a woman, …"
            continue
        if (
            before is not None
            and before.quantity.words.lower() in ("a", "an", "another")
            and chunk.whom.names
            and sent.words[before.last + 1 : chunk.first] == [","]
        ):
            continue  # "a nurse, 29-year-old Olena Koval, and her sons": the name is hers
        kept.append(chunk)
    return kept


def _own_outcome(chunk: Chunk, outcomes: dict[int, str], assigned: dict[int, tuple[str, int]]) -> bool:
    """Return whether an outcome of its own stands right behind a phrase: "…, with up to 40 others injured"."""
    token = chunk.last + 1
    if token not in outcomes:
        return False
    assigned[chunk.first] = (outcomes[token], token)
    return True


def _assign(
    sent: Sentence,
    chunks: list[Chunk],
    outcomes: dict[int, str],
    joined: dict[int, str],
    said_of: dict[int, tuple[int, ...]],
) -> dict[int, tuple[str, int]]:
    """Return chunk (by first token) -> outcome and the outcome word's token."""
    assigned: dict[int, tuple[str, int]] = {}
    for chunk in chunks:  # "five were shot, two of them fatally"
        nxt = chunk.last + 1
        if sent.low[nxt : nxt + 2] in (["of", "them"], ["of", "whom"]):
            nxt += 2
        if chunk.explicit and sent.low[nxt : nxt + 1] == ["fatally"] and sent.words[chunk.first - 1] in (",", "—", "-"):
            if nxt + 1 >= sent.n or sent.pos[nxt + 1] in ("PUNCT", "ADP"):
                assigned[chunk.first] = ("killed", nxt)
    for chunk in chunks:  # "one man dead and three others injured": the word right after a count is of that count
        nxt = chunk.last + 1
        if chunk.explicit and nxt in outcomes and sent.low[nxt] in _AFTER_COUNT:
            if sent.kid(nxt, "dobj", "agent") is None and sent.low[nxt + 1 : nxt + 2] != ["and"]:
                assigned[chunk.first] = (joined[nxt], nxt)
    for token in sorted(outcomes, key=lambda token: (_ORDER.get(outcomes[token], 2), token)):
        reached = reach_down(sent, list(said_of.get(token, ())) or arguments(sent, token))
        for chunk in chunks:
            if chunk.first in assigned or token in range(chunk.first, chunk.last + 1):
                continue
            if chunk.head in reached or (chunk.explicit and reached & set(range(chunk.first, chunk.last + 1))):
                if token in said_of and joined[token] == "killed_or_injured" and chunk.quantity.kind == "vague":
                    if not chunk.explicit:
                        continue  # "shot demonstrators": shot at, as likely as hit
                if not chunk.explicit and sent.lemma[token] == "hurt" and sent.pos[chunk.head] == "PRON":
                    continue  # feelings are hurt as well
                if not any(k in _NO_CROSS for k in sent.low[min(token, chunk.head) + 1 : max(token, chunk.first)]):
                    assigned[chunk.first] = (joined[token], token)
    for token in outcomes:
        _those_before(sent, token, chunks, assigned, joined)
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


_ORDER = {"killed": 0, "injured": 1}
_AFTER_COUNT = frozenset(("dead", "injured", "wounded", "hurt"))


def _those_before(
    sent: Sentence, token: int, chunks: list[Chunk], assigned: dict[int, tuple[str, int]], joined: dict[int, str]
) -> None:
    """Read "them" as the people counted before in the sentence: "found three men and detained them"."""
    if not any(sent.low[k] == "them" and sent.dep[k] == "dobj" for k in sent.kids[token]):
        return
    counted = [c for c in chunks if c.explicit and c.last < token and (c.quantity.low or 0) > 1]
    if counted and counted[-1].first not in assigned:
        assigned[counted[-1].first] = (joined[token], token)


_NO_CROSS = frozenset(("fled", "fleeing", "containing", "housing", "sheltering"))


_PAUSES = frozenset((",", "–", "—"))


def _caused(sent: Sentence, head: int) -> bool:
    """Return whether an uncounted "casualties" stands where somebody says that there were some."""
    above = sent.head[head]
    if sent.dep[head] in ("dobj", "attr", "nsubj", "nsubjpass") and sent.lemma[above] in _CAUSE:
        return True
    return sent.dep[head] == "pobj" and sent.lemma[sent.head[above]] in ("result", "lead", "cause")


def _nearest_outcome(sent: Sentence, chunk: Chunk, chunks: list[Chunk], outcomes: dict[int, str]) -> int | None:
    """Return the outcome word right after a count ("12 people reportedly killed"), or right before ("wounding 30")."""
    above = sent.head[chunk.head]
    if sent.dep[chunk.head] == "nsubj" and above in outcomes and sent.kid(above, "dobj") is not None:
        return None  # "four gunmen killed three": who killed
    if sent.dep[chunk.head] in ("nsubj", "nsubjpass") and sent.pos[above] == "VERB" and above not in outcomes:
        return None
    start = chunk.last + 1
    before = chunk.first - 1
    if before in outcomes and sent.tag[before] == "VBG" and sent.low[before - 1 : before] != ["after"]:
        return before  # "…, killing 55 civilians, including 24 children, and injuring six"
    if (
        start + 1 < sent.n
        and sent.words[start] in _PAUSES
        and sent.low[start + 1] in ("including", "mostly", "most", "among", "some", "many")
    ):
        start = next((k + 1 for k in range(start + 2, sent.n) if sent.words[k] == sent.words[start]), start)
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
            outcome_words=sent.words_of(draft.outcome_token, draft.outcome_token),
            outcome_span=sent.between(draft.outcome_token, draft.outcome_token),
            cumulative=draft.cumulative,
            partial=draft.partial,
        )
        for n, draft in enumerate(drafts)
    )
