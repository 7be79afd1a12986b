"""Which claims go back to one voice: speakers, agencies, copies, quotations."""

from allegata.incidents import gather
from allegata.incidents.copies import compare, find_copies, shingles, words_of
from allegata.incidents.independence import independence
from allegata.incidents.sides import built_in_register
from allegata.intake import from_text
from allegata.reading import Reader
from allegata.records import Claim, Document, IndependenceCluster

READER = Reader()
REPORT = (
    "A shell hit a bakery in Donetsk on 3 March 2022, killing four people who stood in line for bread. "
    "Neighbours carried the wounded to a cellar while the firing went on for another hour. "
    "The owner, who had kept the shop open since the first day, was among those hurt."
)
OTHER = (
    "Four civilians died on 3 March 2022 when artillery fire struck a queue outside a bakery in Donetsk. "
    "The street was closed afterwards and engineers looked for unexploded rounds."
)


def document(text: str, publisher: str) -> Document:
    return from_text(text, publisher=publisher)[0]


def found(*documents: Document) -> tuple[IndependenceCluster, ...]:
    claims: list[Claim] = []
    for item in documents:
        claims += [claim for claim in READER.read(item).claims if claim.kind == "event"]
    return independence(claims, {item.id: item for item in documents}, built_in_register())


def test_two_papers_with_their_own_words_are_two_voices() -> None:
    clusters = found(document(REPORT, "Paper One"), document(OTHER, "Paper Two"))
    assert [cluster.voice for cluster in clusters] == ["Paper One", "Paper Two"]


def at(text: str, url: str, publisher: str | None = None) -> Document:
    return from_text(text, url=url, publisher=publisher)[0]


def test_a_site_and_the_name_of_who_publishes_there_are_one_voice() -> None:
    named = at(REPORT, "https://www.example.org/en/1", "River Monitor")
    (cluster,) = found(named, at(OTHER, "https://example.org/en/2"))
    assert cluster.voice == "River Monitor"
    assert len(cluster.documents) == 2
    assert "both go back to River Monitor, known by its address as example.org" in cluster.why


def test_a_name_and_its_initials_on_one_site_are_one_voice() -> None:
    (cluster,) = found(
        at(REPORT, "https://example.org/en/1", "RHM"), at(OTHER, "https://example.org/en/2", "River Harm Monitor")
    )
    assert len(cluster.documents) == 2


def test_other_sites_other_accounts_and_sites_of_many_publishers_are_voices_of_their_own() -> None:
    elsewhere = found(at(REPORT, "https://example.org/1", "River Monitor"), at(OTHER, "https://example.net/2"))
    assert [cluster.voice for cluster in elsewhere] == ["River Monitor", "example.net"]
    posts = found(at(REPORT, "https://x.com/one/status/1"), at(OTHER, "https://x.com/two/status/2"))
    assert [cluster.voice for cluster in posts] == ["@one", "@two"]
    third = "Shelling killed four people at a bakery in Donetsk on 3 March 2022."
    shared = found(
        at(REPORT, "https://example.org/1", "River Monitor"),
        at(OTHER, "https://example.org/2", "Harbour Desk"),
        at(third, "https://example.org/3"),
    )
    assert [cluster.voice for cluster in shared] == ["River Monitor", "Harbour Desk", "example.org"]


def test_a_copied_text_is_one_voice_and_says_why() -> None:
    copied = "Bakery hit. " + REPORT.replace("On 3 March", "3 March")
    (cluster,) = found(document(REPORT, "Paper One"), document(copied, "Paper Two"))
    assert len(cluster.documents) == 2
    assert "of the shorter text stands in the other" in cluster.why[0]


def test_sentences_in_another_order_are_still_a_copy() -> None:
    first, second, third = (part.strip(".") + "." for part in REPORT.split(". "))
    (cluster,) = found(document(REPORT, "Paper One"), document(f"{first} {third} {second}", "Paper Two"))
    assert len(cluster.documents) == 2


def test_one_ministry_in_two_papers_is_one_voice() -> None:
    one = document(
        "Four people were killed by shelling in Donetsk on 3 March 2022, the Ukrainian Health Ministry said.", "A"
    )
    two = document("The Ukrainian Health Ministry said shelling had killed four people in Donetsk.", "B")
    (cluster,) = found(one, two)
    assert cluster.why == (f"both are told by {cluster.voice}",)


def test_who_quotes_a_paper_is_not_independent_of_it() -> None:
    own = document(REPORT, "Paper One")
    quoting = document("Four people were killed by a shell in Donetsk on 3 March, Paper One reported.", "Paper Two")
    (cluster,) = found(own, quoting)
    assert cluster.voice == "Paper One"
    assert len(cluster.documents) == 2


def test_those_who_accuse_are_no_voice_of_the_party_that_they_accuse() -> None:
    text = (
        "At least 51 people were killed in an airstrike on a market in Togoga on 22 June 2021, health workers said.\n\n"
        "Ethiopia's military confirmed on Thursday that it carried out the airstrike in Togoga."
    )
    clusters = found(document(text, "Example Herald"))
    assert [cluster.voice for cluster in clusters] == ["Example Herald", "Ethiopia's military"]


def test_an_incident_counts_clusters_and_not_articles() -> None:
    papers = [document(REPORT, f"Paper {n}") for n in range(3)]
    claims = [claim for paper in papers for claim in READER.read(paper).claims]
    for incident in gather(claims, documents=papers):
        assert incident.independent_sources == len(incident.independence)


def test_a_passage_inside_a_longer_text_is_found() -> None:
    long = OTHER + " " + REPORT + " " + " ".join(f"Word{n} followed word{n + 1} quietly." for n in range(60))
    (copy,) = find_copies({"a": REPORT, "b": long})
    assert copy.share == 1.0
    assert (copy.first, copy.second) == ("a", "b")


SAID = (
    "“My brother went out for bread at seven and by the time we heard the second shell there was nothing left of the "
    "queue, nothing of the oven, nothing of the wall that he had painted in spring,” {} said"
)


def test_what_one_man_told_two_reporters_makes_neither_a_copy_of_the_other() -> None:
    one, two = f"{REPORT} {SAID.format('a neighbour')}.", f"{SAID.format('Olena, who lives opposite,')}. {OTHER}"
    assert find_copies({"a": one, "b": two}) == []
    assert find_copies({"a": one.replace("“", '"').replace("”", '"'), "b": two}) == []
    told = {name: text.replace("“", "").replace("”", "") for name, text in (("a", one), ("b", two))}
    (copy,) = find_copies(told)
    assert copy.longest > 30


def test_the_phrases_that_a_website_puts_beside_every_text_are_no_copy() -> None:
    beside = (
        "0 replies 3 retweets 12 likes Reply 2 Retweet 3 Retweeted Like Liked Thanks. Twitter will use this to make "
        "your timeline better."
    )
    assert find_copies({"a": f"{REPORT} {beside}", "b": f"{OTHER} {beside.replace('12', '1.4K')}"}) == []
    assert words_of(f"Shells fell. {beside} Two died.") == ["shells", "fell", "two", "died"]


def test_texts_with_nothing_in_common_and_empty_ones_are_no_copies() -> None:
    assert find_copies({"a": REPORT, "b": OTHER, "c": "", "d": "Hello."}) == []
    assert compare([], []) is None


def test_shingles_of_short_texts() -> None:
    assert shingles([]) == []
    assert len(shingles(words_of("Two killed"))) == 1
    assert words_of("The “old” man’s dog—3 killed") == ["the", "old", "man's", "dog", "3", "killed"]
