from allegata.evaluation.arithmetic import Tally, commonest, share, tally


def test_a_worked_example() -> None:
    # Four predicted, five gold; "b" is predicted twice and gold once, so three are right.
    found = tally(["a", "b", "b", "c"], ["a", "b", "c", "d", "e"])
    assert found == Tally(3, 4, 5)
    assert (found.precision, found.recall, found.f1) == (75.0, 60.0, 66.67)


def test_nothing_predicted_or_nothing_to_find_is_no_error() -> None:
    assert tally([], ["a"]).f1 == 0
    assert tally([], []).precision == 0
    assert share(0, 0) == 0


def test_tallies_add() -> None:
    assert Tally(1, 2, 3) + Tally(1, 1, 1) == Tally(2, 3, 4)


def test_the_commonest_answer() -> None:
    assert commonest([1, 2, 2, 3]) == (2, 50.0)
    assert commonest([]) == (None, 0.0)
