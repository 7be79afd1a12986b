import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.gazetteer import fold
from allegata.gazetteer.fold import plain

SPELLINGS = [
    ["al-Baghouz", "Al Bāghūz", "الباغوز", "AL-BAGHOUZ", "Baghouz town", "the town of Baghouz"],
    ["Maarat al-Numan", "Ma'arrat an Nu'man", "Ma‘arrat an Nu‘mān"],
    ["Khan Yunis", "Khan Younis", "Khan Younes", "Khān Yūnis", "Khanyounis", "Хан-Юнис"],
    ["Deir ez-Zor", "Deir Ezzor", "Dayr az Zawr", "Deir Ez Zour", "دير الزور"],
    ["Hasaka", "Al-Hasakah", "Al Ḩasakah", "Hassakeh", "الحسكة"],
    ["as-Susah", "al-Sousa", "As Sūsah", "السوسة"],
    ["Saada", "Sa'dah", "Sa‘dah", "صعدة"],
    ["El Fasher", "Al-Fashir"],
    ["al-Hodeidah", "Al Hudaydah", "Hodeida"],
    ["Jabalia", "Jabaliya", "جباليا"],
    ["al-Shaafah", "Al Sha'fa", "الشعفة"],
    ["Suwayda", "Sweida", "السويداء"],
    ["Markada", "Markadah", "مركدة"],
    ["Hajin", "Hajīn", "هجين", "مدينة هجين"],
    ["Tal al-Hawa", "Tel al-Hawa", "Tall al Hawā", "تل الهوى"],
    ["Izium", "Izyum", "Ізюм", "Изюм"],
    ["Kyiv", "Kiev", "Київ"],
    ["Zaporizhzhia", "Zaporizhia", "Запоріжжя"],
    ["Jabalia camp", "Jabalia refugee camp"],
]

ROMAN = "abcdefghijklmnopqrstuvwxyz"
NAMES = st.lists(st.text(ROMAN + "āēīōūḩşţ'’", min_size=3, max_size=10), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize("names", SPELLINGS, ids=lambda names: names[0])
def test_spellings_of_one_name_have_one_key(names: list[str]) -> None:
    assert {fold(name) for name in names} == {fold(names[0])}
    assert fold(names[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Shaafah", "Şaffā"),
        ("Hajin", "Hagen"),
        ("al-Sout", "Kiswah"),
        ("Jabalia", "Jabalia camp"),
        ("Mosul", "Musayl"),
        ("Dahyan", "Dahi"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_a_key_folds_to_itself(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert key.isascii()
    assert " " not in key


@settings(max_examples=300, deadline=None)
@given(NAMES)
def test_keys_of_romanised_names_fold_to_themselves(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@settings(max_examples=300, deadline=None)
@given(NAMES)
def test_case_does_not_matter(name: str) -> None:
    assert fold(name.upper()) == fold(name) == fold(name.title())


@settings(max_examples=300, deadline=None)
@given(NAMES, st.sampled_from("\u0301\u0304\u0323\u0327"))
def test_diacritics_do_not_matter(name: str, mark: str) -> None:
    assert fold("".join(letter + mark if letter in "aeiou" else letter for letter in name)) == fold(name)


@settings(max_examples=300, deadline=None)
@given(st.text(ROMAN, min_size=4, max_size=10), st.sampled_from(["al-", "Al ", "el-", "ash-", "as ", "ad-", "the "]))
def test_an_article_does_not_matter(name: str, article: str) -> None:
    assert fold(article + name) == fold(name)


@settings(max_examples=200, deadline=None)
@given(NAMES)
def test_plain_form_is_stable(name: str) -> None:
    assert plain(plain(name)) == plain(name)
