import msgspec
import pytest
import yaml

from allegata.evaluation.floors import targets
from allegata.evaluation.published import Peers, peers_of, published
from allegata.evaluation.run import SETS


def test_every_figure_of_others_names_its_source() -> None:
    for name in SETS:
        for peer in published(name).entries:
            assert peer.source.strip(), f"{name}: {peer.system} has no source"
            assert peer.figures, f"{name}: {peer.system} has no figure"


def test_a_list_or_an_object_is_read() -> None:
    entry = {"system": "A", "source": "a paper", "figures": {"f": 50}}
    assert peers_of([entry]) == peers_of({"entries": [entry]})
    assert peers_of(None) == Peers()
    with pytest.raises(msgspec.ValidationError):
        peers_of([{"system": "A"}])


def test_the_best_of_others() -> None:
    peers = peers_of(
        [
            {"system": "A", "source": "a", "figures": {"f": 50}},
            {"system": "B", "source": "b", "figures": {"f": 60, "g": 1}},
        ]
    )
    best = peers.best("f")
    assert best is not None
    assert best.system == "B"
    assert peers.best("h") is None


def test_targets_are_of_sets_and_ask_no_more_than_they_aim_at() -> None:
    assert len({target.key for target in targets()}) == len(targets())
    for target in targets():
        assert target.set_name in SETS
        if target.must is not None:
            assert target.aim is not None
            assert target.must < target.aim <= 100


def test_a_bare_on_is_a_word_and_not_a_truth_value() -> None:
    entries = peers_of(yaml.safe_load("- {system: A, source: a, on: test part, figures: {f: 1}}")).entries
    assert entries[0].on == "test part"
