"""What the reader makes of the sentences in ``constructions.yaml``, from all sides of many conflicts."""

from collections import Counter
from typing import Any

import pytest

from allegata.reading import Reader
from tests.reading.cases import Case, faults, load_cases, read_case

CASES = load_cases()


def _parameters() -> list[object]:
    known = {case.id: case.known for _, case in CASES}
    return [
        pytest.param(
            case,
            id=f"{section}/{case.id}",
            marks=[pytest.mark.xfail(strict=True, reason=reason)] if (reason := known[case.id]) else [],
        )
        for section, case in CASES
    ]


@pytest.mark.parametrize("case", _parameters())
def test_construction(reader: Reader, case: Case) -> None:
    found = faults(read_case(reader, case), case)
    assert not found, "\n".join([case.text, *found])


def test_every_value_stands_in_the_text(reader: Reader) -> None:
    wrong = []
    for _, case in CASES:
        reading = read_case(reader, case)
        text = reading.document.text
        for claim in reading.claims:
            items: list[Any] = [
                claim.event,
                *claim.accused,
                *claim.targets,
                *claim.weapons,
                *claim.places,
                *claim.attribution,
            ]
            items += [casualty.quantity for casualty in claim.casualties]
            items += [claim.time] if claim.time is not None else []
            wrong += [
                f"{case.id}: {item.words!r} is not {text[item.span[0] : item.span[1]]!r}"
                for item in items
                if item.span is not None and text[item.span[0] : item.span[1]] != item.words
            ]
    assert not wrong


def test_the_table_is_broad() -> None:
    ids = Counter(case.id for _, case in CASES)
    assert [name for name, times in ids.items() if times > 1] == []
    assert len(CASES) >= 500
    assert len({case.conflict for _, case in CASES if case.conflict}) >= 12
    assert [case.id for _, case in CASES if not (case.none or case.claims or case.incidents is not None)] == []
