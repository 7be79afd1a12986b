"""The construction sentences hold every construction that news of attacks is made of, often enough, from many sides."""

import re
from collections.abc import Callable

import pytest

from tests.reading.cases import Case, load_cases

CASES = load_cases()


def says(pattern: str) -> Callable[[Case], bool]:
    """Return a test of a case's text."""
    found = re.compile(pattern, re.IGNORECASE)
    return lambda case: found.search(case.text) is not None


def claims(stance: str) -> Callable[[Case], bool]:
    """Return a test of whether a claim of a stance is expected."""
    return lambda case: any(stance in (c.stance if isinstance(c.stance, tuple) else (c.stance,)) for c in case.claims)


CONSTRUCTIONS: dict[str, tuple[Callable[[Case], bool], int]] = {
    "accuses X of V-ing": (says(r"\baccus\w+ [^.]* of (?:\w+ly )?\w+ing\b"), 10),
    "denials": (claims("denies"), 15),
    "admissions": (claims("admits"), 8),
    "updates": (says(r"(?:ris\w+|rose|climbed|up|rais\w+|revis\w+|bringing|jumped|grew) [^.]*\b(?:to|from) "), 6),
    "ages near counts": (says(r"-year-old|\baged \d|, \d{1,2},"), 6),
    "dozens": (says(r"\bdozens\b"), 8),
    "two events in one sentence": (lambda case: len(case.claims) > 1 and ". " not in case.text.strip(), 8),
    "between N and M": (says(r"\bbetween \w+ and \w+|\d+ to \d+ "), 4),
    "families": (says(r"\bfamil(?:y|ies)\b"), 8),
    "no casualties": (says(r"\bno (?:\w+ )?(?:casualties|injuries|deaths|one was|victims)|nobody"), 5),
    "hypothetical and future": (
        lambda case: case.none and says(r"\b(?:could|would|will|if|fear|may|plan|vow)")(case),
        5,
    ),
    "quotations within quotations": (says(r"[\"“][^\"”]*['‘][A-Za-z][^\"”]*['’][^\"”]*[\"”]"), 3),
    "women and children among the dead": (
        says(r"women and children|children and women|including \w+ (?:women|child)"),
        8,
    ),
    "bodies found later": (
        says(
            r"\b(?:body|bodies|remains)\b[^.]*\b(?:found|recovered|pulled|discovered|counted|exhumed)|"
            r"\b(?:found|recovered|pulled|discovered|counted|exhumed)\b[^.]*\b(?:body|bodies|remains)\b"
        ),
        6,
    ),
    "cumulative tolls": (says(r"\bsince\b"), 6),
}


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
def test_the_construction_is_there(construction: str) -> None:
    holds, least = CONSTRUCTIONS[construction]
    found = [case.id for _, case in CASES if holds(case)]
    assert len(found) >= least, found


def test_at_least_two_hundred_sentences() -> None:
    assert len(CASES) >= 400
    assert len([case for _, case in CASES if case.known]) <= 70
