"""MUC-3 and MUC-4: dispatches on attacks in Latin America, scored slot by slot and by CEAF."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from allegata.evaluation.arithmetic import Tally
from allegata.evaluation.muc4_ceaf import ROLES, Simple, ceaf_ree, ceaf_rme, f1
from allegata.evaluation.muc4_gtt import document_id, gold_files, read_gold, read_predictions
from allegata.evaluation.muc4_keys import SCORED, SLOTS, Template, read_keys, response
from allegata.evaluation.muc4_official import Score, Scored, score
from allegata.evaluation.muc4_texts import corpus_files, split_texts
from allegata.evaluation.muc4_view import reduced, templates
from allegata.evaluation.parts import Miss, Outcome, Part, Result, Row, SetMissingError, Tools
from allegata.intake import from_text, readable
from allegata.reading.everyday import everyday
from allegata.reading.pipeline import load_pipeline

CORPORA = ("tst1", "tst2", "tst3", "tst4", "dev")
HEADLINE = {"": ("tst1", "tst2"), "test": ("tst3", "tst4"), "train": ("dev",)}
"""Where the figures of which corpora stand: those of tst1 and tst2 are the set's own."""


class Item(msgspec.Struct, frozen=True):
    """One dispatch with its key templates and, where the reduced form is there, its templates in that form."""

    name: str
    text: str
    keys: tuple[Template, ...]
    simple: tuple[Simple, ...] | None


class Counts(msgspec.Struct, frozen=True):
    """What one dispatch gave: official counts, CEAF tallies by role, CEAF-RME (phi-3, phi-subset), relevance."""

    official: Scored
    constant: Scored
    ree: dict[str, Tally] | None
    rme: tuple[Tally, Tally] | None
    subset: tuple[Tally, Tally] | None
    relevant: Tally


