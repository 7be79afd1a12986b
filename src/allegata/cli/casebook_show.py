"""``allegata casebook show``: what a casebook holds, and how far the work on it is."""

import sys
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from allegata.casebook import STATES, Counts, DocumentLine, Head, View
from allegata.cli.books import BlobsOption, CasebookArgument, opened, person
from allegata.dataset.visible import one_line, shortened

PAGE = 500


class Shown(msgspec.Struct, frozen=True, tag_field="record", tag="casebook"):
    """The first line of ``--jsonl``: how much there is, and the newest entry of the log."""

    casebook: str
    head: Head
    counts: Counts


def show(
    casebook: CasebookArgument,
    words: Annotated[
        str | None, typer.Option("--words", metavar="WORDS", help="Only documents that hold these words.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print it as JSON Lines, a document a line.")] = False,
    blobs: BlobsOption = None,
) -> None:
    """Show what a casebook holds: documents, claims, incidents by state and grade, and a list of its documents."""
    with opened(casebook, blobs) as book:
        book.refresh()
        view = book.view(person(None))
        counts, head = view.counts(), view.chain(limit=0).head
        lines = _documents(view, words)
    if jsonl:
        out = sys.stdout.buffer
        out.write(msgspec.json.encode(Shown(head.casebook, head, counts)) + b"\n")
        for line in lines:
            out.write(msgspec.json.encode({"record": "document line", **msgspec.to_builtins(line)}) + b"\n")
        return
    console = Console(highlight=False)
    console.print(
        f"[bold]{counts.documents:,} documents[/bold], {counts.claims:,} claims, {counts.incidents:,} incidents, "
        f"{counts.judgements:,} judgements",
        soft_wrap=True,
    )
    states = [f"{state} {counts.states[state]:,}" for state in STATES if counts.states.get(state)]
    grades = [f"{grade} {number:,}" for grade, number in sorted(counts.grades.items())]
    console.print(f"Incidents: {', '.join(states) or 'none'}", soft_wrap=True)
    console.print(f"Grades: {', '.join(grades) or 'none'}", soft_wrap=True)
    if counts.erased:
        console.print(f"Erased: {counts.erased:,}", soft_wrap=True)
    console.print(f"Newest entry of the log: {head.n} {head.hash}", soft_wrap=True)
    if lines:
        console.print(_table(lines))
    elif words is not None:
        console.print("No document holds these words.")


def _documents(view: View, words: str | None) -> list[DocumentLine]:
    found: list[DocumentLine] = []
    while page := view.documents(words, offset=len(found), limit=PAGE).items:
        found += page
    return found


def _table(lines: list[DocumentLine]) -> Table:
    table = Table("document", "published", "publisher, title", "claims", "not understood", "", box=None, pad_edge=False)
    for at in (3, 4):
        table.columns[at].justify = "right"
    table.columns[0].no_wrap = True
    for line in lines:
        marks = [
            word
            for word, there in (("restricted", line.restricted), ("erased", line.erased), ("no attack", line.gated))
            if there
        ]
        named = ": ".join(shortened(one_line(part), 80) for part in (line.publisher, line.title) if part)
        name = named or ("–" if line.erased else "untitled")
        table.add_row(
            line.id, line.published or "unknown", name, f"{line.claims:,}", f"{line.unread:,}", ", ".join(marks)
        )
    return table
