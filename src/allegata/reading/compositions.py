"""Parts of a toll: lists after "including", and shares that are stated without a number."""

import re

from allegata.reading.people import Chunk
from allegata.reading.sentence import Sentence
from allegata.records import Composition

_GAP = frozenset((",", "and", "or", "&", "as", "well", "also", "plus", "together", "with", "another", "the", "a", "an"))
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


def parts_after(sent: Sentence, at: int, chunks: list[Chunk]) -> tuple[list[Chunk], list[Chunk]]:
    """Return the people listed after "including", and those that a comma takes out of the list again.

    In "civilians, including two women, and 6 members of a family" the comma before "and" closes the phrase, because
    what follows is not a group of the same sort as what was included.
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
            if not gap or any(word not in _GAP and word != "-" for word in gap):
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


def drop_composition(chunks: list[Chunk], sent: Sentence, shares: list[Composition]) -> list[Chunk]:
    """Remove people that only say what others were made of: they are no further count."""
    spans = [share.span for share in shares]
    return [
        chunk
        for chunk in chunks
        if (chunk.explicit and not any(a <= chunk.quantity.span[0] < b for a, b in spans))
        or not any(a <= sent.start[chunk.head] < b for a, b in spans)
    ]
