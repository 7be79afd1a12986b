"""The sets of linking on self-written texts in the public forms."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from allegata.actors import Register
from allegata.evaluation.parts import SetMissingError
from allegata.evaluation.run import evaluate, gold_set, thinned

TEXTS = [
    ("d1", "1", "Three people were killed when a shell hit a bakery in Donetsk on 3 March 2022, doctors said."),
    ("d2", "1", "A shell struck a bakery in Donetsk on 3 March 2022 and killed three people, residents said."),
    ("d3", "2", "Two soldiers were wounded in a drone strike near Raqqa on 9 May 2021, the army said."),
]


def test_articles_are_gathered_and_scored(tmp_path: Path) -> None:
    folder = tmp_path / "gva"
    folder.mkdir()
    rows = [
        {"doc_id": name, "incident_id": of, "title": "", "text": text, "dct": "2022-03-04"} for name, of, text in TEXTS
    ]
    (folder / "documents.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = evaluate("gva", tmp_path)
    assert found.items == 3
    assert found.result.figures["lea"] == 100
    assert {row.key for row in found.result.rows} >= {"lea", "conll", "tfidf_lea"}


def test_a_sample_takes_incidents_with_all_their_texts(tmp_path: Path) -> None:
    folder = tmp_path / "gva"
    folder.mkdir()
    rows = [
        {"doc_id": f"d{n}", "incident_id": str(n % 5), "title": "", "text": "A man was shot.", "dct": "2022-03-04"}
        for n in range(15)
    ]
    (folder / "documents.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (part,) = thinned(gold_set("gva").find(tmp_path), 6)
    assert [(item.id, item.incidents[0]) for item in part.items] == [
        (f"d{n}", str(n % 5)) for n in range(15) if n % 5 in (0, 2)
    ]


def test_pages_that_show_one_notice_at_two_addresses_are_two_articles(tmp_path: Path) -> None:
    folder = tmp_path / "gva"
    folder.mkdir()
    notice = "Thank you for registering. We have sent you an email to activate your account."
    titles = ("Man shot in Elmwood garage", "Harbour dispute ends in gunfire")
    rows = [
        {"doc_id": f"d{n}", "incident_id": str(n), "title": title, "text": notice, "uri": f"https://paper{n}.test/{n}"}
        for n, title in enumerate(titles)
    ]
    (folder / "documents.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert evaluate("gva", tmp_path).result.figures["lea"] == 100


def test_english_texts_and_the_records_of_their_incidents(tmp_path: Path) -> None:
    folder = tmp_path / "airwars_syria"
    folder.mkdir()
    text = "Russian warplanes bombed Ariha on 4 May 2022, killing two civilians, activists said."
    texts = [
        {"source_id": "s1", "incident_ids": ["i1"], "language": "en", "text": text, "publication_date": ""},
        {"source_id": "s2", "incident_ids": ["i2"], "language": "ar", "text": "…"},
    ]
    record = {"incident_id": "i1", "belligerent": "Russian Military", "civ_killed_min": 2, "civ_killed_max": 2}
    (folder / "source_documents.jsonl").write_text("\n".join(json.dumps(row) for row in texts), encoding="utf-8")
    (folder / "incidents.jsonl").write_text(json.dumps(record), encoding="utf-8")
    figures = evaluate("airwars-syria", tmp_path).result.figures
    assert (figures["belligerent"], figures["killed_overlap"]) == (100, 100)


def test_the_belligerent_is_anyone_whom_the_record_names_and_the_headline_counts_before_the_text(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "airwars_syria"
    folder.mkdir()
    text = "In other news, Turkish forces shelled Manbij on Monday, wounding a farmer."
    title = "Syrian regime shelling kills two in Ariha Syrian regime shelling kills two in Ariha"
    rows = [
        {"source_id": "s1", "incident_ids": ["i1"], "language": "en", "text": text, "title": title},
        {"source_id": "s2", "incident_ids": ["i2"], "language": "en", "text": "SDF rockets hit Afrin, killing a man."},
        {"source_id": "s3", "incident_ids": ["i3"], "language": "en", "text": "A page without a word."},
    ]
    listed = [{"belligerent": "syrian_regime"}, {"belligerent": "unknown"}]
    records = [
        {"incident_id": "i1", "belligerent": "Russian Military", "belligerents": listed},
        {"incident_id": "i2", "belligerent": "YPG"},
        {"incident_id": "i3", "belligerent": "Russian Military", "belligerents": [{"belligerent": "unknown"}]},
    ]
    (folder / "source_documents.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "incidents.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    figures = evaluate("airwars-syria", tmp_path).result.figures
    assert (figures["belligerent"], figures["belligerent_said"]) == (66.67, 100)
    assert figures["belligerent_first"] == 33.33


def _belligerents(folder: Path, rows: list[dict[str, object]], records: dict[str, object]) -> dict[str, float]:
    folder = folder / "airwars_syria"
    folder.mkdir()
    texts = [{"incident_ids": ["i1"], "language": "en", **row} for row in rows]
    kept = [{"incident_id": name, **record} for name, record in records.items()]  # type: ignore[dict-item]
    (folder / "source_documents.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    (folder / "incidents.jsonl").write_text("\n".join(map(json.dumps, kept)), encoding="utf-8")
    return dict(evaluate("airwars-syria", folder.parent).result.figures)


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://news.example/2022/05/turkish-shelling-kills-two-in-zarkan", 100),
        (
            "https://news.example/a/%D9%85%D9%82%D8%AA%D9%84-%D8%B7%D9%81%D9%84-%D8%A8%D9%82%D8%B5%D9%81-%D8%AA%D8%B1%D9%83%D9%8A",
            100,
        ),
        ("https://news.example/item/40211", 0),
    ],
)
def test_of_a_dead_page_the_words_of_its_address_are_read(tmp_path: Path, url: str, right: int) -> None:
    rows: list[dict[str, object]] = [{"source_id": "s1", "text": "Page not found", "title": "404", "url": url}]
    figures = _belligerents(tmp_path, rows, {"i1": {"belligerent": "Turkish Military"}})
    assert figures["belligerent"] == right


def test_each_part_of_the_forms_list_is_an_answer_and_the_first_accused_is_taken_among_equals(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"source_id": "s1", "text": "Iran-backed militias shelled Hajin on Monday, killing two men."},
        {
            "source_id": "s2",
            "incident_ids": ["i2"],
            "text": "Turkish shelling killed a woman in Zarkan on Monday. Regime shelling wounded a man in Ariha.",
        },
    ]
    records = {
        "i1": {"belligerent": "Unknown, Iranian Military"},
        "i2": {"belligerent": "Turkish Military"},
    }
    assert _belligerents(tmp_path, rows, records)["belligerent"] == 100  # type: ignore[arg-type]


def test_a_text_of_several_incidents_is_of_each(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "source_id": "s1",
            "incident_ids": ["i1", "i2"],
            "text": "Turkish shelling killed a woman in Zarkan on Monday.",
        }
    ]
    records = {"i1": {"belligerent": "Turkish Military"}, "i2": {"belligerent": "Turkish Military"}}
    assert _belligerents(tmp_path, rows, records)["belligerent_by.turkish_military"] == 100  # type: ignore[arg-type]
    (part,) = gold_set("airwars-syria").find(tmp_path)
    assert [list(item.records) for item in part.items] == [["i1", "i2"]]


RAID = (
    "The Syrian Democratic Forces raided a house in Shaddadi with the support of the US-led coalition, killing a man."
)
BESIDE = (
    "Rockets hit a market in the town of Azaz in Syria on Monday, killing five people. "
    "On Sunday Turkish forces shelled the village of Harbal, wounding a farmer."
)
ACCUSES = "SDF rockets hit a market in Azaz on Monday, killing five people."
STRIKES = (
    "American warplanes bombed a depot near Deir ez-Zor in Syria on Thursday, killing two fighters. "
    "Iran-backed militias attacked the base at Shaddadi with rockets on Friday."
)
ATTACKED = "Ten rockets targeted American forces at the base at Shaddadi in Syria on Friday."


@pytest.mark.parametrize(
    ("texts", "belligerent"),
    [
        ([RAID], "U.S.-led Coalition"),
        ([BESIDE], "Turkish Military"),  # nobody says more
        ([BESIDE, ACCUSES], "YPG"),
        ([STRIKES], "U.S.-led Coalition"),
        ([STRIKES, ATTACKED], "Iranian Military"),  # who was attacked is not who attacked
    ],
)
def test_what_an_incidents_texts_say_together(tmp_path: Path, texts: list[str], belligerent: str) -> None:
    rows: list[dict[str, object]] = [{"source_id": f"s{n}", "text": text} for n, text in enumerate(texts)]
    assert _belligerents(tmp_path, rows, {"i1": {"belligerent": belligerent}})["belligerent"] == 100


def test_misses_are_listed_with_their_titles(tmp_path: Path) -> None:
    folder = tmp_path / "airwars_syria"
    folder.mkdir()
    same = {"language": "en", "text": "Shelling killed three people in Ariha, Syria, on 4 May 2022."}
    rows = [
        {"source_id": "s1", "incident_ids": ["i1"], "title": "Three die in Ariha", **same},
        {"source_id": "s2", "incident_ids": ["i2"], "title": "Ariha shelled", **same},
    ]
    records = [{"incident_id": name, "belligerent": "Russian Military"} for name in ("i1", "i2")]
    (folder / "source_documents.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "incidents.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = evaluate("airwars-syria", tmp_path)
    pair, *parties = found.misses
    assert (pair.measure, pair.item, pair.words) == ("gathered wrongly", "s1 s2", "Three die in Ariha / Ariha shelled")
    assert [(miss.item, miss.gold, miss.ours) for miss in parties] == [
        ("i1", "Russian Military", "unknown"),
        ("i2", "Russian Military", "unknown"),
    ]
    assert found.result.misses == ()  # what is kept of a result holds no title


@pytest.mark.parametrize("name", ["gva", "airwars-syria"])
def test_a_missing_set_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(SetMissingError):
        gold_set(name).find(tmp_path)


def test_the_table_of_airwars_names_holds_parties_of_the_register_only() -> None:
    register = Register.load()
    table = yaml.safe_load(files("allegata.evaluation").joinpath("data/airwars_parties.yaml").read_bytes())
    assert [party for party in table["register"] if register.get(party) is None] == []
    names = set(table["register"].values())
    assert {*table["record"].values(), *table["campaigns"], *table["campaigns"].values()} <= names
