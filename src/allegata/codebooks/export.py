"""The verb ``export``: a source written in a codebook's tables, with what was lost and the way from cells to words."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from allegata.codebooks.book import Codebook, Problem, Tools
from allegata.codebooks.cells import Row, bare
from allegata.codebooks.checks import check_columns
from allegata.codebooks.inventory import FIELDS, held_apart, values, values_back
from allegata.codebooks.losses import Losses
from allegata.codebooks.package import describe_export
from allegata.codebooks.provenance import PROVENANCE, Behind, write_provenance
from allegata.codebooks.sheets import Sheet
from allegata.codebooks.source import Message, Publication, Source, Told, View
from allegata.codebooks.writers import FORMATS, TableWriter
from allegata.dataset import written_whole
from allegata.dataset.datapackage import DESCRIPTOR
from allegata.incidents import Profile, standing

LOSSES = "losses.json"
REFUSED = "refused.jsonl"
_SHOWN = 20
_BLURRED = (
    "written, but not so that it reads back the same: names that hold what parts a list, control characters, text that "
    "is too long for a cell, figures that the form rounds"
)


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An incident (or what stands beside them), by id, that was not written, with the rules that it breaks."""

    about: str
    problems: tuple[Problem, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an export did. ``refusals``: the first of them; all stand in ``refused.jsonl``.

    ``reads_back``: whether `allegata import` takes the tables, so that what is not lost comes back.
    """

    incidents: int
    written: int
    refused: int
    rows: dict[str, int]
    losses: Losses
    unfilled: dict[str, int]
    refusals: tuple[Refusal, ...]
    reads_back: bool = True


def export(
    source: Source,
    sheet: Sheet,
    book: type[Codebook],
    profile: Profile,
    out: Path,
    progress: Callable[[], object] = lambda: None,
) -> Report:
    """Write what ``source`` holds into the folder ``out`` in a codebook's tables, and return what was done.

    ``source`` is entered already. ``progress`` is called once an incident. An incident that breaks a rule is listed
    and not written; the rest is. Raises ``OutputError`` where ``out`` may not be replaced or cannot be written: then it
    is as it was.
    """
    with written_whole(out, "export") as part, ExitStack() as files:
        work = _Export(sheet, book, profile, part, files)
        for view in source.incidents():
            work.incident(view)
            progress()
        for message in source.communications():
            work.communication(message)
        for told in source.ungathered():
            work.ungathered(told)
        if book.publication is not Codebook.publication:
            for publication in source.publications():
                work.publication(publication)
        work.finish()
        files.close()
        report = work.report()
        (part / LOSSES).write_text(_losses(report, sheet, profile), encoding="utf-8")
        for name in (REFUSED, PROVENANCE):
            if not (part / name).stat().st_size:
                (part / name).unlink()
        (part / DESCRIPTOR).write_bytes(describe_export(part, sheet, profile, report.rows))
    return report


class _Export:
    """The open files of an export, and its counts."""

    def __init__(self, sheet: Sheet, book: type[Codebook], profile: Profile, part: Path, files: ExitStack) -> None:
        self.sheet, self.profile, self.losses = sheet, profile, Losses()
        self.kind, self.book = book, book(Tools(sheet, profile, self.losses))
        self.tables = {table.name: table for table in sheet.tables}
        self.writers: dict[str, TableWriter] = {}
        for table in sheet.tables:
            writer = FORMATS[table.format].open(part / table.file, table)
            files.callback(writer.close)
            self.writers[table.name] = writer
        self.provenance = files.enter_context((part / PROVENANCE).open("wb"))
        self.refusals_file = files.enter_context((part / REFUSED).open("wb"))
        self.rows: Counter[str] = Counter({table.name: 0 for table in sheet.tables})
        self.unfilled: Counter[str] = Counter()
        self.refusals: list[Refusal] = []
        self.incidents = self.refused = 0
        self._as_read: list[tuple[str, dict[str, Any]]] = []

    def incident(self, view: View) -> None:
        self.incidents += 1
        behind = Behind(
            about=view.incident.id,
            claims={claim.id: claim for claim in view.claims},
            documents=view.documents,
            communications={item.id: item for item in view.communications},
            judgements=tuple(standing(view.judgements)),
        )
        if not self._write(self.book.incident(view), behind, view):
            self.refused += 1
            return
        self._count_lost(view)

    def _count_lost(self, view: View) -> None:
        """Count the values of an incident that were not written, or do not come back from what was."""
        sheet, profile, id = self.sheet, self.profile, view.incident.id
        back = self.kind.back(sheet, self._as_read)
        for field in FIELDS:
            told = values(view, profile, field)
            self.losses.told(field, told.total())
            if field in sheet.loses:
                self.losses.lose(field, sheet.loses[field], told.total(), id)
            elif back is not None:
                missing = told - values_back(back, field)
                self.losses.lose(field, sheet.partly.get(field, _BLURRED), missing.total(), id)

    def communication(self, message: Message) -> None:
        found, document = message.communication, message.document
        behind = Behind(
            about=found.id,
            claims={claim.id: claim for claim in message.claims},
            documents={document.id: document} if document is not None else {},
            communications={found.id: found},
        )
        self._write(self.book.communication(message), behind)
        for field, count in held_apart(message).items():
            self.losses.told(field, count)
            if field in self.sheet.loses:
                self.losses.lose(field, self.sheet.loses[field], count, found.id)

    def ungathered(self, told: Told) -> None:
        claim, document = told.claim, told.document
        behind = Behind(
            about=claim.id,
            claims={claim.id: claim},
            documents={document.id: document} if document is not None else {},
        )
        self._write(self.book.ungathered(told), behind)
        self.losses.told("patterns", 1)
        if "patterns" in self.sheet.loses:
            self.losses.lose("patterns", self.sheet.loses["patterns"], 1, claim.id)

    def publication(self, publication: Publication) -> None:
        document = publication.document
        behind = Behind(
            about=document.id,
            claims={claim.id: claim for claim in publication.claims},
            documents={document.id: document},
        )
        self._write(self.book.publication(publication), behind)

    def finish(self) -> None:
        self._write(self.book.finish(), Behind(about="", claims={}, documents={}))

    def report(self) -> Report:
        return Report(
            incidents=self.incidents,
            written=self.incidents - self.refused,
            refused=self.refused,
            rows=dict(self.rows),
            losses=self.losses,
            unfilled=dict(self.unfilled),
            refusals=tuple(self.refusals),
            reads_back=self.kind.leads_back(self.sheet),
        )

    def _refuses(self, about: str, problems: list[Problem]) -> bool:
        """Tell whether a problem keeps the incident out, and list it then. Columns' own limits always do."""
        grave: list[Problem] = []
        slight: list[Problem] = []
        for problem in problems:
            rule = self.sheet.rule(problem.rule)
            (slight if rule is not None and rule.breach == "warn" else grave).append(problem)
        self.losses.warn(problem.rule for problem in slight)
        if not grave:
            return False
        self.losses.refuse(problem.rule for problem in grave)
        refusal = Refusal(about=about, problems=tuple(grave))
        if len(self.refusals) < _SHOWN:
            self.refusals.append(refusal)
        self.refusals_file.write(msgspec.json.encode(refusal) + b"\n")
        return True

    def _write(self, made: Iterable[Row | Problem], behind: Behind, view: View | None = None) -> bool:
        """Write rows, all of them or none; return whether they were written."""
        items = list(made)
        rows = [item for item in items if isinstance(item, Row)]
        problems = [item for item in items if isinstance(item, Problem)]
        problems += [problem for row in rows for problem in check_columns(self.tables[row.table], row)]
        if view is not None:
            problems += self.book.check(view, rows)
        if self._refuses(behind.about, problems):
            return False
        self._as_read = [self._write_row(row, behind) for row in rows]
        return True

    def _write_row(self, row: Row, behind: Behind) -> tuple[str, dict[str, Any]]:
        """Write a row, and return it as a reader of the file gets it."""
        table = self.tables[row.table]
        cells = {column.name: bare(row.cells.get(column.name)) for column in table.columns}
        self.writers[row.table].write(cells)
        self.rows[row.table] += 1
        for name, value in cells.items():
            if value is None or value == "":
                self.unfilled[f"{row.table}.{name}"] += 1
        key = [cells[name] for name in table.key]
        write_provenance(self.provenance, row, self.rows[row.table], key, behind)
        read = FORMATS[table.format].read
        return row.table, {column.name: read(column, cells[column.name]) for column in table.columns}


def _losses(report: Report, sheet: Sheet, profile: Profile) -> str:
    content: dict[str, Any] = {
        "codebook": {"name": sheet.name, "version": sheet.version},
        "profile": {"name": profile.name, "version": profile.version},
        "incidents": {"read": report.incidents, "written": report.written, "refused": report.refused},
        "rows": report.rows,
        "reads_back": report.reads_back,
        **report.losses.as_json(),
        "unfilled": dict(sorted(report.unfilled.items())),
        "fields": {field: FIELDS[field][0] for field, _, _ in report.losses.lost if field in FIELDS},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