class Muc4:
    """The gold set."""

    name = "muc4"
    title = "MUC-4: who did what to whom, where and when, in dispatches of 1988 to 1990"

    def find(self, data: Path) -> Sequence[Part]:
        """Return one part a corpus. Raises `SetMissingError`."""
        root = data / "muc4" / "muc34" / "TASK" / "CORPORA"
        gold: dict[str, list[Simple]] = {}
        used: dict[str, Path] = {}
        for file in gold_files(data):
            for name, found in read_gold(file.read_text(encoding="utf-8")).items():
                gold[name] = found
                used[name] = file
        parts = []
        for corpus in CORPORA:
            folder = root / corpus
            texts, keys = corpus_files(folder) if folder.is_dir() else ([], [])
            if not texts or not keys:
                continue
            key: dict[str, list[Template]] = {}
            for file in keys:
                key.update(read_keys(file.read_text(encoding="utf-8", errors="replace")))
            items = [
                Item(name, text, tuple(key[name]), tuple(gold[name]) if name in gold else None)
                for file in texts
                for name, text in split_texts(file.read_text(encoding="utf-8", errors="replace"))
                if name in key
            ]
            more = sorted({used[item.name] for item in items if item.name in used})
            parts.append(Part(f"muc4/muc34/TASK/CORPORA/{corpus}", (*texts, *keys, *more), tuple(items)))
        if not parts:
            raise SetMissingError(f"no texts with keys below {root}")
        return parts

    def measure(self, part: str, item: Item, tools: Tools) -> Outcome:
        """Return what one dispatch gave."""
        document = from_text(item.text, origin=item.name, language="en")[0]
        reading = tools.reader.read(document)
        home = home_country(item.text, tools)
        ours = templates(reading, home, tools.register, small_letters(document.text, tools))
        official = score(ours, item.keys)
        counts = Counts(
            official,
            score(constant_answer(item.name, home), item.keys),
            *_ceaf(reduced(ours), item.simple),
            _relevance(bool(ours), item.keys),
        )
        misses = tuple(
            Miss(item=item.name, measure=SLOTS[v.slot] if v.slot > 1 else "template", gold=v.key, ours=v.ours)
            for v in official.verdicts
        )
        return Outcome(item=item.name, part=part, counts=counts, misses=misses)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the figures."""
        figures: dict[str, Any] = {}
        rows: list[Row] = []
        notes = []
        for place, corpora in HEADLINE.items():
            mine = [o for o in outcomes if o.part.rsplit("/", 1)[-1] in corpora]
            if not mine:
                continue
            found, table = _figures([o.counts for o in mine], place)
            if place:
                figures[place] = found
            else:
                figures.update(found)
            rows += table
            for corpus in corpora:
                one = [o.counts for o in mine if o.part.endswith("/" + corpus)]
                if one:
                    figures[corpus] = _headline(one)
                    notes.append(
                        f"{corpus}: {len(one)} dispatches, ALL TEMPLATES F {figures[corpus]['all_templates_f']}, "
                        f"CEAF-REE F1 {figures[corpus]['ceaf_ree_f1']}"
                    )
        leading = next((place for place in ("test", "train") if place in figures), None)
        if "all_templates_f" not in figures and leading is not None:
            figures = {**figures[leading], **figures}
            notes.append(f"the leading figures are those of {', '.join(HEADLINE[leading])}")
        notes.append(
            "Scored by the automatic part of the 1992 rules; persons gave further credit then, worth up to about four "
            "points of recall."
        )
        return Result(figures=figures, rows=tuple(rows), notes=tuple(notes))


def small_letters(text: str, tools: Tools) -> str:
    """Return a text in capitals in small letters but for names."""
    return readable(text, tools.gazetteer.knows, everyday(load_pipeline(tools.settings.model)))


def home_country(text: str, tools: Tools) -> str | None:
    """Return the country of interest that a dispatch speaks of most; the one of its dateline counts thrice."""
    from allegata.evaluation.muc4_words import table

    named = dict(tools.gazetteer.countries_named(text))
    for code, times in tools.gazetteer.countries_named(text[:120]).items():
        named[code] = named.get(code, 0) + 2 * times
    ranked = sorted((code for code in named if code in table().nations), key=lambda code: (-named[code], code))
    nine = [code for code in ranked if code in ("AR", "BO", "CL", "CO", "EC", "SV", "GT", "HN", "PE")]
    return next(iter(nine or ranked), None)


def constant_answer(name: str, home: str | None) -> list[Template]:
    """Return the best constant answer: an accomplished attack in which a civilian died."""
    return [
        response(
            name,
            1,
            {
                4: [("ATTACK", None)],
                5: [("ACCOMPLISHED", None)],
                8: [("TERRORIST ACT", None)],
                20: [("CIVILIAN", "-")],
                21: [("1", "-")],
                23: [("DEATH", "-")],
            },
        )
    ]


def _ceaf(
    ours: Sequence[Simple], gold: Sequence[Simple] | None
) -> tuple[dict[str, Tally] | None, tuple[Tally, Tally] | None, tuple[Tally, Tally] | None]:
    if gold is None:
        return None, None, None
    return ceaf_ree(ours, gold).by_role, ceaf_rme(ours, gold), ceaf_rme(ours, gold, subset=True)


def _relevance(ours: bool, keys: Sequence[Template]) -> Tally:
    theirs = any(not key.optional for key in keys)
    if keys and not theirs:
        return Tally()
    return Tally(ours and theirs, ours, theirs)


def _sum(
    counts: Sequence[Counts], constant: bool = False
) -> tuple[dict[int, Score], dict[int, Score], dict[int, Score]]:
    found: tuple[dict[int, Score], dict[int, Score], dict[int, Score]] = ({}, {}, {})
    for one in counts:
        scored = one.constant if constant else one.official
        for into, given in zip(found, (scored.matched, scored.missing, scored.spurious), strict=True):
            for slot, number in given.items():
                into[slot] = into.get(slot, Score()) + number
    return found


def _total(*parts: dict[int, Score]) -> Score:
    return sum((number for part in parts for number in part.values()), Score())


def _headline(counts: Sequence[Counts]) -> dict[str, float]:
    matched, missing, spurious = _sum(counts)
    found = {"all_templates_f": _total(matched, missing, spurious).f}
    found.update(_ceaf_figures(counts))
    return found


def _ceaf_figures(counts: Sequence[Counts]) -> dict[str, float]:
    ree = [c.ree for c in counts if c.ree is not None]
    rme = [c.rme for c in counts if c.rme is not None]
    subset = [c.subset for c in counts if c.subset is not None]
    total = sum((tally for one in ree for tally in one.values()), Tally())
    found = {
        "ceaf_ree_f1": total.f1,
        "ceaf_ree_precision": total.precision,
        "ceaf_ree_recall": total.recall,
        "ceaf_rme_phi3_f1": f1(sum((a for a, _ in rme), Tally()), sum((b for _, b in rme), Tally())),
        "ceaf_rme_subset_f1": f1(sum((a for a, _ in subset), Tally()), sum((b for _, b in subset), Tally())),
    }
    for role in ("type", *ROLES):
        found[f"ceaf_ree_{role.lower()}_f1"] = sum((one[role] for one in ree), Tally()).f1
    return found


def slot_key(slot: int) -> str:
    """Return the key of a slot's figures: ``incident_date``, ``hum_tgt_name``."""
    return SLOTS[slot].lower().replace(": ", "_").replace(" ", "_")


