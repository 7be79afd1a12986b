"""Names of places: runs of name words, and what stands before them."""

import msgspec

from allegata.reading.lexicon import Lexicon
from allegata.reading.phrases import left_edge
from allegata.reading.sentence import Sentence
from allegata.records import Span

LOCATIVE = frozenset(
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
PARTICLES = frozenset(
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
        "au",
        "aux",
    )
)
EZAFE = frozenset(("e", "i", "ye", "yi"))
JOINERS = frozenset(("-", "‑", "’", "'", "`", "ʿ"))


class PlaceMention(msgspec.Struct, kw_only=True):
    """A name of a place in a sentence. ``name``: without kind words; ``inside``: index of the mention that holds it."""

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
    of_there: bool = False


def name_runs(sent: Sentence) -> list[tuple[int, int]]:
    """Return runs of capitalised name tokens, with "al-", "de" and hyphens inside them."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < sent.n:
        word = sent.words[i]
        particle = (
            sent.low[i] in PARTICLES
            and i + 2 < sent.n
            and sent.words[i + 1] in JOINERS
            and sent.words[i + 2][:1].isupper()
        )
        glued = "-" in word and word.split("-")[0].lower() in PARTICLES and word.split("-")[-1][:1].isupper()
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
                nxt in JOINERS
                and j + 3 < sent.n
                and sent.low[j + 2] in EZAFE
                and sent.words[j + 3][:1].isupper()
                and sent.end[j] == sent.start[j + 1]
                and sent.end[j + 1] == sent.start[j + 2]
            ):
                j += 3  # "Nahr-e Saraj"
                continue
            if (
                nxt in JOINERS
                and j + 2 < sent.n
                and (sent.words[j + 2][:1].isupper() or (sent.low[j + 2] in PARTICLES))
                and sent.end[j] == sent.start[j + 1]
            ):
                j += 2
                continue
            if nxt[:1].isupper() and sent.pos[j + 1] in ("PROPN", "NOUN", "ADJ", "X"):
                j += 1
                continue
            if (
                sent.low[j + 1] in PARTICLES
                and sent.low[j + 1] not in ("of", "the", "at", "as", "an")
                and j + 2 < sent.n
                and (sent.words[j + 2][:1].isupper() or sent.words[j + 2] in JOINERS)
            ):
                j += 1
                continue
            break
        while j > i and sent.words[j] in JOINERS:
            j -= 1
        runs.append((i, j))
        i = j + 1
    return runs


def prep_before(sent: Sentence, first: int, lex: Lexicon) -> tuple[str | None, int, str | None, int | None]:
    """Return the governing preposition, its token, a relation ("south of") and the token of a kind noun before."""
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
        or (sent.tag[k] == "JJ" and sent.dep[k] == "amod")
    ):
        if (sent.lemma[k] in lex.place_kinds and sent.low[k + 1] in ("of", "the", "called")) or (
            sent.lemma[k] in lex.place_kinds and kind is None
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
            if sent.pos[k] in ("ADP", "SCONJ", "PART") or sent.low[k] in LOCATIVE | {"from", "to", "toward", "towards"}
            else None
        ),
        k,
        None,
        kind,
    )


def plain(name: str) -> str:
    """Return a name in capitals as it is usually written."""
    return name.title() if name.isupper() and len(name) > 3 else name
