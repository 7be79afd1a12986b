"""A translated copy is found where publisher, figures and names agree, and nowhere else."""

import pytest

from allegata.incidents import gather
from allegata.incidents.translations import figures, find_translations
from allegata.intake import from_text
from allegata.reading import Reader
from allegata.records import Document

READER = Reader()
ENGLISH = (
    "At least 23 people were killed and 71 injured when warplanes bombed a market in Raqqa on 12 March 2018, a doctor "
    "named Khaled Nasser said. The wounded were taken to Tabqa and to Manbij."
)
ARABIC = (
    "قتل ما لا يقل عن ٢٣ شخصا وأصيب ٧١ آخرون في قصف طائرات حربية لسوق في الرقة يوم ١٢ مارس ٢٠١٨، "
    "بحسب ما قال الطبيب خالد ناصر. ونقل الجرحى إلى الطبقة ومنبج."
)
RUSSIAN = (
    "Не менее 23 человек погибли и 71 ранен при ударе авиации по рынку в Ракка 12 марта 2018 года, сообщил врач "
    "Халед Насер. Раненых доставили в Табка и Манбидж."
)


def document(text: str, publisher: str | None, language: str | None, published: str | None = None) -> Document:
    return from_text(text, publisher=publisher, language=language, published=published)[0]


def pairs(*documents: Document) -> list[str]:
    return [found.why for found in find_translations({item.id: item for item in documents})]


@pytest.mark.parametrize(("text", "language", "publisher"), [(ARABIC, "ar", "وكالة"), (RUSSIAN, "ru", "Wakala")])
def test_the_same_report_in_another_language_is_a_translation(text: str, language: str, publisher: str) -> None:
    (why,) = pairs(document(ENGLISH, "Wakala", "en"), document(text, publisher, language))
    assert "23, 71" in why.replace("12, 23, 71", "23, 71")
    assert "Raqqa" in why
    assert "Wakala" in why or "وكالة" in why


def test_another_publisher_other_figures_other_names_or_other_days_are_none() -> None:
    english = document(ENGLISH, "Wakala", "en", "2018-03-12")
    assert pairs(english, document(ARABIC, "Shabaka", "ar")) == []
    assert pairs(english, document(ARABIC.replace("٢٣", "٤").replace("٧١", "٩"), "Wakala", "ar")) == []
    elsewhere = ARABIC.replace("الرقة", "درعا").replace("الطبقة", "نوى").replace("منبج", "بصرى").replace("خالد", "سامر")
    assert pairs(english, document(elsewhere, "Wakala", "ar")) == []
    assert pairs(english, document(ARABIC, "Wakala", "ar", "2018-06-01")) == []
    assert pairs(english, document(ARABIC, None, "ar")) == []
    assert pairs(english, document(ENGLISH + " More later.", "Wakala", "en")) == []


def test_a_translation_is_no_further_voice_and_its_evidence_is_shown() -> None:
    english = document(ENGLISH, "Wakala", "en", "2018-03-12")
    arabic = document(ARABIC, "Wakala", "ar", "2018-03-12")
    claims = [claim for item in (english, arabic) for claim in READER.read(item).claims]
    incidents = gather(claims, documents=[english, arabic])
    assert len(incidents) == 1
    (cluster,) = incidents[0].independence
    assert set(cluster.documents) == {english.id, arabic.id}
    assert any("seems a translation" in why for why in cluster.why)
    assert incidents[0].independent_sources == 1


def test_figures_in_digits_of_any_script_are_numbers() -> None:
    assert figures("٢٣ و ۷۱ and 1,200; 12 March") == {23, 71, 1200, 12}
