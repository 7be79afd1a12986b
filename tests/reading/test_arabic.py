"""Attacks told in Arabic: who is said to have made them, and when nobody is."""

import pytest

from allegata.actors import Register
from allegata.gazetteer import Gazetteer
from allegata.intake import from_text
from allegata.reading.arabic import ArabicReader, speaks_arabic_of_attacks
from allegata.reading.arabic_words import folded, party_ids
from allegata.records import Attribution

PUBLISHER = Attribution(
    words="", span=None, name="unknown publisher", kind="other", anonymous=True, cue=None, cue_span=None
)
REGISTER = Register.load()


def told(text: str, countries: tuple[str, ...] = ("SY",)) -> list[tuple[str, list[str | None]]]:
    """Return the kind and the accused of each attack that is read, after a check that every span holds its words."""
    (document,) = from_text(text)
    drafts = ArabicReader(document, REGISTER, Gazetteer.open(), countries, PUBLISHER).drafts(0)
    for draft in drafts:
        for words, span in [(draft.event.words, draft.event.span), *((m.words, m.span) for m in draft.accused)]:
            assert span is not None
            assert document.text[span[0] : span[1]] == words
    return [(draft.event.type, [mention.party for mention in draft.accused]) for draft in drafts]


@pytest.mark.parametrize(
    ("text", "type_", "accused"),
    [
        ("قصف مدفعي لقوات النظام على أطراف البلدة", "shelling", ["syrian-armed-forces"]),
        ("قصفت قوات النظام وروسيا القرية صباحا", "shelling", ["syrian-armed-forces", "russian-government"]),
        ("جرحى في قصف للنظام على بلدة", "shelling", ["syrian-government"]),
        ("إصابة رجل بقصف صاروخي من قبل ميليشيا YPG", "shelling", ["peoples-protection-units"]),
        ("قتلته ميليشيا #قسد قرب بيته", "killing", ["syrian-democratic-forces"]),
        ("الطيران الروسي يقصف المدينة", "shelling", ["russian-armed-forces"]),
        ("غارة إسرائيلية على المدينة", "airstrike", ["israeli-military"]),
        ("غارة للتحالف الدولي على المدينة", "airstrike", ["us-led-coalition"]),
        ("القصف التركي على المدينة مستمر", "shelling", ["turkish-armed-forces"]),
        ("مقتل طفل برصاص الجندرما التركية", "shooting", ["security-forces-of-turkey"]),
        ("مجزرة ارتكبتها قوات الدعم السريع في المدينة", "killing", ["rapid-support-forces"]),
        ("استهداف المدينة من قبل داعش", "other", ["islamic-state"]),
        ("قصف مدفعي أوكراني على المدينة", "shelling", ["ukrainian-armed-forces"]),
        ("قتلت قوات النظام بدعم من روسيا رجلا", "killing", ["syrian-armed-forces", "russian-government"]),
        ("استهدفت قسد بمساندة التحالف الدولي سيارة", "other", ["syrian-democratic-forces", "us-led-coalition"]),
        # from whose ground it came, as in English ("fired from areas held by …")
        ("جرحى جراء قصف مصدره مناطق سيطرة قسد طال البلدة", "shelling", ["syrian-democratic-forces"]),
        ("سقوط قذائف وقصف من مواقع قوات النظام على البلدة", "shelling", ["syrian-armed-forces"]),
    ],
)
def test_the_one_who_is_said_to_have_done_it(text: str, type_: str, accused: list[str]) -> None:
    assert told(text)[0] == (type_, accused)


@pytest.mark.parametrize(
    "text",
    [
        "قصف صاروخي على المدينة",  # nobody is named
        "قصف من طائرة ميغ على المدينة",  # a weapon is no party
        "قصف الجيش مواقع قوات النظام",  # whose positions were shelled
        "قصف على مناطق سيطرة قسد",
        "انفجار قرب مناطق سيطرة قسد",
        "استهداف قوات النظام في البادية",  # by whom or of whom is not said
        "استهدف مجهولون قوات النظام",
        "نفت قسد قصف المدينة",
        "اجتمعت قوات النظام مع الشرطة العسكرية",
    ],
)
def test_no_accusation_without_words(text: str) -> None:
    assert told(text) == []


