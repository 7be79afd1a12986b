"""The attribution tagger: its words and pieces, the best path, what it adds to the rules, and its absence."""

from pathlib import Path

import numpy as np
import pytest

from allegata.intake import from_text
from allegata.reading import MISSING_TAGGER, Reader, Settings, Tagged, Tagger, shared_tagger
from allegata.reading import reader as reader_module
from allegata.reading.tagger import best_path, spans_of
from allegata.reading.tagger_pieces import Pieces
from allegata.reading.tagger_words import normal, shapes, windows, words

PLAIN = ["The", "mayor", "said", "that", "shells", "hit", "the", "old", "market", "."]
VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "shell", "##s", "fell", "on", "u", ".", "s", "e", "##cole"]


def test_words_as_in_treebanks() -> None:
    text = "The U.S. didn't say it’s over: coal-fired, $3.5 and \"no\" … Mr. Lee's"
    assert [w.text for w in words(text)] == [
        *("The", "U.S.", "did", "n't", "say", "it", "’s", "over", ":", "coal-fired", ",", "$", "3.5", "and"),
        *('"', "no", '"', "…", "Mr.", "Lee", "'s"),
    ]
    assert all(text[w.start : w.end] == w.text for w in words(text))


def test_quotes_get_a_direction_and_what_they_hold_a_shape() -> None:
    tokens = normal(["He", "said", '"', "No", '"', "``", "UN", "''", "-LRB-"])
    assert tokens == ["He", "said", "“", "No", "”", "“", "UN", "”", "("]
    assert shapes(tokens) == [1, 0, 3, 3, 3, 3, 3, 3, 0]
    assert shapes(["UN", "troops", "Monday", "I"]) == [2, 0, 1, 1]


def test_windows_cut_after_a_sentence() -> None:
    tokens = ["a", "b", ".", "c", "d", "e", "f"]
    assert list(windows(tokens, 5)) == [(0, 3), (3, 7)]
    assert list(windows(tokens, 7)) == [(0, 7)]
    assert list(windows(["a"] * 11, 5)) == [(0, 5), (5, 10), (10, 11)]
    assert list(windows([], 5)) == []


def test_pieces_are_cut_from_the_left() -> None:
    ids, owner, first = Pieces(VOCABULARY).encode(["Shells", "fell", "\u200b", "École", "xyz"])
    assert ids == [1, 3, 4, 5, 10, 11, 0, 2]
    assert owner == [-1, 0, 0, 1, 3, 3, 4, -1]
    assert first == [1, 3, 0, 4, 6]


def test_the_best_path_takes_no_forbidden_step() -> None:
    scores = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 5.0]])
    bars = np.array([[0.0, 0.0, -1e4], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert best_path(scores, np.array([0.0, 0.0, -1e4]), bars) == [1, 2]
    assert best_path(scores[:0], np.zeros(3), bars) == []


def test_spans_of_labels() -> None:
    assert spans_of(["B-cue", "I-cue", "I-source", "B-source"]) == [Tagged("cue", 0, 2), Tagged("source", 3, 4)]


def test_without_weights_there_is_no_tagger(tmp_path: Path) -> None:
    assert Tagger.load(tmp_path) is None


def test_a_reader_without_weights_says_so_once_and_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "shared_tagger", lambda: None)
    reader = Reader(Settings(tagger=True))
    document = from_text("Shelling killed three people in Kharkiv on Monday, police said.")[0]
    assert reader.notices == (MISSING_TAGGER,)
    assert Reader().notices == ()
    assert reader.read(document) == Reader().read(document)
    assert reader.read(document).claims[0].reader.name == "rules"


class Fixed:
    """A tagger that marks the same spans whatever it is given."""

    def __init__(self, *spans: Tagged) -> None:
        self.spans = list(spans)

    def tag_one(self, tokens: list[str]) -> list[Tagged]:
        return self.spans if tokens else []


def first_speaker(text: str, tagger: Fixed, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(reader_module, "shared_tagger", lambda: tagger)
    claims = Reader(Settings(tagger=True)).read(from_text(text)[0]).claims
    return claims[0].attribution[0].words


def test_the_tagger_names_a_speaker_where_the_rules_hear_none(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The regional governor was outraged that shelling killed three people in Goma."
    spans = (Tagged("source", 0, 3), Tagged("cue", 3, 5), Tagged("content", 5, 12))
    assert first_speaker(text, Fixed(*spans), monkeypatch) == "The regional governor"
    assert first_speaker(text, Fixed(), monkeypatch) != "The regional governor"


def test_what_is_planned_is_not_taken_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The rebels wanted that shelling killed three people in Goma."
    spans = (Tagged("source", 0, 2), Tagged("cue", 2, 3), Tagged("content", 3, 10))
    assert first_speaker(text, Fixed(*spans), monkeypatch) != "The rebels"


def built_in() -> Tagger:
    tagger = shared_tagger()
    assert tagger is not None
    return tagger


def test_the_built_in_tagger_marks_a_plain_attribution() -> None:
    expected = [Tagged("source", 0, 2), Tagged("cue", 2, 3), Tagged("content", 3, 9)]
    assert built_in().tag([PLAIN, [], PLAIN]) == [expected, [], expected]


def test_spans_do_not_depend_on_what_else_is_tagged() -> None:
    short = ["Residents", "said", "the", "bridge", "was", "gone", "."]
    long = (
        "“ We saw smoke over the harbour , ” a fisherman told the radio on Friday , and a nurse agreed . " * 3
    ).split()
    assert built_in().tag([short, long]) == [*built_in().tag([short]), *built_in().tag([long])]


def test_a_paragraph_longer_than_the_model_takes_is_tagged_all_the_same() -> None:
    spans = built_in().tag_one(["unpronounceableish"] * 700)
    assert all(0 <= span.start < span.end <= 700 for span in spans)
    assert built_in().tag_one(PLAIN * 40)[-1].end > 390


PARTIES = (
    "Israeli",
    "Russian",
    "Ukrainian",
    "Syrian",
    "Saudi",
    "Turkish",
    "Kurdish",
    "Sudanese",
    "Ethiopian",
    "Rwandan",
)


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for the {} army said on Tuesday that shells had hit the old market .",
        "Residents accused {} forces of shelling the hospital , and a nurse said four patients had died .",
        "According to the {} army , at least nine people were killed near the bridge .",
        "Witnesses told the agency that {} troops had set fire to homes in the village .",
    ],
)
def test_a_swapped_party_changes_no_span(text: str) -> None:
    spans = {tuple(built_in().tag_one(text.format(party).split())) for party in PARTIES}
    assert len(spans) == 1
    assert {span.kind for span in spans.pop()} == {"source", "cue", "content"}


def test_a_reading_with_the_tagger_says_so_and_is_the_same_every_time() -> None:
    text = "Nurses in Goma were adamant that shelling killed three people on Monday.\n\nHe was calm, a clerk said."
    reader = Reader(Settings(tagger=True))
    assert reader.notices == ()
    first = reader.read(from_text(text)[0])
    assert first.claims[0].reader.name == "rules, attribution tagger"
    assert reader.read(from_text(text)[0]) == Reader(Settings(tagger=True)).read(from_text(text)[0]) == first
