"""The example dispatches as files: marked, varied, and of one make."""

import json
import re
import runpy
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parent.parent
DISPATCHES = ROOT / "examples" / "dispatches"
MARK = "paraphrase for demonstration; not an original report."
FILES = sorted(DISPATCHES.iterdir())


def texts_of(path: Path) -> list[str]:
    """Return the articles of an example file as plain text, without the help of Allegata's own intake."""
    if path.suffix == ".pdf":
        return ["\n".join(page.extract_text() for page in PdfReader(path).pages)]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in text.splitlines()]
    if path.suffix == ".html":
        article = re.search(r"<article>(.*)</article>", text, re.DOTALL)
        assert article is not None
        return [re.sub(r"<[^>]+>", "", article[1])]
    return [text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_dispatch_is_short_and_ends_with_the_mark(path: Path) -> None:
    for text in texts_of(path):
        assert " ".join(text.split()).casefold().endswith(MARK)
        assert 80 <= len(text.split()) <= 200


def test_there_are_enough_of_them_in_every_kind_of_file() -> None:
    assert sum(len(texts_of(path)) for path in FILES) >= 12
    assert {path.suffix for path in FILES} == {".md", ".txt", ".html", ".pdf", ".jsonl"}
    assert any(text.isupper() for path in FILES for text in texts_of(path))


def test_one_incident_has_three_speakers_a_denial_and_an_admission() -> None:
    dahyan = [text for path in FILES for text in texts_of(path) if "Dahyan" in text]
    assert len(dahyan) >= 3
    assert any("coalition denied" in text for text in dahyan)
    assert any(re.search(r"coalition\b.* admitted", text) for text in dahyan)


def test_parties_of_many_sides_are_accused() -> None:
    everything = " ".join(" ".join(text.split()) for path in FILES for text in texts_of(path))
    sides = "Saudi-led|Russia|Ukrain|military|Hamas|Israel|Rapid Support Forces|army|Houthis|US-led"
    accusations = re.findall(rf"accused (?:the )?({sides})", everything)
    assert len(set(accusations)) >= 6


def test_the_page_of_the_examples_lists_each_file_and_no_other() -> None:
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)) == {path.name for path in FILES}


def test_the_pdf_is_what_its_script_writes() -> None:
    script = runpy.run_path(str(ROOT / "tools" / "make_example_pdf.py"))
    assert (DISPATCHES / "08-pazigyi-air-strike.pdf").read_bytes() == script["pdf"]()
