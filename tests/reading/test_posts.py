"""Posts: hashtags and names of accounts are words, and every value still stands in the text."""

from hypothesis import given
from hypothesis import strategies as st

from allegata.intake import from_text
from allegata.reading import Reader
from allegata.reading.posts import unmarked, without_marks


def test_marks_are_left_out_and_the_rest_keeps_its_place() -> None:
    text = "#RSF shell #El_Fasher, mail a@b.org, no. #5"
    shadow = unmarked(text)
    plain, places = without_marks(shadow)
    assert plain == "RSF shell El Fasher, mail a@b.org, no. #5"
    assert places is not None
    assert text[places[plain.index("Fasher")] :].startswith("Fasher")


@given(st.text(alphabet="ab #@_.1", max_size=40))
def test_every_letter_says_where_it_stood(text: str) -> None:
    shadow = unmarked(text)
    assert len(shadow) == len(text)
    plain, places = without_marks(shadow)
    where = places if places is not None else range(len(plain))
    assert all(text[at] in (letter, "_") for letter, at in zip(plain, where, strict=True))


def test_a_hashtag_names_whoever_it_names_without_it() -> None:
    reader = Reader()
    marked = reader.read(from_text("#Israeli jets bombed a house in #Rafah on Monday, killing two.")[0])
    plain = reader.read(from_text("Israeli jets bombed a house in Rafah on Monday, killing two.")[0])
    accused = [
        [(mention.party, mention.name) for claim in reading.claims for mention in claim.accused]
        for reading in (marked, plain)
    ]
    assert accused[0] == accused[1] != []
    text = marked.document.text
    spans = [(mention.words, mention.span) for claim in marked.claims for mention in claim.accused]
    assert all(span is not None and text[span[0] : span[1]] == words for words, span in spans)


def test_we_in_a_partys_own_release_is_the_party() -> None:
    words = "We conducted a strike on a house near Idlib on Monday. One man was killed in the strike."
    for publisher, party in (("CENTCOM", "us-central-command"), ("Example Daily", None)):
        claims = Reader().read(from_text(words, publisher=publisher)[0]).claims
        found = {mention.party for claim in claims for mention in claim.accused}
        assert found == ({party} if party else set())
