"""What every export does: whole, deterministic, safe to open, honest on what it cannot hold."""

import errno
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.codebooks import (
    CodebookError,
    DatasetSource,
    codebook_names,
    escape,
    find_codebook,
    find_profile,
    sheet,
    unescape,
)
from allegata.codebooks.sheets import parse_sheet
from allegata.codebooks.writers import FORMATS
from allegata.codebooks.writers_csv import CsvWriter
from allegata.dataset import Dataset, DatasetError, OutputError, write_dataset
from allegata.dataset.visible import visible
from tests.codebooks.exporting import contents, exported, losses, table
from tests.codebooks.many import write_many
from tests.dataset.sample import sample


def test_an_export_is_described_and_says_by_what_it_was_made(tmp_path: Path) -> None:
    report = exported(sample(), "csv", tmp_path / "out", "airwars")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    ours = package["allegata"]
    assert (ours["codebook"]["name"], ours["codebook"]["version"]) == ("csv", "1")
    assert (ours["profile"]["name"], ours["profile"]["version"]) == ("airwars", "2025-1")
    assert "GeoNames" in package["sources"][0]["title"]
    assert ours["licence"]
    assert {resource["path"] for resource in package["resources"]} | {"datapackage.json"} == set(
        contents(tmp_path / "out")
    )
    assert report.rows == {"incidents": len(table(tmp_path / "out" / "incidents.csv"))}


