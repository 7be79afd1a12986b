"""Imports: what an export holds comes back; what an archive kept stays; the same again changes nothing."""

import csv
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from allegata.codebooks import (
    UnknownFormError,
    import_files,
    unescape,
)
from allegata.dataset import write_dataset
from allegata.incidents import CatalogueError, load_catalogue
from allegata.intake import take_in
from allegata.records import Document, decode
from tests.codebooks.exporting import contents, exported, losses, table
from tests.dataset.sample import sample

HEADER = (
    "Link,Archive status,Destination folder,Archive location,Archive date,Upload timestamp,Upload title,Text content,"
    "Screenshot,Hash,Perceptual hashes,WACZ"
)
DIGEST = "ab" * 32


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def sheet_of(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("codebook", "lost"), [("csv", 1), ("geoparquet", 1), ("geojson", 0)])
def test_a_name_that_would_come_back_as_two_is_in_the_loss_report(codebook: str, lost: int, tmp_path: Path) -> None:
    made = sample()
    first = msgspec.structs.replace(made.incidents[0], sources=("Aydin; Sons",))
    exported(msgspec.structs.replace(made, incidents=(first,)), codebook, tmp_path / "out")
    counts = {item["field"]: item["count"] for item in losses(tmp_path / "out")["lost"]}
    assert counts.get("sources", 0) == lost
    import_files([tmp_path / "out"], tmp_path / "in")
    [record] = records(tmp_path / "in" / "catalogue-allegata.jsonl")
    assert len(record["sources"]) == 1 + lost


@pytest.mark.parametrize(("codebook", "file"), [("ucdp-ged", "GEDEvent.csv"), ("acled", "acled-shaped.csv")])
def test_a_table_of_events_comes_back_with_every_cell(codebook: str, file: str, tmp_path: Path) -> None:
    made = sample()
    incidents = tuple(
        msgspec.structs.replace(incident, id=f"i-{n:x}0f1e2d3c4b5a697", sources=("=HYPERLINK(0)",))
        for n, incident in enumerate(made.incidents, 1)
    )
    exported(msgspec.structs.replace(made, incidents=incidents), codebook, tmp_path / "out")
    written = table(tmp_path / "out" / file)
    assert written
    import_files([tmp_path / "out"], tmp_path / "in")
    back = records(tmp_path / "in" / f"catalogue-{codebook}.jsonl")
    assert back == [{name: unescape(cell) for name, cell in row.items()} for row in written]
    assert len(load_catalogue(tmp_path / "in" / f"catalogue-{codebook}.jsonl")) == len(back)


def test_a_dataset_comes_back_as_documents_and_a_catalogue(tmp_path: Path) -> None:
    made = sample()
    write_dataset(made, tmp_path / "case")
    import_files([tmp_path / "case"], tmp_path / "in")
    back = [decode(line) for line in (tmp_path / "in" / "documents.jsonl").read_bytes().splitlines()]
    assert back == list(made.documents)
    incidents = (tmp_path / "in" / "catalogue-allegata.jsonl").read_bytes().splitlines()
    assert [decode(line) for line in incidents] == list(made.incidents)
    read = [item for item in take_in([tmp_path / "in" / "documents.jsonl"]) if isinstance(item, Document)]
    assert [item.text for item in read] == [document.text for document in made.documents]


def test_what_was_imported_from_a_table_can_be_matched_against(tmp_path: Path) -> None:
    exported(sample(), "csv", tmp_path / "out")
    import_files([tmp_path / "out"], tmp_path / "in")
    catalogue = load_catalogue(tmp_path / "in" / "catalogue-allegata.jsonl")
    assert [record.id for record in catalogue.records] == [incident.id for incident in sample().incidents]
    assert catalogue.records[0].parties == tuple(
        accused.name for accused in sample().incidents[0].accused if accused.by
    )


# The sheet of an auto-archiver.

ROW = (
    "https://example.org/post/1,local: success,folder,https://archive.example/1,2024-03-13T08:00:00+00:00,"
    "2024-03-12T22:15:00+00:00,Strike on market,Warplanes bombed the market of Idlib on Monday.,,"
    f"SHA-256:{DIGEST},,https://archive.example/1.wacz"
)
SILENT = f"https://example.org/post/2,local: success,folder,https://archive.example/2,,,,,,SHA-256:{DIGEST},,"


def test_an_archive_gives_documents_with_their_addresses_and_hashes(tmp_path: Path) -> None:
    done = import_files([sheet_of(tmp_path, ROW, SILENT)], tmp_path / "in")
    assert (done.broken, done.silent) == ((), 1)
    [line] = records(tmp_path / "in" / "documents.jsonl")
    assert line["archive"]["hash"] == f"SHA-256:{DIGEST}"
    assert line["archive"]["archive"] == "https://archive.example/1"
    first, second = records(tmp_path / "in" / "captures.jsonl")
    assert (first["link"], first["wacz"], first["archived"][:10]) == (
        "https://example.org/post/1",
        "https://archive.example/1.wacz",
        "2024-03-13",
    )
    assert second["document"] is None
    [document] = [item for item in take_in([tmp_path / "in" / "documents.jsonl"]) if isinstance(item, Document)]
    assert document.id == first["document"]
    assert (document.url, document.title) == ("https://example.org/post/1", "Strike on market")
    assert document.published is not None
    assert document.published.start == "2024-03-12"