def test_the_object_of_a_verb_is_not_accused() -> None:
    assert told("داعش استهدف قوات النظام")[0] == ("other", ["islamic-state"])


def test_the_coalition_is_the_one_of_the_country() -> None:
    assert told("غارات التحالف على المدينة", ("SY",))[0][1] == ["us-led-coalition"]
    assert told("غارات التحالف على المدينة", ("YE",))[0][1] == ["saudi-led-coalition"]
    assert told("غارات التحالف على المدينة", ()) == []


PARTIES = {
    "قوات النظام": "syrian-armed-forces",
    "قوات سوريا الديمقراطية": "syrian-democratic-forces",
    "القوات التركية": "turkish-armed-forces",
    "القوات الروسية": "russian-armed-forces",
    "القوات الإسرائيلية": "israeli-military",
    "القوات الأمريكية": "united-states-armed-forces",
    "القوات الإيرانية": "iranian-armed-forces",
}


@pytest.mark.parametrize("frame", ["قصفت {} البلدة", "قصف مدفعي من قبل {} على البلدة", "مجزرة ارتكبتها {} في البلدة"])
def test_swapping_the_parties_changes_nothing_but_names(frame: str) -> None:
    read = {party: told(frame.format(words)) for words, party in PARTIES.items()}
    assert len({found[0][0] for found in read.values()}) == 1
    for party, found in read.items():
        known = REGISTER.get(found[0][1][0] or "")
        assert known is not None
        assert party in (known.id, "united-states-armed-forces")


def places(text: str, countries: tuple[str, ...]) -> list[str]:
    """Return the names of the places of the attacks that are read."""
    (document,) = from_text(text)
    drafts = ArabicReader(document, REGISTER, Gazetteer.open(), countries, PUBLISHER).drafts(0)
    return [place.name for draft in drafts for place in draft.places]


@pytest.mark.parametrize(
    ("text", "country", "named"),
    [
        ("غارة إسرائيلية على صور", "LB", ["صور"]),
        ("غارة إسرائيلية على مدينة صور فجر اليوم", "LB", ["صور"]),
        ("غارة إسرائيلية في قضاء صور", "LB", ["صور"]),
        ("صور من غارة إسرائيلية على النبطية", "LB", ["النبطية"]),
        ("حصلنا على صور من غارة إسرائيلية على النبطية", "LB", ["النبطية"]),
        ("#صور غارة إسرائيلية على النبطية", "LB", ["النبطية"]),
        ("غارة إسرائيلية على النبطية والتفاصيل في صور جديدة", "LB", ["النبطية"]),
        ("غارة روسية على حلب", "SY", ["حلب"]),
        ("غارة روسية على قوة من الجيش", "SD", []),  # "a force", no town of a like name
        ("غارات التحالف السعودي على العاصمة يوم الخميس", "YE", []),
    ],
)
def test_a_word_that_is_a_name_too(text: str, country: str, named: list[str]) -> None:
    assert places(text, (country,)) == named


def test_the_same_is_told_once() -> None:
    assert len(told("قصف تركي على المدينة\nقصف تركي على المدينة")) == 1


def test_spellings_are_one() -> None:
    assert folded("غـــارة") == folded("غارة") == folded("غارَة")


def test_the_gate() -> None:
    assert speaks_arabic_of_attacks("غارة على المدينة")
    assert not speaks_arabic_of_attacks("صباح الخير")
    assert not speaks_arabic_of_attacks("good morning")


def test_every_party_of_the_list_stands_in_the_register() -> None:
    assert all(REGISTER.get(party) is not None for party in party_ids())
