import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.intake import readable
from tests.intake.samples import ONE

WIRE = (
    "SAN ANSELMO, 3 JAN 90 (ACAN-EFE) -- [REPORT] [TEXT] ARMY SPOKESMAN COLONEL RAMON IBARRA DE LEON SAID THAT "
    "GUERRILLAS OF THE PEOPLE'S LIBERATION FRONT [PLF] ATTACKED TWO VILLAGES IN LA CRUZ DEPARTMENT ON 30 DECEMBER. "
    "THE U.S. EMBASSY IN SAN ANSELMO CONDEMNED THE ATTACK, IN WHICH 12 PEASANTS DIED.\n\n"
    'IBARRA SAID THAT THE PLF USED M-16 RIFLES. "WE WERE TOLD BY A HONDURAN PRIEST THAT UN MEN CAME ON 2 MAY," '
    "HE SAID. THE REBELS MAY RETURN, DR. P. ORTIZ WARNED US; US PLANES CAME.\n"
)


def test_a_wire_in_capitals() -> None:
    assert readable(WIRE) == (
        "SAN ANSELMO, 3 JAN 90 (ACAN-EFE) -- [Report] [Text] Army spokesman Colonel Ramon Ibarra De Leon said that "
        "guerrillas of the People's Liberation Front [PLF] attacked two villages in La Cruz department on 30 December. "
        "The U.S. embassy in San Anselmo condemned the attack, in which 12 peasants died.\n\n"
        'Ibarra said that the PLF used M-16 rifles. "We were told by a Honduran priest that UN men came on 2 May," '
        "he said. The rebels may return, Dr. P. Ortiz warned us; US planes came.\n"
    )


def test_a_gazetteer_gives_places_their_capitals() -> None:
    asked: list[str] = []

    def names(words: str) -> bool:
        asked.append(words)
        return words in ("Usulutan", "Puerto Nuevo", "Hope")

    text = "REBELS FROM USULUTAN ATTACKED PUERTO NUEVO CITY YESTERDAY. USULUTAN IS CALM, BUT THERE IS NO HOPE."
    assert readable(text, names) == (
        "Rebels from Usulutan attacked Puerto Nuevo city yesterday. Usulutan is calm, but there is no hope."
    )
    assert all(words == words.title() for words in asked)


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        "DAMASCUS, (ST)- Syria has renewed its call on the Council.",
        "BY HAMDA MUSTAFA\n\nSyria has renewed its call on the Council, which met on Monday.",
        "SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- The army said that it had killed two men.",
        "The FMLN, the UN and the OAS met. UNHCR, UNICEF.",
        "FMLN",
        "قال مصدر محلي إن القصف استهدف البلدة",
        "",
    ],
)
def test_text_not_in_capitals_is_unchanged(text: str) -> None:
    assert readable(text) == text


def test_a_headline_in_capitals_over_mixed_text() -> None:
    text = (
        "SHELLS FALL ON SYRIAN MARKET, KILLING FIVE\n\nFive people were killed on Monday, the governor's office said."
    )
    assert readable(text) == "Shells fall on Syrian market, killing five" + text[42:]


def test_other_alphabets_in_capitals() -> None:
    text = "ВІЙСЬКА ОБСТРІЛЯЛИ МІСТО. ДВОЄ ЛЮДЕЙ ЗАГИНУЛИ ВНОЧІ."
    assert readable(text) == "Війська обстріляли місто. Двоє людей загинули вночі."


@given(
    st.text(
        st.characters(categories=["Lu", "Ll", "Lt", "Nd", "Po", "Zs", "Ps", "Pe"]) | st.sampled_from("İẞΣŉǰ .\n[]"),
        max_size=300,
    )
)
def test_length_never_changes(text: str) -> None:
    assert len(readable(text)) == len(text)
    assert len(readable(text.upper())) == len(text.upper())


words = st.lists(st.sampled_from(WIRE.split()), min_size=5, max_size=60).map(" ".join)


@given(words)
def test_only_the_case_changes(text: str) -> None:
    assert readable(text).upper() == text.upper()
    assert readable(text, lambda name: len(name) % 2 == 0).upper() == text.upper()