def _figures(counts: Sequence[Counts], place: str) -> tuple[dict[str, Any], list[Row]]:
    at = f"{place}." if place else ""
    lead = {"": "", "test": "Test (tst3, tst4): ", "train": "Training (dev): "}[place]
    matched, missing, spurious = _sum(counts)
    steady = _total(*_sum(counts, constant=True)).f
    totals = {
        "all_templates": _total(matched, missing, spurious),
        "matched_missing": _total(matched, missing),
        "matched_spurious": _total(matched, spurious),
        "matched_only": _total(matched),
    }
    figures: dict[str, Any] = {}
    rows = []
    for name, number in totals.items():
        figures[f"{name}_f"] = number.f
        figures[f"{name}_recall"] = number.recall
        figures[f"{name}_precision"] = number.precision
    everything = totals["all_templates"]
    rows.append(
        Row(
            key=f"{at}all_templates_f",
            label=f"{lead}official ALL TEMPLATES, F",
            value=everything.f,
            constant=steady,
            constant_answer="one attack that killed a civilian in every dispatch",
            n=everything.possible,
            note=f"recall {everything.recall}, precision {everything.precision}",
        )
    )
    rows.append(Row(key=f"{at}matched_only_f", label=f"{lead}official MATCHED ONLY, F", value=totals["matched_only"].f))
    figures.update(_ceaf_figures(counts))
    for key, label in (
        ("ceaf_ree_f1", "CEAF-REE F1"),
        ("ceaf_rme_phi3_f1", "CEAF-RME phi-3 F1"),
        ("ceaf_rme_subset_f1", "CEAF-RME phi-subset F1"),
    ):
        rows.append(Row(key=f"{at}{key}", label=lead + label, value=figures[key]))
    relevant = sum((c.relevant for c in counts), Tally())
    figures["relevant_f1"] = relevant.f1
    rows.append(
        Row(
            key=f"{at}relevant_f1",
            label=f"{lead}dispatches with incidents found, F1",
            value=relevant.f1,
            constant=Tally(relevant.gold, len(counts), relevant.gold).f1,
            constant_answer="every dispatch has one",
            n=int(relevant.gold),
        )
    )
    figures["slots"] = {}
    for slot in SCORED:
        number = sum((part.get(slot, Score()) for part in (matched, missing, spurious)), Score())
        key = slot_key(slot)
        figures["slots"][key] = {"recall": number.recall, "precision": number.precision, "f": number.f}
        rows.append(
            Row(
                key=f"{at}slots.{key}.f",
                label=f"{lead}{SLOTS[slot].lower()}, F",
                value=number.f,
                n=number.possible,
                note=f"recall {number.recall}, precision {number.precision}",
            )
        )
    return figures, rows


def score_predictions(file: Path, data: Path) -> Result:
    """Return the CEAF figures of another system's released output in the GTT form.

    ``file``: JSON or JSON Lines; ``data``: the data folder with ``muc4/gtt_processed``. The gold file whose documents
    the output shares most is scored, all of its documents. Raises `SetMissingError` and ``ValueError``.
    """
    ours = read_predictions(file.read_text(encoding="utf-8"))
    golds = [(path, read_gold(path.read_text(encoding="utf-8"))) for path in gold_files(data)]
    shared = [(len(set(gold) & set(ours)), path, gold) for path, gold in golds]
    if not shared or not max(number for number, _, _ in shared):
        raise SetMissingError(f"no gold below {data / 'muc4' / 'gtt_processed'} has the documents of {file.name}")
    number, path, gold = max(shared, key=lambda item: (item[0], item[1]))
    counts = [
        Counts(Scored({}, {}, {}), Scored({}, {}, {}), *_ceaf(ours.get(name, []), found), Tally())
        for name, found in gold.items()
    ]
    figures: dict[str, Any] = dict(_ceaf_figures(counts))
    rows = tuple(Row(key=key, label=key.replace("_", " "), value=value, n=len(gold)) for key, value in figures.items())
    note = f"{file.name} on {path.name}: {number} of its {len(gold)} documents have an answer"
    return Result(figures=figures, rows=rows, notes=(note,))


SET = Muc4()
"""The set, for ``run``."""
__all__ = ["SET", "Item", "Muc4", "document_id", "score_predictions"]
