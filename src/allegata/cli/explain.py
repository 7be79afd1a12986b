"""``allegata explain``: the way from a cell of an export to the words, and to the bytes they stood in."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allegata.codebooks import ExplainError, Explanation, explain, value_words
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
    lines = Table.grid(padding=(0, 2))
    lines.add_column(no_wrap=True, style="dim")
    lines.add_column(overflow="fold")
    lines.add_row("cell", Text(f"{found.file}, row {found.row}, {key or found.about}"))
    lines.add_row("", Text(one_line(found.description)))
    rule = found.rule
    book = f"counting profile {found.profile}" if rule.of == "profile" else f"codebook {found.codebook}"
    lines.add_row("rule", Text(f"{rule.id}, of the {book}"))
    for label, text in (("says", rule.says), ("source", rule.source), ("ours", rule.ours), ("here", found.why)):
        if text:
            lines.add_row(f"  {label}", Text(one_line(text)))
    for name, claim in found.claims.items():
        said = f"{claim['voices']}: {claim['stance']}" if claim else "not in the export"
        lines.add_row("claim", Text(f"{name}, {one_line(said)}"))
        for item in found.words:
            if item["claim"] == name:
                lines.add_row("  words", Text(_words(item)))
    for item in found.judgements:
        lines.add_row("judgement", Text(_judged(item)))
        if item["old"] is not None or item["new"] is not None:
            lines.add_row("  from", Text(one_line(value_words(item["old"]))))
            lines.add_row("  to", Text(one_line(value_words(item["new"]))))
        lines.add_row("  by", Text(one_line(f"{item['by']}, {item['at'][:10]}: {item['why']}")))
    shown = {item["document"] for item in found.words} | {claim.get("document") for claim in found.claims.values()}
    for name, document in found.documents.items():
        if name in shown:
            known = [document["title"], document["publisher"], document["published"], document["url"]]
            about = " · ".join(one_line(str(value)) for value in known if value)
            lines.add_row("document", Text(f"{name}, part {document['part']} of its file: {about}"))
            lines.add_row("  bytes", Text(f"SHA-256 {document['sha256']}"))
            lines.add_row("  text", Text(f"SHA-256 {document['text_sha256']}"))
    console.print(lines)


def _words(item: dict[str, Any]) -> str:
    start, end = item["span"]
    quote = "words not kept" if item["quote"] is None else f"“{one_line(item['quote'])}”"
    return f"{quote}, characters {start} to {end} of {item['document']}"


def _judged(item: dict[str, Any]) -> str:
    field = f": {item['field']}" if item["field"] else ""
    return one_line(f"{item['id']}, {item['kind']} {', '.join(item['about'])}{field}")
