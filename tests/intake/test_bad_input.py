import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from allegata.intake import IntakeError, Options, Problem, read_date, take_in
from allegata.records import Document
from tests.intake.samples import ONE, PAGE, pdf, warc


def problems(path: Path, options: Options | None = None) -> list[str]:
    items = list(take_in([path], options))
    assert all("\n" not in item.reason for item in items if isinstance(item, Problem))
    return [item.reason for item in items if isinstance(item, Problem)]


def broken_pdf() -> bytes:
    return pdf([["Two men were shot."]])[:200]


def encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([["Two men were shot."]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"---\n\n***\n", "no words"),
        ("Une attaque près de la café".encode("latin-1"), "not UTF-8"),
        ("Взрыв на рынке".encode("cp1251"), "not UTF-8"),
        (b"\xff\xfeA\x00 \x00\x00", "broken UTF-16"),
        (b"text\x00with\x00nuls", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n0000", "a picture"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"{\\rtf1 text}", "RTF"),
        (b"<?xml version='1.0'?><rss></rss>", "XML"),
        (broken_pdf(), "broken PDF"),
        (b"%PDF-1.7 nothing more", "broken PDF"),
        (encrypted_pdf(), "encrypted PDF"),
        (pdf([[]]), "without a text layer"),
        (b"<html><body></body></html>", "no article"),
        (gzip.compress(b"plain text"), "gzip file that is no WARC"),
        (b"\x1f\x8bnonsense", "broken gzip"),
        (zipped({"word/document.xml": b"<w/>"}), "Word document"),
        (zipped({"a.txt": b"text"}), "zip file that is no WACZ"),
        (zipped({"archive/a.warc.gz": warc([])})[:-30], "broken or unusual zip"),
        (b"WARC/1.0\r\nnonsense", "no archived page"),
        (warc([("https://a.example", "200 OK", "text/html", PAGE.encode())])[:400], "cut short"),
        (b'{"text": 5}\n', '"text" is missing'),
        (b'{"text": "x", "published": 7}\n', '"published" must be'),
        (b'[{"text": "x"', "not JSON"),
    ],
)
def test_what_cannot_be_read_is_listed_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(data)
    (tmp_path / "z.txt").write_text(ONE)
    items = list(take_in([tmp_path]))
    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert problem.origin.startswith(str(path))
    assert reason in problem.reason
    assert sum(isinstance(item, Document) for item in items) == 1, "the others are read"


def test_a_wrong_charset_declared_by_a_page(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_bytes(PAGE.replace('charset="utf-8"', 'charset="ascii"').replace("bridge", "caf\xe9").encode("latin-1"))
    assert "charset it declares (ascii)" in problems(path)[0]


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ONE)
    assert problems(path, Options(max_bytes=100)) == ["larger than 100 bytes; split it, or raise the limit"]


def test_a_json_line_over_the_limit_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "A man was shot."}\n{"text": "' + "x" * 5000 + '"}\n{"text": "A woman was shot."}\n')
    items = list(take_in([path], Options(max_bytes=200)))
    assert [type(item).__name__ for item in items] == ["Document", "Problem", "Document"]


def test_deeply_nested_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": ' + "[" * 50_000 + "\n")
    assert len(problems(path)) == 1


def test_text_is_cut_and_the_cut_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ONE)
    (document,) = take_in([path], Options(max_text=200))
    assert isinstance(document, Document)
    assert len(document.text) <= 200
    assert document.notes == ("text cut at 200 characters",)
    assert document.zones[-1].span[1] == len(document.text)


def test_an_archive_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    good = ("https://a.example/1", "200 OK", "text/html", PAGE.encode())
    path.write_bytes(warc([good, ("https://a.example/2", "200 OK", "text/html", b"<p>" + b"0" * 120_000_000)]))
    assert path.stat().st_size < 1_000_000
    items = list(take_in([path]))
    assert isinstance(items[0], Document)
    reasons = [item.reason for item in items[1:] if isinstance(item, Problem)]
    assert any("larger than" in reason for reason in reasons)
    assert any("unpacks beyond the bounds" in reason for reason in reasons)


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_short_keeps_what_came_before(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "cut.warc"
    pages = [(f"https://a.example/{n}", "200 OK", "text/html", PAGE.replace("nine", str(n)).encode()) for n in range(3)]
    path.write_bytes(warc(pages, packed)[:-200])
    first, second, *rest = take_in([path])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert any(isinstance(item, Problem) and "cut short" in item.reason for item in rest)
    assert not any(isinstance(item, Document) for item in rest)


def test_an_archive_over_the_limit_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "big.warc.gz"
    path.write_bytes(warc([(f"https://a.example/{n}", "200 OK", "text/html", PAGE.encode()) for n in range(50)]))
    assert "unpacks beyond the bounds" in problems(path, Options(max_archive_bytes=20_000))[-1]


def test_a_bomb_in_a_wacz(tmp_path: Path) -> None:
    path = tmp_path / "bomb.wacz"
    path.write_bytes(zipped({"archive/a.warc": b"WARC/1.0\r\n" + b"0" * 3_000_000}))
    assert "larger than 1000000 bytes" in problems(path, Options(max_archive_bytes=1_000_000))[0]


def test_a_zip_in_a_wacz_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "nested.wacz"
    path.write_bytes(zipped({"archive/inner.zip": zipped({"archive/a.warc.gz": b""})}))
    assert "no WACZ" in problems(path)[0]


def test_time_over(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([["Two men were shot in Belmar."]] * 3))
    assert "took more than" in problems(path, Options(max_seconds=1e-9))[0]


def test_number_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"text": "Man number {n} was shot."}}\n' for n in range(5)))
    items = list(take_in([path], Options(max_documents=3)))
    assert [type(item).__name__ for item in items] == ["Document"] * 3 + ["Problem"]


def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ONE)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert "permission" in problems(path)[0]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert problems(tmp_path) == ["not a regular file; give a file or folder"]


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert len(problems(tmp_path)) == 1


@pytest.mark.parametrize(
    "options",
    [Options(country="Syria"), Options(max_bytes=0), Options(published={-1: read_date("2018-11-29")})],
)
def test_wrong_options_are_refused_at_once(tmp_path: Path, options: Options) -> None:
    with pytest.raises(IntakeError):
        take_in([tmp_path], options)


def test_a_missing_path_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no such file"):
        take_in([tmp_path, tmp_path / "nowhere"])
    with pytest.raises(IntakeError, match="nothing to read"):
        take_in([])
