"""Round trips: what an export holds comes back from it, and what does not come back is in its loss report; no more."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from allegata.codebooks import (
    DatasetSource,
    UnknownFormError,
    codebook_names,
    find_codebook,
    find_profile,
    import_files,
)
from allegata.codebooks.inventory import APART, FIELDS, values, values_back
from allegata.dataset import Dataset, write_dataset
from allegata.records import Count, Incident
from tests.codebooks.drawn import datasets
from tests.codebooks.exporting import contents, exported, losses
from tests.codebooks.test_importing import records
from tests.conftest import ROOT
from tests.dataset.sample import sample

LEADING_BACK = [name for name in codebook_names() if find_codebook(name)[1].leads_back(find_codebook(name)[0])]
PLAIN = ("csv", "hxl", "geojson", "geoparquet", "xlsx")


def test_every_book_that_can_carry_a_dataset_back_does() -> None:
    others = ("ucdp-ged", "acled", "airwars", "ibc", "mse", "huridocs", "plover", "ftm")
    assert set(LEADING_BACK) == {*PLAIN, *others}


@pytest.mark.parametrize("book", sorted(set(codebook_names()) - set(LEADING_BACK)))
def test_a_form_that_does_not_lead_back_says_so(book: str, tmp_path: Path) -> None:
    exported(sample(), book, tmp_path / "out")
    assert losses(tmp_path / "out")["reads_back"] is False
    with pytest.raises(UnknownFormError, match="does not lead back"):
        import_files([tmp_path / "out"], tmp_path / "in")
    page = (ROOT / "docs" / "codebooks.md").read_text(encoding="utf-8")
    assert f"`{book}`" in page.split("## Importing")[1].split("\n## ")[0]


def test_the_fields_of_the_coder_of_isaf_hold_nothing_of_an_incident() -> None:
    book = find_codebook("isaf")[0]
    assert not {*book.holds, *book.partly}
    assert set(book.loses) == {*FIELDS, *APART}


def record_back(dataset: Path, book: str, scratch: Path) -> tuple[dict[str, Any] | None, dict[str, int]]:
    """Return the one incident of a dataset as it comes back from an export, and how many values each field lost.

    ``None`` where the book's rules keep it out. Importing again changes nothing.
    """
    report = exported(dataset, book, scratch / "out")
    lost: dict[str, int] = {}
    for item in losses(scratch / "out")["lost"]:
        lost[item["field"]] = lost.get(item["field"], 0) + item["count"]
    if report.refused:
        return None, lost
    assert import_files([scratch / "out"], scratch / "in").broken == ()
    file = "catalogue-allegata.jsonl" if book in PLAIN else f"incidents-{book}.jsonl"
    found = records(scratch / "in" / file) if (scratch / "in" / file).exists() else [{}]  # a form may have no row of it
    assert len(found) == 1
    before = contents(scratch / "in")
    again = import_files([scratch / "out"], scratch / "in")
    assert contents(scratch / "in") == before
    assert (sum(again.new.values()), sum(again.replaced.values())) == (0, 0)
    return found[0], lost


@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(made=datasets())
def test_what_is_not_in_the_loss_report_comes_back_and_what_is_does_not(
    made: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scratch = tmp_path_factory.mktemp("round")
    write_dataset(made, scratch / "dataset")
    with DatasetSource(scratch / "dataset") as source:
        [view] = source.incidents()
    for book in LEADING_BACK:
        (scratch / book).mkdir()
        record, lost = record_back(scratch / "dataset", book, scratch / book)
        assert set(lost) <= {*FIELDS, *APART}, book
        if record is None:
            continue
        profile = find_profile(find_codebook(book)[0].profile)
        for field in FIELDS:
            told, back = values(view, profile, field), values_back(record, field)
            assert (told - back).total() == lost.get(field, 0), (book, field, told, back)
            assert told == back or field in lost, (book, field, told, back)
        for field, (want, have) in by_hand(made.incidents[0], record, profile.name).items():
            assert want == have or field in lost, (book, field, want, have)


def by_hand(incident: Incident, record: dict[str, Any], profile: str) -> dict[str, tuple[Any, Any]]:
    """Return what the incident's own record says beside what came back, by field, as plainly as can be."""
    date, place = incident.date, incident.place
    ranges = incident.by_profile.get(profile, {})
    found = {
        "date": ((date.start, date.end) if date else (None, None), part(record, "date", "start", "end")),
        "place": ((place.name, place.within) if place else (None, None), part(record, "place", "name", "within")),
        "coordinates": (
            (place.latitude, place.longitude) if place else (None, None),
            part(record, "place", "latitude", "longitude"),
        ),
        "event types": (list(incident.event_types), record.get("event_types") or []),
        "accused": (
            [party.name for party in incident.accused if party.by],
            [party.get("name") for party in record.get("accused", ())],
        ),
        "weapons": (list(incident.weapons), record.get("weapons") or []),
        "sources": (list(incident.sources), record.get("sources") or []),
        "grade": ((incident.grade.value,), part(record, "grade", "value")),
    }
    if incident.victims:  # names raise counts by rules of their own
        return found
    for outcome in ("killed", "injured", "killed_or_injured"):
        name = outcome.replace("_", " ")
        found[name] = (ends(ranges.get(name)), part(record, outcome, "min", "max"))
    for group in ("women", "children", "men"):
        count = record.get("killed_by_group", {}).get(group, {})
        found["women, children, men"] = (ends(ranges.get(f"killed {group}")), (count.get("min"), count.get("max")))
    return found


def part(record: dict[str, Any], name: str, *parts: str) -> tuple[Any, ...]:
    return tuple((record.get(name) or {}).get(each) for each in parts)


def ends(count: Count | None) -> tuple[int | None, int | None]:
    return (count.min, count.max) if count is not None else (None, None)
