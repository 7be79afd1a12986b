"""PolNeAR: the scorer by hand, both public forms, and the rules' view over the gold's tokens."""

import json
from pathlib import Path

import pytest

from allegata.evaluation.attribution_scores import Scored, scored, spans_of_labels
from allegata.evaluation.parts import SetMissingError, Tools
from allegata.evaluation.polnear import SET
from allegata.evaluation.polnear_files import Paragraph, from_brat, from_sentences
from allegata.evaluation.polnear_view import text_of
from allegata.evaluation.published import published
from allegata.reading import MISSING_TAGGER

SENTENCE = ["The", "mayor", "said", "that", "shells", "hit", "the", "old", "market", "."]
LABELS = ["B-source", "I-source", "B-cue", *["B-content"], *["I-content"] * 5, "O"]
TEXT = "Market hit.\n\nThe mayor said that shells hit the old market.\n"
ANNOTATIONS = (
    "T1\tSource 13 22\tThe mayor\n"
    "T2\tCue 23 27\tsaid\n"
    "T3\tContent 28 58\tthat shells hit the old market\n"
    "T4\tAttribution 23 27\tsaid\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
)


def test_spans_of_labels_start_with_a_b_and_end_where_the_kind_changes() -> None:
    labels = ["I-cue", "B-source", "I-source", "I-cue", "I-cue", "B-cue", "B-cue", "O", "B-content"]
    assert spans_of_labels(labels) == [("source", 1, 3), ("cue", 5, 6), ("cue", 6, 7), ("content", 8, 9)]
    assert spans_of_labels([]) == []


def test_scores_by_hand() -> None:
    gold = [("content", 0, 4), ("content", 6, 10), ("cue", 5, 6)]
    ours = [("content", 0, 3), ("content", 6, 10), ("content", 12, 14), ("source", 4, 5)]
    found = scored(ours, gold)
    content = found["content"]
    assert content.exact.f1 == pytest.approx(40, abs=0.01)  # 1 right of 3 predicted and 2 gold
    assert content.begin.f1 == pytest.approx(80, abs=0.01)  # starts 0 and 6 of {0, 6, 12} and {0, 6}
    assert content.jaccard == pytest.approx(100 * (3 / 4 + 1 + 0) / 3, abs=0.01)  # the stray one adds a 0
    assert found["cue"].jaccard == 0
    assert (found["source"].exact.predicted, found["source"].parts) == (1, 1)


def test_nothing_scored_is_nothing_and_repeats_count_once() -> None:
    assert scored([], [])["cue"] == Scored()
    twice = scored([("cue", 1, 2)] * 2, [("cue", 1, 2)] * 2)["cue"]
    assert (twice.exact.right, twice.exact.predicted, twice.exact.gold) == (1, 1, 1)


def test_sentence_form(tmp_path: Path) -> None:
    file = tmp_path / "valid.txt"
    row = {"tokens": SENTENCE, "labels": LABELS, "id": "a", "pos": []}
    file.write_text(json.dumps(row) + "\n\n" + json.dumps({**row, "id": "b"}) + "\n", encoding="utf-8")
    articles = from_sentences(file)
    assert [article.id for article in articles] == ["a", "b"]
    assert articles[0].paragraphs[0].gold == (("source", 0, 2), ("cue", 2, 3), ("content", 3, 9))


@pytest.mark.parametrize("line", ["not json", '{"tokens": ["a"], "labels": []}', "[1]"])
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "valid.txt"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SetMissingError, match="line 1"):
        from_sentences(file)


def test_brat_form_gives_the_same_spans() -> None:
    article = from_brat(TEXT, ANNOTATIONS, "a")
    assert [p.tokens[0] for p in article.paragraphs] == ["Market", "The"]
    assert article.paragraphs[1].tokens == tuple(SENTENCE)
    assert article.paragraphs[1].gold == (("source", 0, 2), ("cue", 2, 3), ("content", 3, 9))
    assert text_of(article.paragraphs[1])[0] == "The mayor said that shells hit the old market."


def test_brat_fragments_are_spans_of_their_own_and_paragraphs_crossed_by_a_span_are_one() -> None:
    text = "He said: go.\nGo now."
    article = from_brat(text, "T1\tContent 9 12;13 20\tgo. Go now.\nT2\tCue 3 15\tx\n#1\tNote T1\ty\n", "a")
    assert len(article.paragraphs) == 1
    assert ("content", 3, 5) in article.paragraphs[0].gold
    assert ("content", 5, 8) in article.paragraphs[0].gold


def test_running_text_of_treebank_tokens() -> None:
    tokens = ("``", "It", "'s", "over", "-LRB-", "now", "-RRB-", ",", "''", "she", "said", ".")
    text, starts = text_of(Paragraph(tokens, ()))
    assert text == "“It's over (now),” she said."
    assert [text[at] for at in starts[:4]] == ["“", "I", "'", "o"]


def test_both_readers_are_measured(tmp_path: Path) -> None:
    folder = tmp_path / "polnear" / "cofenet_sentences"
    folder.mkdir(parents=True)
    row = json.dumps({"tokens": SENTENCE, "labels": LABELS, "id": "a"})
    (folder / "valid.txt").write_text(row + "\n", encoding="utf-8")
    brat = tmp_path / "polnear" / "data" / "dev"
    (brat / "text").mkdir(parents=True)
    (brat / "attributions").mkdir()
    (brat / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    (brat / "attributions" / "a_1234.ann").write_text(ANNOTATIONS, encoding="utf-8")
    parts = SET.find(tmp_path)
    assert [part.name for part in parts] == ["polnear/cofenet_sentences/valid.txt", "polnear/data/dev"]
    tools = Tools()
    result = SET.result([SET.measure(part.name, item, tools) for part in parts for item in part.items])
    for key in ("source_exact_f1", "cue_exact_f1", "content_exact_f1"):
        assert result.figures["rules"][key] == 100
        assert result.figures["brat"]["rules"][key] == 100
        assert key in result.figures


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError, match="polnear"):
        SET.find(tmp_path)


def test_published_figures_have_our_keys() -> None:
    peers = published("polnear")
    best = peers.best("content_exact_f1")
    assert best is not None
    assert (best.system, best.figures["content_exact_f1"]) == ("BERT + Cofe (CofeNet)", 72.9)
    assert "test file" in peers.caution


def test_without_the_tagger_the_rules_stand_alone_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "polnear" / "cofenet_sentences"
    folder.mkdir(parents=True)
    row = json.dumps({"tokens": SENTENCE, "labels": LABELS, "id": "a"})
    (folder / "valid.txt").write_text(row + "\n", encoding="utf-8")
    monkeypatch.setattr("allegata.evaluation.polnear.shared_tagger", lambda: None)
    [part] = SET.find(tmp_path)
    result = SET.result([SET.measure(part.name, item, Tools()) for item in part.items])
    assert result.notes == (MISSING_TAGGER,)
    assert result.figures["source_exact_f1"] == result.figures["rules"]["source_exact_f1"] == 100
