"""Whatever the text: reading does not fail, every value stands on its words, and the same text gives the same bytes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allegata.incidents import gather
from allegata.intake import from_text
from allegata.reading import Reader, Reading
from allegata.records import Record, decode, encode
from tests.end_to_end.spans import broken_spans

SPEAKERS = (
    "The Health Ministry",
    "A spokesman for the army",
    "Local sources",
    "Residents, who asked not to be named,",
    "Moscow",
    "“Witnesses”",
    "It",
    "THE REBELS",
)
SAID = (" said that ", " denied that ", " accused the coalition of ", " admitted ", " added: ", ", according to ", " ")
HAPPENED = (
    "warplanes bombed a market in Idlib",
    "more than 70 civilians, most of them women and children, were killed and injured",
    "its forces had shelled a village to the south of Hasaka city",
    "two women and six members of a family were martyred",
    "bombing a hospital with white phosphorus",
    "between 12 and 15 people, including a girl, died in the attack",
    "dozens of others were wounded",
    "repeated attacks on civilians for the past several months",
    "no one was hurt",
    "up to 1,200 people had fled",
)
WHEN = (" on Tuesday", " a day before", " early on 9 August 2018", " today", " last week", " at dawn", "")
ENDS = (". ", ".\n\n", ", ", "; ", " – ", "?! ", "\n\n“", "” ", "\n", "… (", ") ")
HARD = (
    "٣ قتلى",
    "И 17 человек",
    "\u202e",
    "\x00",
    "\ud800",
    "𝟗𝟗",
    "½",
    "İ",
    "ﬁre",
    "e\u0301",
    "\u00a0",
    "2024-02-30",
    "10" * 40,
)

sentences = st.builds(
    "".join,
    st.tuples(*(st.sampled_from(part) for part in (SPEAKERS, SAID, HAPPENED, WHEN, ENDS))),
)
fragments = st.sampled_from((*SPEAKERS, *SAID, *HAPPENED, *WHEN, *ENDS, *HARD))
mixed = st.lists(sentences | fragments, min_size=1, max_size=14).map("".join)

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def readings_of(reader: Reader, text: str) -> list[Reading]:
    return [reader.read(document) for document in from_text(text, origin="made")]


def records_of(reading: Reading) -> list[Record]:
    return [reading.document, *reading.claims, *reading.communications, *gather(reading.claims)]


def check(reader: Reader, text: str) -> None:
    """Assert all that must hold of any text."""
    for reading in readings_of(reader, text):
        inside = reading.document.text
        for record in records_of(reading):
            assert broken_spans(record, inside) == []
            assert decode(encode(record)) == record
        for skipped in reading.skipped:
            assert 0 <= skipped.span[0] < skipped.span[1] <= len(inside)
        ids = [record.id for record in records_of(reading)]
        assert len(ids) == len(set(ids))
        known = {claim.id for claim in reading.claims}
        for incident in gather(reading.claims):
            assert set(incident.claims) <= known
        for communication in reading.communications:
            assert set(communication.claims) <= known


@few
@given(text=st.text(max_size=400))
def test_any_text_is_read_without_fail(reader: Reader, text: str) -> None:
    check(reader, text)


@few
@given(text=st.text(max_size=120), sentence=sentences)
def test_any_text_beside_a_sentence_of_violence(reader: Reader, text: str, sentence: str) -> None:
    check(reader, f"{sentence}{text} {sentence}")


@few
@given(text=mixed)
def test_shuffled_pieces_of_dispatches(reader: Reader, text: str) -> None:
    check(reader, text)


@few
@given(text=mixed.map(str.upper))
def test_shuffled_pieces_in_capitals(reader: Reader, text: str) -> None:
    check(reader, text)


@few
@given(texts=st.lists(mixed, min_size=1, max_size=4))
def test_the_same_text_gives_the_same_bytes_alone_or_among_others(reader: Reader, texts: list[str]) -> None:
    documents = [document for text in texts for document in from_text(text, origin="made")]
    together = [[encode(record) for record in records_of(reading)] for reading in reader.read_many(documents)]
    alone = [[encode(record) for record in records_of(reader.read(document))] for document in documents]
    assert together == alone


@pytest.mark.parametrize(
    ("piece", "length"),
    [
        ("Rebels killed five people in Idlib on Monday, police said. ", 20_000),
        ("killed in Idlib, Homs and ", 40_000),
        ("killed ", 10_000),
        ("and 5 ", 40_000),
        ("(", 40_000),
    ],
)
def test_a_long_text_without_a_paragraph_is_read(reader: Reader, piece: str, length: int) -> None:
    check(reader, piece * (length // len(piece)))