def test_an_archived_post_without_an_upload_timestamp_is_dated_by_its_address(tmp_path: Path) -> None:
    address = "https://twitter.com/example/status/1767552000000000000"
    row = ROW.replace("https://example.org/post/1", address).replace("2024-03-12T22:15:00+00:00", "")
    import_files([sheet_of(tmp_path, row)], tmp_path / "in")
    [document] = [item for item in take_in([tmp_path / "in" / "documents.jsonl"]) if isinstance(item, Document)]
    assert document.published is not None
    assert (document.published.start, document.published.source) == ("2024-03-12", "address")
    assert document.publisher == "@example"


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    exported(sample(), "csv", tmp_path / "out")
    write_dataset(sample(), tmp_path / "case")
    given = [sheet_of(tmp_path, ROW, SILENT, ROW), tmp_path / "out", tmp_path / "case" / "documents.jsonl"]
    import_files(given, tmp_path / "in")
    before = contents(tmp_path / "in")
    again = import_files(given, tmp_path / "in")
    assert contents(tmp_path / "in") == before
    assert (sum(again.new.values()), sum(again.replaced.values())) == (0, 0)


def test_an_import_goes_beside_the_earlier_ones_and_a_newer_row_replaces_the_older(tmp_path: Path) -> None:
    exported(sample(), "csv", tmp_path / "out")
    import_files([tmp_path / "out"], tmp_path / "in")
    path = tmp_path / "newer.csv"
    rows = table(tmp_path / "out" / "incidents.csv")
    rows[0]["killed_min"] = "77"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = import_files([path, sheet_of(tmp_path, ROW)], tmp_path / "in")
    assert done.replaced == {"catalogue-allegata.jsonl": 1}
    assert done.new == {"captures.jsonl": 1, "documents.jsonl": 1}
    back = records(tmp_path / "in" / "catalogue-allegata.jsonl")
    assert [record["id"] for record in back] == [row["id"] for row in rows]
    assert back[0]["killed"]["min"] == 77


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("https://example.org/post/1", ""), "has no link"),
        (ROW.replace(DIGEST, "abc"), "is no SHA-256"),
        (ROW.replace("2024-03-12T22:15:00+00:00", "yesterday"), "upload timestamp"),
        ("only,three,cells", "3 cells where 12"),
    ],
)
def test_a_broken_row_is_listed_and_the_rest_is_taken(row: str, why: str, tmp_path: Path) -> None:
    more = [ROW.replace("post/1", f"post/{n}") for n in range(10, 30)]
    done = import_files([sheet_of(tmp_path, *more[:10], row, *more[10:])], tmp_path / "in")
    [broken] = done.broken
    assert (broken.line, why in broken.why) == (12, True)
    assert len(records(tmp_path / "in" / "documents.jsonl")) == 20


def test_one_broken_event_in_a_table_is_listed_and_the_rest_is_taken(tmp_path: Path) -> None:
    exported(sample(), "ucdp-ged", tmp_path / "out")
    row = table(tmp_path / "out" / "GEDEvent.csv")[0]
    path = tmp_path / "ged.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        for n in range(1000):
            writer.writerow({**row, "id": f"e{n}", "date_start": "some day" if n == 500 else row["date_start"]})
    done = import_files([path], tmp_path / "in")
    assert [(item.line, "date_start" in item.why) for item in done.broken] == [(502, True)]
    assert len(records(tmp_path / "in" / "catalogue-ucdp-ged.jsonl")) == 999


def test_a_table_whose_every_row_is_broken_is_refused(tmp_path: Path) -> None:
    exported(sample(), "ucdp-ged", tmp_path / "out")
    row = table(tmp_path / "out" / "GEDEvent.csv")[0]
    path = tmp_path / "ged.csv"
    path.write_text(",".join(row) + "\n" + ",".join("x" for _ in row) + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError):
        import_files([path], tmp_path / "in")
    assert not (tmp_path / "in").exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\x00", b"a,b\n1,2\n", b"{}", b'{"type":"FeatureCollection"', b"PAR1"]
)
def test_an_unknown_form_is_told_with_those_that_are_known(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(content)
    with pytest.raises(UnknownFormError, match="auto-archiver"):
        import_files([sheet_of(tmp_path, ROW), tmp_path / "odd"], tmp_path / "in")
    assert not (tmp_path / "in").exists()
