"""The set ``independence``: copies made of public texts, and independent reports of the same incidents.

Made anew at each evaluation from ``airwars_syria/source_documents.jsonl`` and ``gva/documents.jsonl``; nothing of it
is stored. Of each text: a cut one, one with its sentences in another order, one under another headline, one credited
to an agency with its beginning rewritten, and one that quotes a passage inside a report of another incident. Each
depends on the text. Other texts of the same incident by other publishers are taken for independent, as far as they
share no more than a sentence by chance: a syndicated text among them counts against us.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from zlib import crc32

import msgspec
from rensa import RMinHash

from allegata.evaluation.json_lines import json_lines
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.incidents.copies import find_copies, shingles, words_of

FILES = ("airwars_syria/source_documents.jsonl", "gva/documents.jsonl")
KINDS = ("cut", "reordered", "re-headlined", "credited", "quoted")
ORIGINALS, RIVALS = 150, 4
"""So many texts of each file are copied; each beside so many independent reports."""
_SHORTEST, _LONGEST = 500, 8_000
_VOICE = {True: "one voice", False: "independent"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[“\"A-Z])|\n+")
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\w+/(?=https?:)")
_PREFIX = re.compile(r"^(?:www\d?|m|mobile)\.")
ALIKE = 0.5
"""MinHash alone: texts this alike are copies."""


class Told(msgspec.Struct, frozen=True):
    """A text, whom it is by, and the incident it is of."""

    id: str
    text: str
    publisher: str
    incident: str


class Case(msgspec.Struct, frozen=True):
    """A text, independent reports of its incident, and a report of another incident that will quote it."""

    original: Told
    rivals: tuple[Told, ...]
    stranger: Told


class Verdict(msgspec.Struct, frozen=True):
    """A pair: what was done to make the one of the other (``independent``: nothing), and who calls it a copy."""

    kind: str
    ours: bool
    minhash: bool


class IndependenceSet:
    """The set. A pair counts as found where `find_copies` calls the two texts copies."""

    name = "independence"
    title = "copies and independent reports told apart"

    def find(self, data: Path) -> Sequence[Part]:
        """Return one part for each file that lies there. Raises `SetMissingError`, also for lines of another form."""
        parts = []
        for name in FILES:
            file = data / name
            if not file.is_file():
                continue
            try:
                told = list(_told(file))
            except (msgspec.DecodeError, KeyError, TypeError, IndexError) as error:
                raise SetMissingError(f"{file}: not texts with incidents ({error})") from error
            parts.append(Part(name, (file,), tuple(_cases(told))))
        if not parts:
            raise SetMissingError(f"neither {FILES[0]} nor {FILES[1]} in {data}")
        return parts

    def measure(self, part: str, item: Case, tools: Tools) -> Outcome:
        """Return the pairs of one text with its copies and with the independent reports."""
        made = copies_of(item, Random(crc32(item.original.id.encode())))
        others = {f"independent {n}": rival.text for n, rival in enumerate(item.rivals)}
        texts = {"original": item.original.text, **made, **others}
        pairs = [{copy.first, copy.second} for copy in find_copies(texts)]
        ours = {name for pair in pairs if "original" in pair for name in pair}
        verdicts = tuple(
            Verdict(name.split()[0], name in ours, minhash(texts["original"], text) >= ALIKE)
            for name, text in texts.items()
            if name != "original"
        )
        misses = tuple(
            Miss(item=item.original.id, measure=one.kind, gold=_VOICE[one.kind != "independent"], ours=_VOICE[one.ours])
            for one in verdicts
            if one.ours != (one.kind != "independent")
        )
        return Outcome(item=item.original.id, part=part, counts=verdicts, misses=misses)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return how many pairs are told rightly."""
        verdicts: list[Verdict] = [verdict for outcome in outcomes for verdict in outcome.counts]
        f1, precision, recall = _scores(verdicts, [one.ours for one in verdicts])
        alone, alone_precision, alone_recall = _scores(verdicts, [one.minhash for one in verdicts])
        rows = [
            Row(
                key="f1",
                label="pairs of one voice, F1",
                value=f1,
                constant=alone,
                constant_answer="MinHash alone",
                n=len(verdicts),
                note=f"precision {precision}, recall {recall}; MinHash {alone_precision}, {alone_recall}",
            )
        ]
        for kind in (*KINDS, "independent"):
            of = [one for one in verdicts if one.kind == kind]
            right = sum(one.ours == (kind != "independent") for one in of)
            theirs = sum(one.minhash == (kind != "independent") for one in of)
            rows.append(
                Row(
                    key=f"by_kind.{kind.replace('-', '_')}",
                    label=f"told rightly: {kind}",
                    value=round(100 * right / len(of), 2) if of else None,
                    constant=round(100 * theirs / len(of), 2) if of else None,
                    constant_answer="MinHash alone",
                    n=len(of),
                )
            )
        return Result(figures={row.key: row.value for row in rows}, rows=tuple(rows))


