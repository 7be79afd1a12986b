import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from allegata.intake import Duplicate, Options, Passed, Problem, take_in
from allegata.records import Document, quote, read_lines
from tests.intake.samples import ONE, PAGE, TWO, pdf, warc


def taken(path: Path, options: Options | None = None) -> list[Document | Problem | Duplicate | Passed]:
    return list(take_in([path], options))


def only(path: Path, options: Options | None = None) -> Document:
    (item,) = taken(path, options)
    assert isinstance(item, Document), item
    return item


def test_text_file_in_utf_8_and_utf_16(tmp_path: Path) -> None:
    plain, wide = tmp_path / "a.txt", tmp_path / "b.txt"
    plain.write_bytes(b"\xef\xbb\xbf" + ONE.encode())
    wide.write_bytes(ONE.encode("utf-16"))
    assert only(plain).text == only(wide).text
    assert only(plain).sha256 == hashlib.sha256(plain.read_bytes()).hexdigest()
    assert only(plain).origin == str(plain)


def test_unknown_suffix_with_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "dispatch.wire"
    path.write_text(ONE)
    assert only(path).publisher == "Example News"


def test_html(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    document = only(path)
    assert (document.title, document.publisher, document.authors) == (
        "Strike on bridge kills nine",
        "Example News",
        ("L. Saad",),
    )
    assert document.published is not None
    assert (document.published.start, document.published.source) == ("2021-03-04", "metadata")
    assert (document.dateline_place, document.credited, document.language) == ("ADEN", "AFP", "en")
    assert document.text.startswith("Strike on bridge kills nine\n\nADEN (AFP) — An air strike")
    assert document.text.endswith("spoke by telephone.")
    assert "alert" not in document.text
    assert "Copyright" not in document.text


def test_html_by_content_in_a_declared_charset(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(
        PAGE.replace('charset="utf-8"', 'charset="windows-1252"').replace("bridge", "café").encode("cp1252")
    )
    assert "café" in only(path).text


def test_html_without_a_stated_day_has_no_date(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("2021-03-04T22:10:00+03:00", "2021"))
    assert only(path).published is None


def test_pdf(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    pages = [
        [f"Monitoring Desk {number}/3", "", *body, "", f"Page {number} of 3"]
        for number, body in enumerate(
            [
                [
                    "Night raid on Belmar leaves two dead",
                    "",
                    "By Ann Lee",
                    "",
                    "Soldiers entered the village of Belmar before dawn and searched",
                ],
                [
                    "the houses beside the mill, where two brothers were shot, their",
                    "mother said. The army did not comment on the deaths.",
                ],
                ["The brothers were buried on Friday."],
            ],
            1,
        )
    ]
    path.write_bytes(pdf(pages, title="Night raid on Belmar leaves two dead"))
    document = only(path)
    assert document.title == "Night raid on Belmar leaves two dead"
    assert document.authors == ("Ann Lee",)
    assert (
        "before dawn and searched the houses beside the mill, where two brothers were shot, their mother said."
        in document.text
    )
    assert "Monitoring Desk" not in document.text
    assert document.notes == ("6 running header or footer lines left out",)
    short = only(path, Options(max_pages=2))
    assert "buried" not in short.text
    assert short.notes[0] == "read 2 of 3 pages (the limit)"


def test_pdf_title_that_the_text_lacks_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(
        pdf([["Two men were shot in Belmar on Friday, the mayor said."]], title="Microsoft Word - draft2.doc")
    )
    assert only(path).title is None


def test_json_lines_keep_their_offsets(tmp_path: Path) -> None:
    text = "Raid on Belmar\n\nSoldiers raided the village on Monday, the mayor of the\ntown said, and left at noon.\n"
    rows = [
        {
            "text": text,
            "publisher": "Example News",
            "published": "2020-02-01",
            "authors": ["Ann Lee"],
            "language": "en",
            "score": 1,
        },
        {"text": "No title", "title": 5},
        "broken",
        {"title": "no text"},
        {
            "text": "Gunmen came at night, **he** said. " * 3,
            "title": "Gunmen came",
            "published": "lately",
            "url": "https://x.example/1",
        },
        {"text": "  "},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    first, *problems, last, empty = taken(path)
    assert isinstance(first, Document)
    assert len(first.text) == len(text)
    assert first.text == text.replace("of the\ntown", "of the town")
    assert (first.title, first.authors, first.part, first.origin) == ("Raid on Belmar", ("Ann Lee",), 1, f"{path}:1")
    assert first.sha256 == hashlib.sha256(json.dumps(rows[0]).encode()).hexdigest()
    assert [quote(first.text, zone.span) for zone in first.zones] == [
        "Raid on Belmar",
        text.strip().split("\n\n")[1].replace("\n", " "),
    ]
    assert [problem.origin for problem in problems if isinstance(problem, Problem)] == [
        f"{path}:3",
        f"{path}:5",
        f"{path}:7",
    ]
    assert isinstance(last, Document)
    assert "**he**" in last.text
    assert (last.title, last.url, last.published, last.part) == ("Gunmen came", "https://x.example/1", None, 5)
    assert last.notes == (
        "publisher by the address: x.example",
        "publication date not used: 'lately' is not a date; write it as 2018-11-29",
    )
    assert isinstance(empty, Problem)
    assert '"text" is empty' in empty.reason


def test_one_json_object_or_a_list(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"text": "A man was shot in Belmar on Friday."}, indent=1))
    many.write_text(json.dumps([{"text": "A man was shot."}, {"text": "A woman was hurt."}], indent=1))
    assert only(one).text == "A man was shot in Belmar on Friday."
    assert [item.text for item in taken(many) if isinstance(item, Document)] == ["A man was shot.", "A woman was hurt."]


def test_documents_written_are_read_again(tmp_path: Path) -> None:
    from allegata.records import encode

    source, written = tmp_path / "a.txt", tmp_path / "documents.jsonl"
    source.write_text(ONE.replace("\n\nQARAT", "\n\n2 May 2020\n\nQARAT"))
    document = only(source)
    written.write_bytes(encode(document) + b"\n")
    again = only(written)
    assert list(read_lines(written)) == [document]
    assert (again.text, again.id, again.zones) == (document.text, document.id, document.zones)
    assert again.published is not None
    assert again.published.start == "2020-05-02"


PAGES = [
    ("https://news.example/a", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
    ("https://news.example/b.png", "200 OK", "image/png", b"\x89PNG...."),
    ("https://news.example/gone", "404 Not Found", "text/html", PAGE.encode()),
    ("https://news.example/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
    ("https://news.example/c.txt", "200 OK", "text/plain", (ONE + "\n---\n\n" + TWO).encode()),
    ("https://news.example/d", "200 OK", "text/html", b"<html><body></body></html>"),
    (
        "https://news.example/e.pdf",
        "200 OK",
        "application/pdf",
        pdf([["Two men were shot in Belmar on Friday, the mayor said."]]),
    ),
]


@pytest.mark.parametrize("packed", [True, False])
def test_warc(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    path.write_bytes(warc(PAGES, packed))
    items = taken(path)
    documents = [item for item in items if isinstance(item, Document)]
    assert [(d.url, d.part) for d in documents] == [
        ("https://news.example/a", 1),
        ("https://news.example/c.txt", 1),
        ("https://news.example/c.txt", 2),
        ("https://news.example/e.pdf", 1),
    ]
    assert documents[0].sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert documents[0].origin == f"{path}:1"
    assert documents[1].published is None, "the time of archiving dates nothing"
    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert problem.origin == f"{path}:6"
    assert "https://news.example/d" in problem.reason
    assert [item.count for item in items if isinstance(item, Passed)] == [3]


def test_wacz(tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", warc(PAGES[:1]))
        archive.writestr("archive/more.warc.gz", warc(PAGES[6:]))
    first, second = taken(path)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.origin == f"{path}!archive/data.warc.gz:1"
    assert second.url == "https://news.example/e.pdf"


def test_options_fill_what_the_file_does_not_say(tmp_path: Path) -> None:
    from allegata.intake import read_date

    path = tmp_path / "a.txt"
    path.write_text(ONE.replace("Source: [Example News](#)\n\n", "") + "\n---\n\n" + TWO)
    options = Options(publisher="Wire", country="sy", published={2: read_date("2018-11-29")})
    first, second = taken(path, options)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.publisher, first.country, first.published) == ("Wire", "SY", None)
    assert second.publisher == "Second Agency"
    assert second.published == read_date("2018-11-29")


def test_a_date_that_the_text_contradicts_is_noted_and_not_used(tmp_path: Path) -> None:
    from allegata.intake import read_date

    path = tmp_path / "a.txt"
    path.write_text("A raid on Belmar\n\n29 November 2018\n\nSoldiers raided the town.\n")
    document = only(path, Options(published={0: read_date("2018-11-28")}))
    assert document.published is not None
    assert (document.published.start, document.published.source) == ("2018-11-29", "text")
    assert document.notes == ("publication date 2018-11-28 not used: the text gives 2018-11-29",)
    agreed = only(path, Options(published={0: read_date("2018-11-29")})).published
    assert agreed is not None
    assert agreed.source == "user"


def test_a_date_for_a_document_that_is_not_there_is_told(tmp_path: Path) -> None:
    from allegata.intake import read_date

    path = tmp_path / "a.txt"
    path.write_text(ONE)
    _, problem = taken(path, Options(published={3: read_date("2018-11-28")}))
    assert isinstance(problem, Problem)
    assert "document 3" in problem.reason


def test_folders_are_walked_in_order_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").write_text(ONE)
    (tmp_path / "a.md").write_text(TWO)
    (tmp_path / "c.txt").write_text(ONE)
    (tmp_path / ".hidden").write_text("secret")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    items = taken(tmp_path)
    assert [Path(item.origin).name for item in items if isinstance(item, Document)] == ["a.md", "x.txt"]
    assert Duplicate(origin=str(tmp_path / "c.txt"), of=str(tmp_path / "b" / "x.txt")) in items
    assert Passed(origin=str(tmp_path), count=1, reason="hidden files or folders") in items
    assert any(isinstance(item, Passed) and "link back" in item.reason for item in items)
    assert any(isinstance(item, Problem) and item.origin.endswith("dangling") for item in items)


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(warc(PAGES[:1]))

    monkeypatch.setattr("sys.stdin", Stdin)
    (item,) = take_in(["-"])
    assert isinstance(item, Document)
    assert item.origin == "-:1"
