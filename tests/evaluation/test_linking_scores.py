"""The scores of clusterings, by hand, and the baseline."""

import pytest

from allegata.evaluation.linking_scores import lea, score
from allegata.evaluation.tfidf import cosines, linked

GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}


def test_the_same_clusters_are_perfect_whatever_they_are_called() -> None:
    found = score(GOLD, {name: str(label) for name, label in GOLD.items()})
    assert (found.lea, found.conll, found.muc, found.b_cubed, found.ceaf_e) == (100, 100, 100, 100, 100)


def test_a_worked_example() -> None:
    # gold {a b c} {d e}; ours {a b} {c} {d e}
    found = score(GOLD, {"a": 1, "b": 1, "c": 2, "d": 3, "e": 3})
    # LEA recall: (3 * 1/3 + 2 * 1) / 5 = 0.6; precision: (2 * 1 + 1 * 0 + 2 * 1) / 5 = 0.8
    assert (found.recall, found.precision) == (60, 80)
    assert found.lea == pytest.approx(68.57)
    # MUC recall: (1 + 1) / 3, precision 2 / 2
    assert found.muc == pytest.approx(80)
    # B-cubed recall: (4/3 + 1/3 + 2) / 5, precision 1
    assert found.b_cubed == pytest.approx(84.62)
    # CEAF-e: {a b} with {a b c} 0.8, {d e} 1: 1.8 / 2 recall, 1.8 / 3 precision
    assert found.ceaf_e == pytest.approx(72)
    assert found.conll == pytest.approx((80 + 84.615 + 72) / 3, abs=0.01)


def test_all_alone_and_all_together() -> None:
    alone = score(GOLD, {name: name for name in GOLD})
    assert (alone.lea, alone.muc) == (0, 0)
    together = score(GOLD, dict.fromkeys(GOLD, 1))
    assert together.recall == 100
    assert together.precision == 40  # four of ten links


def test_single_mentions_are_linked_to_themselves() -> None:
    assert score({"a": 1, "b": 2}, {"a": 1, "b": 2}).lea == 100
    assert score({}, {}).lea == 0


def test_other_mentions_are_refused() -> None:
    with pytest.raises(ValueError, match="same mentions"):
        score({"a": 1}, {"b": 1})


def test_the_baseline_joins_texts_with_rare_words_in_common() -> None:
    texts = {
        "a": "Shell hits bakery in Donetsk, four killed",
        "b": "Four killed as shell hits Donetsk bakery",
        "c": "Flood closes road near Sylhet",
        "d": "Farmers plant rice after rain",
        "e": "Court hears case on fishing rights",
    }
    labels = linked(texts, cosines(texts), 0.5)
    assert labels["a"] == labels["b"]
    assert len({labels[name] for name in "acde"}) == 4


def test_lea_alone_is_the_lea_of_all_scores() -> None:
    gold, ours = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3}, {"a": 1, "b": 1, "c": 1, "d": 2, "e": 3}
    assert lea(gold, ours) == score(gold, ours).lea
    with pytest.raises(ValueError, match="same mentions"):
        lea(gold, {"a": 1})