def copies_of(case: Case, chance: Random) -> dict[str, str]:
    """Return the texts made of the original, by what was done."""
    sentences = [part for part in _SENTENCE.split(case.original.text) if part.strip()]
    body = sentences[1:] or sentences
    kept = max(2, (len(sentences) * 3) // 5)
    turned = list(sentences)
    chance.shuffle(turned)
    headline = f"What is known so far of a report by {case.original.publisher}"
    at = min(len(body) - 1, len(body) // 3)
    passage = " ".join(body[at : at + 3])
    frame = [part for part in _SENTENCE.split(case.stranger.text) if part.strip()]
    middle = len(frame) // 2
    quoting = f"{case.original.publisher} reported: “{passage}”"
    return {
        "cut": " ".join(sentences[:kept]),
        "reordered": " ".join(turned),
        "re-headlined": f"{headline}\n\n{' '.join(sentences)}",
        "credited": f"(Example Agency) — The following was made known. {' '.join(body)} Reporting by Example Agency.",
        "quoted": " ".join([*frame[:middle], quoting, *frame[middle:]]),
    }


def minhash(one: str, other: str) -> float:
    """Return how alike MinHash finds two texts, 0 to 1."""
    signs = []
    for text in (one, other):
        sign = RMinHash(num_perm=64, seed=1815)
        sign.update([str(shingle) for shingle in sorted(set(shingles(words_of(text))))])
        signs.append(sign)
    return float(signs[0].jaccard(signs[1]))


def _scores(verdicts: Sequence[Verdict], said: Sequence[bool]) -> tuple[float, float, float]:
    """Return F1, precision and recall in per cent."""
    right = sum(yes and one.kind != "independent" for one, yes in zip(verdicts, said, strict=True))
    wanted = sum(one.kind != "independent" for one in verdicts)
    precision, recall = right / max(1, sum(said)), right / max(1, wanted)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return round(100 * f1, 2), round(100 * precision, 2), round(100 * recall, 2)


def _told(file: Path) -> Iterator[Told]:
    seen: set[str] = set()
    for row in json_lines(file):
        text = (row.get("text") or "")[:_LONGEST]
        incident = row["incident_id"] if "incident_id" in row else row["incident_ids"][0]
        if row.get("language", "en") == "en" and len(text) >= _SHORTEST and text not in seen:
            seen.add(text)
            by = row.get("publisher") or site_of(row.get("uri") or row.get("url") or "") or "A paper"
            yield Told(id=str(row.get("doc_id") or row["source_id"]), text=text, publisher=by, incident=str(incident))


def site_of(address: str) -> str:
    """Return the site of a page, without "www" and port; of an archived page, the site it was taken from."""
    return _PREFIX.sub("", urlsplit(_ARCHIVED.sub("", address)).hostname or "")


def _cases(told: Sequence[Told]) -> Iterator[Case]:
    """Yield texts in the order of their checksums, so that a few are as mixed as many."""
    ordered = sorted(told, key=lambda one: (crc32(one.id.encode()), one.id))
    of: dict[str, list[Told]] = {}
    for one in ordered:
        of.setdefault(one.incident, []).append(one)
    for at, one in enumerate(ordered[:ORIGINALS]):
        rivals = [rival for rival in of[one.incident] if rival.publisher != one.publisher]
        strangers = (ordered[(at + step) % len(ordered)] for step in range(1, len(ordered)))
        stranger = next((other for other in strangers if other.incident != one.incident), None)
        if stranger is not None:
            yield Case(one, tuple(rivals[:RIVALS]), stranger)


SET = IndependenceSet()
