"""Incidents in the formats of spreadsheets and maps, opened by the programs that others open them with."""

import errno
import json
import tracemalloc
from pathlib import Path

import duckdb
import geopandas
import hxl
import msgspec
import openpyxl
import pytest
from xlsxwriter.exceptions import FileCreateError

from allegata.codebooks import DatasetSource, explain, export, find_codebook, find_profile
from allegata.codebooks.sheets import Table, sheet
from allegata.codebooks.writers_geo import GeoParquetWriter
from allegata.codebooks.writers_xlsx import LONGEST, XlsxWriter, cell_text
from allegata.dataset import Dataset, OutputError
from allegata.reading import Reader
from tests.codebooks.exporting import exported, losses, table
from tests.codebooks.many import write_many
from tests.codebooks.told import told
from tests.dataset.sample import sample

INCIDENTS = {incident.id: incident for incident in sample().incidents}


def placed() -> set[str]:
    """Return the incidents whose very place is known."""
    return {id for id, item in INCIDENTS.items() if item.place is not None and item.place.latitude is not None}


def test_geojson_opens_in_geopandas_and_keeps_the_unplaced(tmp_path: Path) -> None:
    exported(sample(), "geojson", tmp_path / "out")
    content = json.loads((tmp_path / "out" / "incidents.geojson").read_bytes())
    assert {feature["id"] for feature in content["features"]} == set(INCIDENTS)
    assert {feature["id"] for feature in content["features"] if feature["geometry"]} == placed()
    frame = geopandas.read_file(tmp_path / "out" / "incidents.geojson")
    assert len(frame) == len(INCIDENTS)
    for _, row in frame.iterrows():
        place = INCIDENTS[row["id"]].place
        if row["geometry"] is None:
            assert place is None or place.latitude is None
        else:
            assert place is not None
            assert (row["geometry"].x, row["geometry"].y) == (place.longitude, place.latitude)


def test_an_empty_dataset_gives_an_empty_collection(tmp_path: Path) -> None:
    exported(Dataset(), "geojson", tmp_path / "out")
    content = json.loads((tmp_path / "out" / "incidents.geojson").read_bytes())
    assert content == {"type": "FeatureCollection", "features": []}


def test_geoparquet_opens_in_geopandas_and_duckdb(tmp_path: Path) -> None:
    exported(sample(), "geoparquet", tmp_path / "out")
    path = tmp_path / "out" / "incidents.parquet"
    frame = geopandas.read_parquet(path)
    assert frame.crs.to_epsg() in (4326, None)
    assert frame.crs.to_authority() == ("OGC", "CRS84")
    assert set(frame.loc[frame.geometry.notna(), "id"]) == placed()
    rows = duckdb.connect().execute(f"SELECT id, killed_min, date_start FROM read_parquet('{path}')").fetchall()
    assert {row[0] for row in rows} == set(INCIDENTS)
    by_id = {row[0]: row for row in rows}
    exported(tmp_path / "out-dataset", "csv", tmp_path / "csv")
    for row in table(tmp_path / "csv" / "incidents.csv"):
        assert ("" if by_id[row["id"]][1] is None else str(by_id[row["id"]][1])) == row["killed_min"]
        assert ("" if by_id[row["id"]][2] is None else str(by_id[row["id"]][2])) == row["date_start"]


def test_geoparquet_writes_group_after_group(tmp_path: Path) -> None:
    table_of = sheet("geoparquet").tables[0]
    writer = GeoParquetWriter(tmp_path / "many.parquet", table_of)
    for number in range(10_000):
        writer.write({"id": f"i-{number}", "longitude": number / 100, "latitude": 1.5})
    writer.close()
    frame = geopandas.read_parquet(tmp_path / "many.parquet")
    assert len(frame) == 10_000
    assert frame.geometry.iloc[9_999].x == 99.99


def hostile() -> Dataset:
    """Return the sample with a formula, an address and right-to-left words for a place."""
    data = sample()
    first, *others = data.incidents
    assert first.place is not None
    place = msgspec.structs.replace(first.place, name='=HYPERLINK("http://example.org")', within="حلب")
    return msgspec.structs.replace(data, incidents=(msgspec.structs.replace(first, place=place), *others))


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    exported(hostile(), "xlsx", tmp_path / "out")
    rows = list(openpyxl.load_workbook(tmp_path / "out" / "incidents.xlsx").active.iter_rows())
    head = [cell.value for cell in rows[0]]
    assert head == [column.name for column in sheet("csv").tables[0].columns]
    assert len(rows) == len(INCIDENTS) + 1
    cells = dict(zip(head, rows[1], strict=True))
    assert cells["place"].value == '=HYPERLINK("http://example.org")'
    assert cells["place"].data_type == "s"
    assert cells["place"].hyperlink is None
    assert cells["within"].value == "حلب"
    for row in rows[1:]:
        for name, cell in zip(head, row, strict=True):
            assert cell.data_type != "f"
            if name.endswith(("_min", "_max")) and cell.value is not None:
                assert isinstance(cell.value, int)
            if name in ("date_start", "date_end") and cell.value is not None:
                assert cell.is_date


