"""Documents from which no claim was read, and happenings that a text tells beside what it is about."""

from typing import Any

from allegata.gazetteer import fold
from allegata.incidents import gather
from allegata.incidents.told_places import told_places
from tests.incidents.claims import claim, day, harmed, place
from tests.incidents.test_linking import document, told

STRIKE = "Warplanes struck the bakery of Tell Marwan on 12 March and killed twelve people, said the baker Yusuf Halabi."
SCHOOL = (
    "Shells fell on the girls' school of Ain Zahra on 12 March. Three pupils were killed, said its head, Salma Darwish."
)
NOTICE = "Thank you for registering. We have sent you an email. Please open it to activate your account and read on."


def test_a_page_that_shows_only_a_notice_is_placed_by_its_title() -> None:
    titles = {
        "d-3": "Baker of Tell Marwan buried, Yusuf Halabi says",
        "d-4": "Ain Zahra school: Salma Darwish on the pupils",
    }
    documents = [document("d-1", STRIKE), document("d-2", SCHOOL)]
    documents += [document(id, NOTICE, title=title) for id, title in titles.items()]
    claims = [
        told("d-1", STRIKE),
        told(
            "d-2",
            SCHOOL,
            places=(place("Ain Zahra", "village", resolved=False),),
            casualties=(harmed(3, 3),),
            accused=(),
        ),
    ]
    strike, school = gather(claims, documents=documents)
    assert [one.document for one in strike.related] == ["d-3"]
    assert [one.document for one in school.related] == ["d-4"]
    assert "Tell Marwan" in strike.related[0].why


def test_what_a_round_up_tells_beside_its_subject_with_toll_place_and_day_is_linked() -> None:
    between = " ".join(
        f"Neighbour {n} spoke of the oven, of the flour and of a wall that fell in the lane." for n in range(10)
    )
    both = f"{STRIKE} {between} {SCHOOL}"
    documents = [document("d-1", both), document("d-2", SCHOOL)]
    ain_zahra: dict[str, Any] = {"places": (place("Ain Zahra", "village", resolved=False),), "time": day("2024-03-12")}
    claims = [
        claim(harmed(12, 12), harmed(4, 4, outcome="injured"), document="d-1", evidence=((0, len(STRIKE)),),
              places=(place("Tell Marwan", "village"),), time=day("2024-03-12")),
        claim(harmed(3, 3), document="d-1", evidence=((both.index(SCHOOL), len(both)),), happening=2, **ain_zahra),
        claim(harmed(3, 3), document="d-2", evidence=((0, len(SCHOOL)),), **ain_zahra),
    ]  # fmt: skip
    bakery, school = gather(claims, documents=documents)
    assert (bakery.documents, school.documents) == (1, 2)


def test_words_that_begin_a_sentence_are_no_places() -> None:
    names = told_places(
        document("d-1", "Police said on Monday. The market of Tell Marwan was hit. After that, People left.")
    )
    assert {fold("Marwan"), fold("Tell Marwan")} <= set(names.names)
    assert not {fold("Police"), fold("The"), fold("After"), fold("People")} & set(names.names)
