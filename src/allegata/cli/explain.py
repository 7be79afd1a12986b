"""``allegata explain``: the way from a cell of an export to the words, and to the bytes they stood in."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from allegata.codebooks import ExplainError, Explanation, explain
from allegata.dataset.visible import one_line


def explain_command(
    file: Annotated[Path, typer.Argument(metavar="DIR/FILE", help="A table that `allegata export` wrote.")],
    row: Annotated[str, typer.Argument(metavar="ROW", help="Number of the row below the header, from 1; or its id.")],
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="Name of the column, or its number from 1.")],
) -> None:
    """Tell where a cell of an export comes from: rule, claims, words, document, SHA-256 of the bytes."""
    try:
        found = explain(file, row, column)
    except ExplainError as error:
        raise typer.BadParameter(one_line(str(error))) from error
    _show(found, Console(highlight=False))


def _show(found: Explanation, console: Console) -> None:
    key = "; ".join(map(str, found.key))
    console.print(Text(f"{found.column} = {one_line(str(found.value))}", style="bold"))
    console.print(Text(f"  {found.file}, row {found.row} ({key or found.about}): {found.description}", style="dim"))
    rule = found.rule
    which = found.profile if rule.of == "profile" else found.codebook
    console.print(
        Text(f"rule      {rule.id}, of the {'counting profile' if rule.of == 'profile' else 'codebook'} {which}")
    )
    for label, text in (("", rule.says), ("source", rule.source), ("ours", rule.ours), ("here", found.why)):
        if text:
            console.print(Text(f"  {label:<8}{one_line(text)}"))
    for name, claim in found.claims.items():
        said = f"{claim['voices']} {claim['stance']}" if claim else "not in the export"
        console.print(Text(f"claim     {name}: {one_line(said)}"))
        for item in found.words:
            if item["claim"] == name:
                _show_words(item, console)
    shown = {item["document"] for item in found.words} | {claim.get("document") for claim in found.claims.values()}
    for name, document in found.documents.items():
        if name in shown:
            _show_document(name, document, console)


def _show_words(item: dict[str, Any], console: Console) -> None:
    start, end = item["span"]
    quote = "words not kept" if item["quote"] is None else f"“{one_line(item['quote'])}”"
    console.print(Text(f"  words   {quote}, characters {start} to {end} of {item['document']}"))


def _show_document(name: str, document: dict[str, Any], console: Console) -> None:
    known = [document["title"], document["publisher"], document["published"], document["url"]]
    about = " · ".join(one_line(str(value)) for value in known if value)
    console.print(Text(f"document  {name}: {about}"))
    console.print(Text(f"  bytes   SHA-256 {document['sha256']}, part {document['part']}"))
    console.print(Text(f"  text    SHA-256 {document['text_sha256']}"))
