from datetime import date
from pathlib import Path

import pytest

from allegata.evaluation.dates import MEANTIME, SET, TEMPEVAL, Counts, figures_of, paired, publication_day, score
from allegata.evaluation.parts import SetMissingError, Tools
from allegata.evaluation.timed_texts import GoldTime, joined, read_cat, read_timeml
from allegata.evaluation.timex import Timex, length

DAY = date(2016, 6, 9)


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools()


def cat(sentences: list[str], marks: str) -> str:
    tokens, number = "", 0
    for line, sentence in enumerate(sentences):
        for word in sentence.split():
            number += 1
            tokens += f'<token number="{number - 1}" sentence="{line}" t_id="{number}">{word}</token>'
    return f'<?xml version="1.0" ?><Document doc_id="1">{tokens}<Markables>{marks}</Markables></Document>'


def timex(value: str, *tokens: int, kind: str = "DATE", function: str = "NONE") -> str:
    anchors = "".join(f'<token_anchor t_id="{t}"/>' for t in tokens)
    return f'<TIMEX3 m_id="9" type="{kind}" value="{value}" functionInDocument="{function}">{anchors}</TIMEX3>'


@pytest.fixture
def meantime(tmp_path: Path) -> Path:
    folder = tmp_path / MEANTIME / "release" / "intra-doc_annotation" / "corpus_x"
    folder.mkdir(parents=True)
    lines = ["Bridge opens", "June 09 , 2016", "The bridge opened on Tuesday , after two years ."]
    marks = (
        timex("2016-06-09", 3, 4, 5, 6, function="CREATION_TIME")
        + timex("2016-06-07", 11)
        + timex("P2Y", 14, 15, kind="DURATION")
        + timex("2014-06-07")  # implied, without words: not scored
        + '<EVENT_MENTION certainty="CERTAIN" polarity="POS" time="NON_FUTURE"><token_anchor t_id="9"/></EVENT_MENTION>'
    )
    (folder / "1_Bridge.xml").write_text(cat(lines, marks), encoding="utf-8")
    return tmp_path


def test_a_text_is_put_together_from_tokens() -> None:
    text, spans, lines = joined([["It", "'s", '"', "so", '"', ",", "US$", "5", "(", "6", "%", ")"], ["No", "."]])
    assert text == 'It\'s "so", US$5 (6%)\nNo.\n'
    assert [text[a:b] for a, b in spans[1]] == ["No", "."]
    assert joined([["``", "Go", "''", "."]])[0] == "“Go”.\n"
    assert [text[a:b] for a, b in lines] == ['It\'s "so", US$5 (6%)', "No."]


def test_meantime_form(meantime: Path) -> None:
    (part,) = SET.find(meantime)
    text = read_cat(part.items[0])
    assert text.published == DAY
    assert [text.text[a:b] for a, b in text.creation] == ["June 09, 2016"]
    assert [(text.text[t.span[0] : t.span[1]], t.value) for t in text.times] == [
        ("Tuesday", "2016-06-07"),
        ("two years", "P2Y"),
    ]
    assert [(text.text[e.span[0] : e.span[1]], e.certainty) for e in text.events] == [("opened", "CERTAIN")]


def test_meantime_is_measured(meantime: Path, tools: Tools) -> None:
    (part,) = SET.find(meantime)
    outcome = SET.measure(part.name, part.items[0], tools)
    assert outcome.misses == ()
    result = SET.result([outcome])
    assert (result.figures["value"], result.figures["strict_f1"]) == (100, 100)
    assert result.figures["meantime"]["relaxed_f1"] == 100
    assert result.rows[0].note == "2 of 2"


def test_timeml_form(tmp_path: Path, tools: Tools) -> None:
    folder = tmp_path / TEMPEVAL / "Evaluation" / "te3-platinum"
    folder.mkdir(parents=True)
    (folder / "x.tml").write_text(
        """<?xml version="1.0" ?><TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2016-06-09" functionInDocument="CREATION_TIME">June 9, 2016</TIMEX3></DCT>
<TEXT>

The ferry <EVENT eid="e1">sank</EVENT> <TIMEX3 tid="t1" type="DATE" value="2016-W22">last week</TIMEX3>.

It sailed <TIMEX3 type="SET" value="P1D">daily</TIMEX3> since <TIMEX3 type="DATE" value="2011">2011</TIMEX3>.
</TEXT></TimeML>""",
        encoding="utf-8",
    )
    (part,) = SET.find(tmp_path)
    text = read_timeml(part.items[0])
    assert (text.published, len(text.lines)) == (DAY, 2)
    assert [text.text[t.span[0] : t.span[1]] for t in text.times] == ["last week", "daily", "2011"]
    outcome = SET.measure(part.name, part.items[0], tools)
    assert outcome.misses == ()
    figures = SET.result([outcome]).figures
    assert figures["value"] == figures["tempeval-3"]["value"] == 100


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)


def test_the_day_of_creation_may_stand_in_a_line_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "2.xml"
    file.write_text(
        cat(["Bridge opens", "June 9 , 2016", "It opened in May ."], timex("2016-05", 10)), encoding="utf-8"
    )
    assert publication_day(read_cat(file)) == DAY


def test_scores_by_hand() -> None:
    gold = [
        GoldTime((0, 5), "DATE", "2016"),
        GoldTime((10, 15), "DATE", "2016-06-09"),
        GoldTime((20, 22), "DATE", "P1D"),
    ]
    ours = [Timex((0, 5), "DATE", "2016"), Timex((8, 15), "DATE", "2015"), Timex((12, 15), "DATE", "2016-06-09")]
    assert [b.span for _, b in paired(ours, gold)] == [(0, 5), (10, 15)]
    counts = score(ours, gold, DAY)
    assert (counts.strict.right, counts.relaxed.right, counts.matched, counts.valued, counts.told_day) == (
        1,
        2,
        2,
        1,
        1,
    )
    figures = figures_of([counts])
    assert (figures["value"], figures["strict_f1"], figures["relaxed_f1"]) == (50, 33.33, 66.67)
    assert figures["value_f1"] == 33.34  # 66.67 % of 50 %, rounded


def test_scores_of_nothing() -> None:
    empty: Counts = score([], [], None)
    assert figures_of([empty])["strict_f1"] == figures_of([])["value"] == 0


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nearly five months", "P5M"),
        ("several years", "PXY"),
        ("a few days", "PXD"),
        ("a couple of weeks", "P2W"),
        ("two decades", "P20Y"),
        ("24-hour", "PT24H"),
        ("half an hour", "PT30M"),
        ("two and a half years", "P2.5Y"),
        ("the past year", "P1Y"),
        ("twenty-five minutes", "PT25M"),
        ("decades", "PXY"),
        ("three consecutive quarters", "P3Q"),
    ],
)
def test_lengths(words: str, value: str) -> None:
    assert length(words) == value