def test_a_workbook_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    exported(sample(), "xlsx", tmp_path / "a")
    exported(sample(), "xlsx", tmp_path / "b")
    assert (tmp_path / "a" / "incidents.xlsx").read_bytes() == (tmp_path / "b" / "incidents.xlsx").read_bytes()


def test_what_a_cell_cannot_hold_is_cut_visibly_and_counted(tmp_path: Path) -> None:
    data = sample()
    first = data.incidents[0]
    long = msgspec.structs.replace(first, sources=tuple(f"a source of number {n}" for n in range(3_000)))
    exported(msgspec.structs.replace(data, incidents=(long, *data.incidents[1:])), "xlsx", tmp_path / "out")
    sheet_of = openpyxl.load_workbook(tmp_path / "out" / "incidents.xlsx").active
    column = [cell.value for cell in next(sheet_of.iter_rows())].index("sources")
    text = next(sheet_of.iter_rows(min_row=2))[column].value
    assert text.endswith("[…cut]")
    assert len(text) == LONGEST
    lost = {item["field"]: item for item in losses(tmp_path / "out")["lost"]}
    assert lost["sources"]["count"] == 3_000 - (len(text.split("; ")) - 1)  # the last one is cut
    assert cell_text("x" * LONGEST) == "x" * LONGEST


def test_a_workbook_on_a_full_disk_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(sample(), "xlsx", tmp_path / "out")
    before = (tmp_path / "out" / "incidents.xlsx").read_bytes()

    def full(*_: object) -> None:
        raise FileCreateError(OSError(errno.ENOSPC, "No space left on device"))

    monkeypatch.setattr("xlsxwriter.Workbook.close", full)
    with pytest.raises(OutputError, match="No space left on device"):
        exported(tmp_path / "out-dataset", "xlsx", tmp_path / "out", "airwars")
    assert (tmp_path / "out" / "incidents.xlsx").read_bytes() == before


def test_a_full_sheet_is_followed_by_another(tmp_path: Path) -> None:
    columns = sheet("xlsx").tables[0].columns[:1]
    table_of = Table(name="incidents", file="x.xlsx", format="xlsx", description="", columns=columns)
    writer = XlsxWriter(tmp_path / "x.xlsx", table_of, most_rows=4)
    for number in range(7):
        writer.write({"id": f"i-{number}"})
    writer.close()
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    held = [[row[0].value for row in one.iter_rows(min_row=2)] for one in book.worksheets]
    assert held == [["i-0", "i-1", "i-2"], ["i-3", "i-4", "i-5"], ["i-6"]]


def test_hxl_reads_and_validates_the_sheet(tmp_path: Path) -> None:
    exported(sample(), "hxl", tmp_path / "out", "airwars")
    path = tmp_path / "out" / "incidents.csv"
    source = hxl.data(str(path), hxl.InputOptions(allow_local=True))
    assert "#affected+killed+min" in {column.display_tag for column in source.columns}
    assert hxl.validate(hxl.data(str(path), hxl.InputOptions(allow_local=True)))
    ids = [row.get("#event+id") for row in hxl.data(str(path), hxl.InputOptions(allow_local=True))]
    assert set(ids) == set(INCIDENTS)
    profile = {row.get("#meta+profile") for row in hxl.data(str(path), hxl.InputOptions(allow_local=True))}
    assert profile == {f"airwars {find_profile('airwars').version}"}


@pytest.mark.parametrize("name", ["geojson", "geoparquet", "hxl", "xlsx"])
def test_a_number_in_any_form_leads_to_its_words(name: str, tmp_path: Path) -> None:
    exported(sample(), name, tmp_path / "out", "airwars")
    path = tmp_path / "out" / sheet(name).tables[0].file
    exported(tmp_path / "out-dataset", "csv", tmp_path / "csv", "airwars")
    checked = 0
    for row in table(tmp_path / "csv" / "incidents.csv"):
        if row["killed_min"]:
            found = explain(path, row["id"], "killed_min")
            assert str(found.value) == row["killed_min"]
            assert found.claims
            assert found.words
            checked += 1
    assert checked >= 2


def test_many_incidents_in_each_form_take_no_more_memory_than_few(tmp_path: Path) -> None:
    peaks = {}
    for size in (200, 1_600):
        write_many(tmp_path / f"data-{size}", size)
        for name in ("geojson", "xlsx"):
            found, book = find_codebook(name)
            tracemalloc.start()
            with DatasetSource(tmp_path / f"data-{size}") as source:
                export(source, found, book, find_profile("neutral"), tmp_path / f"{name}-{size}")
            peaks[name, size] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    for name in ("geojson", "xlsx"):
        assert peaks[name, 1_600] < 2 * peaks[name, 200] + 2_000_000


def test_hxl_has_the_area_as_adm1_whatever_is_said_to_contain_the_place(reader: Reader, tmp_path: Path) -> None:
    text = "Shelling of Kramatorsk, Ukraine, killed five people on Monday, the mayor said."
    exported(told(reader, text), "hxl", tmp_path / "out")
    [row] = hxl.data(str(tmp_path / "out" / "incidents.csv"), hxl.InputOptions(allow_local=True))
    assert (row.get("#adm1+name"), row.get("#country+name")) == ("Donetsk Oblast", "Ukraine")
    assert (row.get("#country+code+v_iso2"), row.get("#country+code+v_iso3")) == ("UA", "UKR")