def test_the_same_dataset_gives_the_same_bytes(tmp_path: Path) -> None:
    exported(sample(), "csv", tmp_path / "a")
    exported(sample(), "csv", tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_unknown_stays_empty_and_zero_stays_zero(tmp_path: Path) -> None:
    exported(sample(), "csv", tmp_path / "out")
    rows = table(tmp_path / "out" / "incidents.csv")
    assert {row["killed_max"] for row in rows} & {""}
    assert "None" not in (tmp_path / "out" / "incidents.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", codebook_names())
def test_every_field_is_held_or_its_loss_has_a_reason(name: str) -> None:
    found = sheet(name)
    assert all(reason.strip() for reason in found.loses.values())
    assert all(table.format in FORMATS for table in found.tables)
    assert find_profile(found.profile).name == found.profile
    assert all(rule.says for rule in found.rules)


def test_a_codebook_that_forgets_a_field_is_refused() -> None:
    text = Path(__file__).parents[2] / "src/allegata/codebooks/data/csv.yaml"
    content = text.read_text(encoding="utf-8").replace("  hedges: no column\n", "")
    with pytest.raises(CodebookError, match="hedges"):
        parse_sheet(content.encode(), "csv")


def test_what_is_lost_is_counted(tmp_path: Path) -> None:
    exported(sample(), "csv", tmp_path / "out")
    lost = {item["field"]: item for item in losses(tmp_path / "out")["lost"]}
    claims = {name for incident in sample().incidents for name in incident.claims}
    assert lost["claims"]["count"] == len(claims)
    assert lost["communications"]["count"] == len(sample().communications)
    assert lost["patterns"]["count"] == sum(claim.id not in claims for claim in sample().claims)
    assert set(lost["claims"]["examples"]) <= {incident.id for incident in sample().incidents}


def test_a_full_disk_leaves_the_old_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(sample(), "csv", tmp_path / "out")
    before = contents(tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(CsvWriter, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        exported(tmp_path / "out-dataset", "csv", tmp_path / "out", "airwars")
    assert contents(tmp_path / "out") == before
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out-dataset"}


def test_an_export_never_replaces_a_dataset_nor_the_files_of_others(tmp_path: Path) -> None:
    write_dataset(sample(), tmp_path / "data")
    before = contents(tmp_path / "data")
    with pytest.raises(OutputError, match="not an export"):
        exported(tmp_path / "data", "csv", tmp_path / "data")
    assert contents(tmp_path / "data") == before
    exported(tmp_path / "data", "csv", tmp_path / "out")
    with pytest.raises(OutputError, match="not a dataset"):
        write_dataset(sample(), tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="did not write"):
        exported(tmp_path / "data", "csv", tmp_path / "out")


def test_an_empty_dataset_gives_an_empty_table(tmp_path: Path) -> None:
    exported(Dataset(), "csv", tmp_path / "out")
    assert table(tmp_path / "out" / "incidents.csv") == []


def test_what_documents_say_cannot_act_as_a_formula_and_stays_readable(tmp_path: Path) -> None:
    made = sample()
    first = msgspec.structs.replace(made.incidents[0], sources=("=HYPERLINK(0)", "مصدر محلي"), weapons=("-12.5",))
    exported(msgspec.structs.replace(made, incidents=(first,)), "csv", tmp_path / "out")
    row = table(tmp_path / "out" / "incidents.csv")[0]
    assert row["sources"] == "'=HYPERLINK(0); مصدر محلي"
    assert row["weapons"] == "'-12.5"


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    made = sample()
    place = made.incidents[0].place
    assert place is not None
    there = msgspec.structs.replace(place, latitude=-12.5, longitude=-70.25, resolved=True)
    first = msgspec.structs.replace(made.incidents[0], place=there)
    exported(msgspec.structs.replace(made, incidents=(first,)), "csv", tmp_path / "out")
    row = table(tmp_path / "out" / "incidents.csv")[0]
    assert (row["latitude"], row["longitude"]) == ("-12.5", "-70.25")


@given(st.text(alphabet=st.sampled_from("=+-@' abﻡ＝1"), max_size=8))
def test_escaping_is_undone_exactly(text: str) -> None:
    safe = escape(text)
    assert unescape(safe) == text
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "＝", "\t", "\r", "\n"))


@given(st.text(alphabet=st.sampled_from("='⟨ \u202e\u2028\r\n\x00a"), max_size=6))
def test_of_control_characters_their_code_points_come_back(text: str) -> None:
    assert unescape(escape(text)) == visible(text)
    assert not escape(text).startswith(("=", "\t", "\r", "\n"))


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1", " =1", "\u202e=1", "＋1"])
def test_no_blank_or_control_character_hides_a_formula(text: str) -> None:
    assert escape(text)[0] in "'⟨"


def test_an_incident_out_of_range_is_listed_and_the_rest_is_written(tmp_path: Path) -> None:
    made = sample()
    place = made.incidents[0].place
    assert place is not None
    wrong = msgspec.structs.replace(made.incidents[0], place=msgspec.structs.replace(place, latitude=95.0))
    report = exported(msgspec.structs.replace(made, incidents=(wrong, *made.incidents[1:])), "csv", tmp_path / "out")
    assert (report.refused, report.written) == (1, len(made.incidents) - 1)
    refused = json.loads((tmp_path / "out" / "refused.jsonl").read_text(encoding="utf-8"))
    assert (refused["about"], refused["problems"][0]["rule"]) == (wrong.id, "column-latitude")
    assert losses(tmp_path / "out")["refused"] == {"column-latitude": 1}
    assert wrong.id not in (tmp_path / "out" / "incidents.csv").read_text(encoding="utf-8")


def test_names_that_are_near_are_offered() -> None:
    with pytest.raises(CodebookError, match="did you mean csv"):
        find_codebook("cvs")
    with pytest.raises(CodebookError, match="did you mean acled"):
        find_profile("akled")
    with pytest.raises(CodebookError, match="there are"):
        find_codebook("zzzzzz")


def test_a_broken_line_of_a_dataset_is_named(tmp_path: Path) -> None:
    write_many(tmp_path / "data", 3)
    lines = (tmp_path / "data" / "claims.jsonl").read_bytes().splitlines()
    (tmp_path / "data" / "claims.jsonl").write_bytes(b"\n".join([lines[0], b"{broken", lines[2]]))
    with pytest.raises(DatasetError, match=r"claims\.jsonl:2"):
        exported(tmp_path / "data", "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_view_has_what_hangs_on_an_incident(tmp_path: Path) -> None:
    write_dataset(sample(), tmp_path / "data")
    with DatasetSource(tmp_path / "data") as source:
        views = list(source.incidents())
        assert source.sizes().incidents == len(views) == len(sample().incidents)
        for view, incident in zip(views, sample().incidents, strict=True):
            assert view.incident == incident
            assert tuple(claim.id for claim in view.claims) == incident.claims
            assert {claim.document for claim in view.claims} == set(view.documents)
            for claim in view.claims:
                assert view.quote(claim.id, claim.event.span) == claim.event.words
        linked = {message.id for view in views for message in view.communications}
        gathered = {claim for incident in sample().incidents for claim in incident.claims}
        assert linked == {item.id for item in sample().communications if set(item.claims) & gathered}
        assert [message.communication for message in source.communications()] == list(sample().communications)
        assert {told.claim.id for told in source.ungathered()} == {
            claim.id for claim in sample().claims if claim.id not in gathered
        }


def test_an_index_that_cannot_be_made_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many(tmp_path / "data", 3)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(DatasetError, match="TMPDIR"):
        exported(tmp_path / "data", "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_index_is_removed_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_many(tmp_path / "data", 3)
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    exported(tmp_path / "data", "csv", tmp_path / "out")
    assert list((tmp_path / "scratch").iterdir()) == []
