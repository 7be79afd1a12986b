from pathlib import Path

import pytest

from allegata.evaluation.geoparsing import SET
from allegata.evaluation.geoparsing_corpora import articles, web_news
from allegata.evaluation.geoparsing_scores import area_under, median_km, within
from allegata.evaluation.parts import SetMissingError, Tools
from allegata.evaluation.published import published
from allegata.gazetteer import BUILT

TAGGED = """<?xml version="1.0" encoding="utf-8"?>
<articles>
  <article docid="7">
    <url>http://www.example.ie/a/1</url>
    <text><![CDATA[A lorry burnt in Cork. Nobody near Main Street was hurt, Ireland's police said.]]></text>
    <toponyms>
      <toponym><start>17</start><end>21</end><phrase>Cork</phrase>
        <gaztag geonameid="2965140"><name>Cork</name><lat>51.898</lat><lon>-8.471</lon></gaztag></toponym>
      <toponym><start>35</start><end>46</end><phrase>Main Street</phrase></toponym>
      <toponym><start>57</start><end>64</end><phrase>Ireland</phrase>
        <gaztag geonameid="2963597"><name>Ireland</name><lat>53</lat><lon>-8</lon></gaztag></toponym>
    </toponyms>
  </article>
</articles>
"""
GEOVIRUS = """<articles><article><source>https://en.example.org/wiki/Fever</source>
<text>Fever was seen in Lusaka and Ndola.</text>
<locations>
<location><name>Ndola</name><start>30</start><end>35</end><lat>-12.97</lat><lon>28.63</lon><page>N/A</page></location>
<location><name>Lusaka</name><start>19</start><end>25</end><lat>-15.42</lat><lon>28.28</lon><page>N/A</page></location>
</locations></article></articles>
"""


def _layout(folder: Path) -> Path:
    corpora = folder / "geoparsing" / "data" / "Corpora"
    corpora.mkdir(parents=True)
    (corpora / "lgl.xml").write_text(TAGGED, encoding="utf-8")
    (corpora / "TR-News.xml").write_text(TAGGED, encoding="utf-8")
    (corpora / "GeoVirus.xml").write_text(GEOVIRUS, encoding="utf-8")
    news = corpora.parent / "GeoWebNews"
    news.mkdir()
    (news / "0.txt").write_text("TITLE: Rain\nRain fell in Quito. Ecuadorians left by the Bridge.", encoding="utf-8")
    (news / "0.ann").write_text(
        "T1\tLiteral 25 30\tQuito\n#1\tAnnotatorNotes T1\t-0.22985, -78.52495\nA1\tModifier_Type T1 Noun\n"
        "T2\tDemonym 32 43\tEcuadorians\n#2\tAnnotatorNotes T2\t3658394\nT3\tNon_Toponym 56 62\tBridge\n",
        encoding="utf-8",
    )
    return folder


def test_the_four_corpora_are_read(tmp_path: Path) -> None:
    parts = SET.find(_layout(tmp_path))
    assert [part.name.rsplit("/", 1)[1] for part in parts] == ["lgl.xml", "GeoVirus.xml", "TR-News.xml", "GeoWebNews"]
    local, virus, _, web = (part.items[0] for part in parts)
    assert [(t.words, t.point) for t in local.toponyms] == [
        ("Cork", (51.898, -8.471)),
        ("Main Street", None),
        ("Ireland", (53, -8)),
    ]
    assert local.url == "http://www.example.ie/a/1"
    for article in (local, virus, web):
        assert all(article.text[t.start : t.end] == t.words for t in article.toponyms)
    assert [(t.words, t.counts, t.point, t.geonames) for t in web.toponyms] == [
        ("Quito", True, (-0.22985, -78.52495), None),
        ("Ecuadorians", False, None, 3658394),
    ]
    assert {file.name for file in parts[3].files} == {"0.txt", "0.ann"}


def test_a_wrong_offset_is_mended_and_an_absent_name_left_out(tmp_path: Path) -> None:
    file = tmp_path / "GeoVirus.xml"
    file.write_text(
        GEOVIRUS.replace("<start>30<", "<start>26<").replace("<name>Lusaka", "<name>Kitwe"), encoding="utf-8"
    )
    (article,) = articles(file, "geovirus")
    assert [(t.words, t.start) for t in article.toponyms] == [("Ndola", 29)]


def test_missing_and_broken_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError, match="GeoWebNews"):
        SET.find(tmp_path)
    file = tmp_path / "lgl.xml"
    file.write_text("<articles><article>", encoding="utf-8")
    with pytest.raises(SetMissingError, match="lgl"):
        articles(file, "lgl")
    (tmp_path / "1.txt").write_text("Rome", encoding="utf-8")
    assert web_news(tmp_path) == ()
    (tmp_path / "1.ann").write_text("T1\tLiteral x 4\tRome\n", encoding="utf-8")
    with pytest.raises(SetMissingError, match="brat"):
        web_news(tmp_path)


def test_scores_by_hand() -> None:
    errors = [0.0, 100.0, None, 1000.0]
    assert within(errors) == 50.0
    assert median_km(errors) == 100.0
    # ln(1), ln(101), ln(1001), ln(20040): 0, 4.615, 6.909, 9.906; trapezoids 16.477 over 3 ln(20039)
    assert area_under(errors) == pytest.approx(16.477 / (3 * 9.9054), abs=2e-4)
    assert within([]) == 0.0
    assert median_km([None]) is None
    assert area_under([5.0]) is None
    assert area_under([0.0, 0.0]) == 0.0


def test_a_measured_corpus(tmp_path: Path) -> None:
    if not BUILT.is_file():
        pytest.skip("the gazetteer is not built; run: python -m allegata.gazetteer.build")
    tools = Tools()
    parts = SET.find(_layout(tmp_path))
    outcomes = [SET.measure(part.name, item, tools) for part in parts for item in part.items]
    result = SET.result(outcomes)
    assert set(result.figures) == {"lgl", "geovirus", "tr-news", "geowebnews"}
    assert result.figures["lgl"]["given_spans_within_161km"] == 100.0
    assert result.figures["geovirus"]["given_spans_within_161km"] == 100.0
    assert result.figures["geovirus"]["end_to_end_f1"] > 60
    assert {row.key for row in result.rows} >= {"lgl.given_spans_within_161km", "geowebnews.end_to_end_f1"}
    constant = next(row for row in result.rows if row.key == "lgl.given_spans_within_161km")
    assert (constant.constant, constant.n) == (50.0, 2)


def test_the_published_results_are_read() -> None:
    best = published("geoparsing").best("lgl.given_spans_within_161km")
    assert best is not None
    assert best.figures["lgl.given_spans_within_161km"] == 82.7
