"""Finding and looking up parties in running text."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.actors import Match, Register, fold

REGISTER = Register.load()


def ids(matches: list[Match]) -> list[str]:
    return [match.party.id for match in matches]


def looked_up(words: str, **context: list[str]) -> str | None:
    match = REGISTER.lookup(words, **context)
    return match.party.id if match else None


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Turkish warplanes", "turkish-armed-forces"),
        ("Israeli airstrikes", "israeli-military"),
        ("Russian forces", "russian-armed-forces"),
        ("the Syrian army", "syrian-armed-forces"),
        ("Syrian regime aircraft", "syrian-armed-forces"),
        ("the Syrian regime", "syrian-government"),
        ("Ethiopian air force", "ethiopian-armed-forces"),
        ("Myanmar military", "myanmar-armed-forces"),
        ("Myanmar junta troops", "myanmar-armed-forces"),
        ("Ukrainian armed drones", "ukrainian-armed-forces"),
        ("U.S. special operations forces", "us-armed-forces"),
        ("Kenyan police", "police-of-kenya"),
        ("the government of Kenya", "government-of-kenya"),
        ("the armed forces of Chad", "armed-forces-of-chad"),
        ("Eritrean soldiers", "eritrean-armed-forces"),
        ("Azerbaijan's army", "azerbaijani-armed-forces"),
        ("Armenian artillery", "armenian-armed-forces"),
        ("Saudi border guards", "saudi-armed-forces"),
        ("Ukraine's Ministry of Defense", "ukrainian-defence-ministry"),
        ("the Foreign Ministry of Norway", "foreign-ministry-of-norway"),
        ("Tanzanian Ministry of Health", "health-ministry-of-tanzania"),
        ("the Israeli occupation forces", "israeli-military"),
        ("Turkish occupation forces", "turkish-armed-forces"),
        ("Peruvian security forces", "security-forces-of-peru"),
        ("the Assad regime's warplanes", "syrian-armed-forces"),
        ("the government of Chad's helicopters", "armed-forces-of-chad"),
    ],
)
def test_a_country_with_a_noun_of_force_is_its_body(words: str, party: str) -> None:
    assert looked_up(words) == party
    assert party in ids(REGISTER.find(f"Residents blamed {words} for the deaths."))


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("the coalition's warplanes", "us-led-coalition"),
        ("warplanes of the coalition", "us-led-coalition"),
        ("the so-called international coalition led by the United States", "us-led-coalition"),
        ('the so-called "international coalition"', "us-led-coalition"),
        ("the U.S.-led coalition's air force", "us-led-coalition"),
        ("the Ministry of Foreign Affairs and Expatriates", "syrian-foreign-ministry"),
        ("The Foreign and Expatriates Ministry", "syrian-foreign-ministry"),
        ("the army", "syrian-armed-forces"),
        ("a government official", "syrian-government"),
    ],
)
def test_phrases_in_the_context_of_a_country(words: str, party: str) -> None:
    assert looked_up(words, countries=["SY", "IQ", "US"]) == party


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("suspected Boko Haram militants", "boko-haram"),
        ("two members of Boko Haram", "boko-haram"),
        ("Iranian-backed Houthi rebels", "houthis"),
        ("Hamas spokesman Adnan Example", "hamas"),
        ("a spokesman for the Taliban", "taliban"),
        ("sources in the Syrian Democratic Forces", "syrian-democratic-forces"),
        ("RSF drones", "rapid-support-forces"),
        ("Wagner mercenaries", "wagner-group"),
        ("the UN Chief", "un-secretary-general"),
        ("President of the Security Council", "un-security-council"),
        ("Damascus", "syrian-government"),
        ("the United States", "united-states"),
        ("FARC's 12th Front", "farc"),
    ],
)
def test_phrases_that_stand_for_a_party(words: str, party: str) -> None:
    assert looked_up(words) == party


@pytest.mark.parametrize(
    "words",
    [
        "civilians who fled Daesh",
        "prisoners of the Taliban",
        "victims of Israeli airstrikes",
        "Hamas hostages",
        "Israeli civilians",
        "anti-Houthi forces",
        "Houthi-held areas",
        "a Taliban checkpoint",
        "local sources",
        "the coalition",
        "the ministry",
        "the army",
        "an army base",
        "Palestinian rockets",
        "Afghan attack",
        "New Mexico State Police",
        "",
        "the",
    ],
)
def test_phrases_that_only_mention_a_party_or_leave_it_open(words: str) -> None:
    assert looked_up(words) is None


def test_several_parties_of_one_phrase() -> None:
    assert ids(REGISTER.lookup_all("Russian and Syrian regime warplanes")) == [
        "russian-armed-forces",
        "syrian-armed-forces",
    ]
    both = REGISTER.lookup_all("the chiefs of the UN and the international Security Council")
    assert ids(both) == ["un-secretary-general", "un-security-council"]


def test_a_country_beside_a_party() -> None:
    assert ids(REGISTER.lookup_all("Turkey and the Syrian National Army")) == [
        "turkish-government",
        "syrian-national-army",
    ]


def test_the_same_words_name_another_party_in_another_country() -> None:
    expected = {"SY": "us-led-coalition", "YE": "saudi-led-coalition", "AF": "isaf", "KE": None}
    assert {code: looked_up("the coalition", countries=[code]) for code in expected} == expected
    occupation = {"PS": "israeli-military", "UA": "russian-armed-forces", "EH": "moroccan-armed-forces", "PE": None}
    assert {code: looked_up("occupation forces", countries=[code]) for code in occupation} == occupation


def test_a_party_named_before_decides() -> None:
    named = ["us-led-coalition", "saudi-led-coalition"]
    assert looked_up("the coalition", named=named) == "saudi-led-coalition"
    assert looked_up("the coalition", named=named[::-1]) == "us-led-coalition"
    assert REGISTER.lookup("the coalition", named=set(named)) is None
    assert looked_up("the ministry", named=["sana", "syrian-foreign-ministry", "hamas"]) == "syrian-foreign-ministry"


def test_a_party_named_in_the_text_counts_for_the_rest_of_it() -> None:
    text = "The coalition denied it. The Saudi-led coalition struck Sanaa, and the coalition said it would inquire."
    matches = REGISTER.find(text)
    assert [(match.party.id, match.contextual) for match in matches] == [
        ("saudi-led-coalition", False),
        ("saudi-led-coalition", True),
    ]
    assert matches[1].why == "named before"


def test_a_bare_noun_takes_up_the_body_that_it_stood_for() -> None:
    text = "The Turkish army shelled the village. The army said it had struck fighters."
    assert ids(REGISTER.find(text, countries=["SY"])) == ["turkish-armed-forces", "turkish-armed-forces"]
    assert ids(REGISTER.find("The army shelled the village.", countries=["SY"])) == ["syrian-armed-forces"]


def test_an_indefinite_coalition_is_nobodys() -> None:
    assert REGISTER.find("A coalition of charities sent aid.", countries=["SY"]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IS fighters withdrew, and what is left IS held.", ["islamic-state", "islamic-state"]),
        ("THE TOWN IS CALM, THE MAYOR SAID; HE IS SAFE.", []),
        ("he told us who it is", []),
        ("FMLN GUERRILLAS ATTACKED SALVADORAN ARMY TROOPS.", ["fmln", "salvadoran-armed-forces"]),
        ("They ate turkey forces had brought; let us force no one.", []),
        ("Daesh, DAESH and daesh", ["islamic-state"] * 3),
        ("Al-Qa'ida, al Qaeda and Al‑Qaeda", ["al-qaeda"] * 3),
        ("see example.org/uk/government/news", []),
        ("Afghan attack kills 12", []),
    ],
)
def test_writing(text: str, found: list[str]) -> None:
    assert ids(REGISTER.find(text)) == found


def test_an_attack_is_a_countrys_only_abroad() -> None:
    assert ids(REGISTER.find("An Israeli attack killed two.", countries=["PS", "IL"])) == ["israeli-military"]
    assert REGISTER.find("An Afghan attack killed two.", countries=["AF"]) == []


SWAPS = [
    ("Turkish", "turkish-armed-forces"),
    ("Russian", "russian-armed-forces"),
    ("Israeli", "israeli-military"),
    ("Kenyan", "armed-forces-of-kenya"),
    ("Syrian", "syrian-armed-forces"),
    ("American", "us-armed-forces"),
    ("Ukrainian", "ukrainian-armed-forces"),
    ("Iranian", "iranian-armed-forces"),
]


@pytest.mark.parametrize(("adjective", "party"), SWAPS)
def test_swapping_the_country_swaps_the_party_and_nothing_else(adjective: str, party: str) -> None:
    text = (
        f"{adjective} warplanes struck a market the {adjective} occupation army held; {adjective} officials denied it."
    )
    matches = REGISTER.find(text)
    assert ids(matches)[:2] == [party, party]
    assert [match.party.kind for match in matches] == ["military", "military", "government"]
    assert all(not match.contextual for match in matches)


def test_countries_get_generic_parties() -> None:
    assert REGISTER.country_party("SY", "military").id == "syrian-armed-forces"
    kenya = REGISTER.country_party("KE", "military")
    assert (kenya.id, kenya.name, kenya.parents) == (
        "armed-forces-of-kenya",
        "Armed forces of Kenya",
        ("government-of-kenya",),
    )
    assert REGISTER.get("armed-forces-of-kenya") == kenya
    assert REGISTER.get("armed-forces-of-nowhere") is None
    with pytest.raises(ValueError, match="no ISO 3166"):
        REGISTER.country_party("XX", "police")


def test_nationalities() -> None:
    assert [REGISTER.nationality(word) for word in ("Iraqi", "Syrians", "Congolese", "families")] == [
        "IQ",
        "SY",
        None,
        None,
    ]


def test_the_register_can_be_pickled() -> None:
    copy = pickle.loads(pickle.dumps(REGISTER))
    text = "Turkish warplanes and the SDF clashed; the Health Ministry counted four dead."
    assert copy.find(text, countries=["SY"]) == REGISTER.find(text, countries=["SY"])


PIECES = sorted({alias for party in REGISTER for alias in party.aliases})
PHRASE = "the a of and so-called 's army's said Turkish Russian warplanes coalition ministry US IS killed in . , “ ” -"
WORDS = ["\n", *PHRASE.split()]


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(WORDS), st.text(max_size=6)), max_size=12),
    st.lists(st.sampled_from(["SY", "YE", "AF", "PS", "UA", "US"]), max_size=2),
)
def test_spans_are_the_aliases_words(pieces: list[str], countries: list[str]) -> None:
    text = " ".join(pieces)
    matches = REGISTER.find(text, countries=countries)
    end = 0
    for match in matches:
        assert end <= match.start < match.end <= len(text)
        assert fold(text[match.start : match.end]) == fold(match.alias)
        end = match.end
    assert REGISTER.find(text, countries=countries) == matches
    found = REGISTER.lookup(text, countries=countries)
    if found is not None:
        assert fold(text[found.start : found.end]) == fold(found.alias)


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Iran-backed militias", "backed-forces-of-iran"),
        ("Rwandan-backed armed groups", "backed-forces-of-rwanda"),
        ("UAE-backed militia", "backed-forces-of-united-arab-emirates"),
        ("pro-Turkish fighters", "backed-forces-of-turkey"),
        ("Turkish-backed Syrian armed opposition factions", "backed-forces-of-turkey"),
        ("Rwandan-backed M23 rebels", "m23"),
        ("Iran-backed Houthi rebels", "houthis"),
        ("Iranian-backed Syrian army", "syrian-armed-forces"),
        ("Saudi-backed government", None),
    ],
)
def test_forces_backed_by_a_state_are_a_party_unless_they_have_a_name(words: str, party: str | None) -> None:
    match = Register.load().lookup(words)
    assert (match.party.id if match else None) == party


def test_forces_backed_by_a_state_are_no_body_of_it() -> None:
    found = Register.load().get("backed-forces-of-iran")
    assert found is not None
    assert (found.name, found.kind, found.parents) == ("Forces backed by Iran", "armed group", ())
