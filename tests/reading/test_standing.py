"""How firmly events are told, in self-written sentences; the event word is marked with *."""

import pytest

from allegata.reading import Reader
from allegata.reading.standing import standing_at

CASES = [
    ("The army *shelled the village on Monday.", "certain", False),
    ("The court *will hear the case on Friday.".replace("*will hear", "will *hear"), "certain", False),
    ("Rebels may *attack the convoy.", "possible", False),
    ("The militia might not *respect the truce.", "possible", True),
    ("The gunmen probably *fled to the hills.", "probable", False),
    ("The two sides are likely to *meet in May.", "probable", False),
    ("The ministry said that it would *withdraw the troops.", "certain", False),
    ("Observers would *welcome a truce.", "probable", False),
    ("The general wants to *retake the town.", "open", False),
    ("If the rebels *attack the port, ships will leave.", "open", False),
    ("There are fears of an *attack on the port.", "possible", False),
    ("The government is considering an *embargo.", "possible", False),
    ("A possible *ambush was reported.", "possible", False),
    ("The police have plans to *search the camp.", "possible", False),
    ("The plan, *called Dawn, was dropped.", "certain", False),
    ("The two leaders were to *meet on Sunday.", "open", False),
    ("The trial was due to *begin at noon.", "open", False),
    ("The police did not *fire.", "certain", True),
    ("The police could not *reach the village.", "certain", True),
    ("The soldiers failed to *stop the crowd.", "certain", True),
    ("No one was *killed.", "certain", True),
    ("The shell nearly *hit the school.", "certain", True),
    ("The number of refugees nearly *doubled.", "certain", False),
    ("They entered without *firing.", "certain", True),
    ("The cancelled *raid was to begin at dawn.", "certain", True),
    ("Troops were allowed to *enter the camp.", "possible", False),
    ("The gap allows people to *leave.", "certain", False),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(("text", "certainty", "negated"), CASES)
def test_how_events_are_told(text: str, certainty: str, negated: bool, reader: Reader) -> None:
    at, plain = text.index("*"), text.replace("*", "")
    (sentences,) = reader.sentences(plain, [(0, len(plain))])
    sent = next(s for s in sentences if s.span[0] <= at < s.span[1])
    token = sent.token_at(at)
    assert token is not None
    standing = standing_at(sent, token)
    assert (standing.certainty, standing.negated) == (certainty, negated), standing.why
