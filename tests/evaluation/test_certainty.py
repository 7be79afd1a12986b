from pathlib import Path

import pytest

from allegata.evaluation.certainty import SET, Judged, classes
from allegata.evaluation.parts import Outcome, SetMissingError, Tools


def event(certainty: str, polarity: str, *tokens: int) -> str:
    anchors = "".join(f'<token_anchor t_id="{t}"/>' for t in tokens)
    return f'<EVENT_MENTION certainty="{certainty}" polarity="{polarity}" time="NON_FUTURE">{anchors}</EVENT_MENTION>'


def test_mentions_of_an_article_are_judged(tmp_path: Path) -> None:
    folder = tmp_path / "meantime_en" / "release" / "intra-doc_annotation" / "corpus_x"
    folder.mkdir(parents=True)
    words = [
        "The",
        "dam",
        "did",
        "not",
        "burst",
        "but",
        "the",
        "lake",
        "may",
        "rise",
        "and",
        "engineers",
        "want",
        "to",
        "leave",
        ".",
    ]
    tokens = "".join(f'<token sentence="0" t_id="{n}">{word}</token>' for n, word in enumerate(words, 1))
    marks = (
        event("CERTAIN", "NEG", 5)
        + event("POSSIBLE", "POS", 10)
        + event("UNDERSPECIFIED", "POS", 15)
        + event("", "", 13)  # left blank by the annotators: not counted
    )
    (folder / "1_Dam.xml").write_text(
        f"<Document>{tokens}<Markables>{marks}</Markables></Document>".replace("&", "&amp;"), encoding="utf-8"
    )
    (part,) = SET.find(tmp_path)
    outcome = SET.measure(part.name, part.items[0], Tools())
    assert outcome.counts == (
        Judged("CERTAIN", "CERTAIN", True, True),
        Judged("POSSIBLE", "POSSIBLE", False, False),
        Judged("UNDERSPECIFIED", "UNDERSPECIFIED", False, False),
    )
    assert outcome.misses == ()


def test_figures_by_hand() -> None:
    judged = (
        Judged("CERTAIN", "CERTAIN", False, False),
        Judged("CERTAIN", "CERTAIN", True, True),
        Judged("CERTAIN", "PROBABLE", False, True),
        Judged("POSSIBLE", "POSSIBLE", False, False),
        Judged("PROBABLE", "CERTAIN", False, False),
        Judged("UNDERSPECIFIED", "UNDERSPECIFIED", True, False),
        Judged("POSSIBLE", "UNDERSPECIFIED", False, False),  # an aim is no more than possible
    )
    result = SET.result([Outcome(item="a", part="meantime_en", counts=judged)])
    figures = result.figures
    assert figures["accuracy"] == 66.67  # 4 of 6
    assert figures["recall"] == {"certain": 66.67, "probable": 0, "possible": 100}
    assert figures["macro_recall"] == 55.56
    assert figures["accuracy_with_underspecified"] == 57.14  # 4 of 7
    assert figures["negation"] == {"precision": 50, "recall": 50, "f1": 50}
    assert (result.rows[0].constant, result.rows[0].constant_answer) == (50, "CERTAIN")


def test_figures_of_nothing() -> None:
    assert SET.result([]).figures["accuracy"] == 0


def test_every_standing_has_a_class() -> None:
    assert set(classes()) == {"certain", "probable", "possible", "open"}


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError):
        SET.find(tmp_path)
