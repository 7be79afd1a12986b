import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.reading.numbers import load_words
from allegata.reading.quantities import BARE_PLURAL, find_quantities, parse_quantity, vague

WORDS = load_words("quantity_words.yaml")
ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FIGURES = st.integers(0, 10**6)
# Letters only, so that the surroundings hold no quantity of their own and nothing that makes the figure a name.
FILLER = st.sampled_from(["", "Zxq ", "«qux» ", "wounding, xyzzy; ", "\n\nQu'x: "])


def spell(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    scale, name = next(
        (scale, name) for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")) if number >= scale
    )
    rest = number % scale
    joint = " and " if rest < 100 else " "
    return f"{spell(number // scale)} {name}" + (joint + spell(rest) if rest else "")


TABLE = [
    ("17", "exact", 17, 17),
    ("seventeen", "exact", 17, 17),
    ("one hundred and twenty-three", "exact", 123, 123),
    ("two hundred twenty-five thousand", "exact", 225_000, 225_000),
    ("one million two hundred thousand", "exact", 1_200_000, 1_200_000),
    ("1,200", "exact", 1200, 1200),
    ("1 200", "exact", 1200, 1200),
    ("2.5 million", "exact", 2_500_000, 2_500_000),
    ("two and a half million", "exact", 2_500_000, 2_500_000),
    ("12 thousand", "exact", 12_000, 12_000),
    ("12k", "exact", 12_000, 12_000),
    ("a hundred", "exact", 100, 100),
    ("a hundred and five", "exact", 105, 105),
    ("half a million", "exact", 500_000, 500_000),
    ("١٢", "exact", 12, 12),
    ("seven (7)", "exact", 7, 7),
    ("at least 12", "at least", 12, None),
    ("no fewer than 12", "at least", 12, None),
    ("not less than twelve", "at least", 12, None),
    ("a minimum of 12", "at least", 12, None),
    ("12 or more", "at least", 12, None),
    ("12+", "at least", 12, None),
    ("12-plus", "at least", 12, None),
    ("12, possibly more", "at least", 12, None),
    ("more than 70", "more than", 71, None),
    ("More than 70", "more than", 71, None),
    ("over 70", "more than", 71, None),
    ("upwards of seventy", "more than", 71, None),
    ("in excess of 70", "more than", 71, None),
    ("more than a dozen", "more than", 13, None),
    ("more than two dozen", "more than", 25, None),
    ("fewer than 5", "less than", None, 4),
    ("under five", "less than", None, 4),
    ("up to 20", "up to", None, 20),
    ("as many as 20", "up to", None, 20),
    ("no more than 20", "up to", None, 20),
    ("at most 20", "up to", None, 20),
    ("20 or fewer", "up to", None, 20),
    ("about 20", "about", 20, 20),
    ("some 20", "about", 20, 20),
    ("nearly 2000", "about", 2000, 2000),
    ("an estimated 20", "about", 20, 20),
    ("20-odd", "about", 20, 20),
    ("a dozen or so", "about", 12, 12),
    ("at least some 20", "at least", 20, None),
    ("between 5 and 7", "between", 5, 7),
    ("between two hundred and three hundred", "between", 200, 300),
    ("between one hundred and fifty and two hundred", "between", 150, 200),
    ("from 5 to 7", "between", 5, 7),
    ("5 to 7", "between", 5, 7),
    ("5-7", "between", 5, 7),
    ("5–7", "between", 5, 7),
    ("five or six", "between", 5, 6),
    ("either five or six", "between", 5, 6),
    ("2 to 3 million", "between", 2_000_000, 3_000_000),
    ("one or two hundred", "between", 100, 200),
    ("up to 20 or 30", "up to", None, 30),
    ("12, possibly 15", "between", 12, 15),
    ("at least 12, possibly 15", "at least", 12, None),
    ("a dozen", "exact", 12, 12),
    ("half a dozen", "exact", 6, 6),
    ("a half-dozen", "exact", 6, 6),
    ("two dozen", "exact", 24, 24),
    ("at least a dozen", "at least", 12, None),
    ("dozens", "vague", 12, None),
    ("tens", "vague", 10, None),
    ("scores", "vague", 20, None),
    ("hundreds", "vague", 100, None),
    ("thousands", "vague", 1000, None),
    ("tens of thousands", "vague", 10_000, None),
    ("hundreds of thousands", "vague", 100_000, None),
    ("several hundred", "vague", 200, None),
    ("a few dozen", "vague", 24, None),
    ("a couple of hundred", "vague", 200, None),
    ("100s", "vague", 100, None),
    ("a couple", "vague", 2, None),
    ("a pair", "exact", 2, 2),
    ("several", "vague", 2, None),
    ("a number of", "vague", 2, None),
    ("a large number of", "vague", 2, None),
    ("an unknown number of", "vague", 1, None),
    ("some", "vague", 2, None),
    ("others", "vague", 2, None),
    ("no one", "exact", 0, 0),
    ("nobody", "exact", 0, 0),
    ("none", "exact", 0, 0),
    ("a", "exact", 1, 1),
    ("one", "exact", 1, 1),
    ("both", "exact", 2, 2),
    ("all five", "exact", 5, 5),
    ("the three", "exact", 3, 3),
    ("a total of 12", "exact", 12, 12),
    ("another five", "exact", 5, 5),
    ("five others", "exact", 5, 5),
    ("five more", "exact", 5, 5),
    ("another", "exact", 1, 1),
]


@pytest.mark.parametrize(("words", "kind", "low", "high"), TABLE)
def test_bounds_that_words_entail(words: str, kind: str, low: int | None, high: int | None) -> None:
    quantity = parse_quantity(words)
    assert quantity is not None
    assert (quantity.kind, quantity.low, quantity.high, quantity.words) == (kind, low, high, words)


@pytest.mark.parametrize(
    "words", ["", "civilians", "12 civilians", "17 March", "$5", "third", "3.5", "more than", "no longer"]
)
def test_what_is_no_quantity(words: str) -> None:
    assert parse_quantity(words) is None


UNITS = [
    ("a 63-year-old man", "63", "age"),
    ("a boy aged 12", "12", "age"),
    ("boys aged between 5 and 9", "between 5 and 9", "age"),
    ("Samir Haddad, 34, was killed", "34", "age"),
    ("Samir Haddad, 34, of Homs", "34", "age"),
    ("children under 12.", "under 12", "age"),
    ("a seven-month-old girl", "seven", "age"),
    ("on 17 March", "17", "time"),
    ("on March 17, 2018", "17", "time"),
    ("on 17-18 March", "17-18", "time"),
    ("on 17/03/2018", "17/03/2018", "time"),
    ("two days ago", "two", "time"),
    ("for several hours", "several", "time"),
    ("in 2018, civilians fled", "2018", "year"),
    ("between 2011 and 2018", "between 2011 and 2018", "year"),
    ("a fine of $5 million", "5 million", "money"),
    ("about 300 dollars", "about 300", "money"),
    ("30% of the town", "30", "percent"),
    ("two-thirds of the dead", "two", "percent"),
    ("3 km away", "3", "distance"),
    ("a depth of 3.5 metres", "3.5", "distance"),
    ("at 6 p.m.", "6", "clock"),
    ("at 16:30", "16:30", "clock"),
    ("Resolution 2254", "2254", "identifier"),
    ("along Road 60 was", "60", "identifier"),
    ("an F-16 jet", "16", "identifier"),
    ("MH17", "17", "identifier"),
    ("No. 5", "5", "identifier"),
    ("see %D9%84 there", "9", "identifier"),
    ("155mm shells", "155", "measure"),
    ("a two-pronged attack", "two", "measure"),
    ("for the third time", "third", "ordinal"),
    ("the 21st attack", "21st", "ordinal"),
]


@pytest.mark.parametrize(("text", "words", "unit"), UNITS)
def test_numbers_that_do_not_count_people(text: str, words: str, unit: str) -> None:
    match = find_quantities(text)[0] if words != "third" else find_quantities(text)[-1]
    assert (match.quantity.words, match.unit, match.ordinal) == (words, unit, unit == "ordinal")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018 people were displaced", "2018"),
        ("nearly 2000 families", "nearly 2000"),
        ("In March 12 civilians were killed", "12"),
        ("In Jabalia Camp 12 people were killed", "12"),
        ("a five-member family", "five"),
        ("he said no. 12 people died", "12"),
        ("(12) civilians were killed", "12"),
    ],
)
def test_counts_that_look_like_something_else(text: str, words: str) -> None:
    assert [(match.quantity.words, match.unit) for match in find_quantities(text)] == [(words, None)]


def test_a_casualty_sentence() -> None:
    text = "At least 12 people, including five children, were killed and 30 others wounded near Checkpoint 56."
    found = find_quantities(text, offset=100)
    assert [(m.quantity.words, m.quantity.low, m.unit, m.additional) for m in found] == [
        ("At least 12", 12, None, False),
        ("five", 5, None, False),
        ("30 others", 30, None, True),
        ("56", 56, "identifier", False),
    ]
    assert [text[m.number_span[0] - 100 : m.number_span[1] - 100] for m in found] == ["12", "five", "30", "56"]


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("The toll rose to 31 from 22", "22"),
        ("The toll has risen from 22 to 31", "22"),
        ("The toll rose from 22 to at least 31 people", "22"),
        ("put the toll at 31, up from 22", "22"),
        ("raised the toll to 31, from an earlier toll of 22", "22"),
        ("between 22 and 31 people moved from 5 villages to 3 camps", None),
        ("killed 31 people from 22 families", None),
    ],
)
def test_a_figure_that_the_sentence_replaces(text: str, old: str | None) -> None:
    assert [m.quantity.words for m in find_quantities(text) if m.superseded] == ([old] if old else [])


def test_no_counts_only_before_a_noun() -> None:
    found = find_quantities("There were no casualties. No, he said, and no longer; NO CIVILIANS WERE HURT")
    assert [(m.quantity.words, m.quantity.span[0], m.quantity.low) for m in found] == [("no", 11, 0), ("NO", 54, 0)]


def test_articles_are_counted_only_when_asked() -> None:
    text = "a woman, an elderly man and another civilian"
    assert find_quantities(text) == []
    assert [(m.quantity.words, m.quantity.low, m.additional) for m in find_quantities(text, articles=True)] == [
        ("a", 1, False),
        ("an", 1, False),
        ("another", 1, True),
    ]


def test_definite_counts_are_marked() -> None:
    assert [m.definite for m in find_quantities("the three men and two women")] == [True, False]


def test_vague_makes_the_bounds_of_a_bare_plural() -> None:
    quantity = vague("civilians", (4, 13))
    assert (quantity.kind, (quantity.low, quantity.high), quantity.span) == ("vague", BARE_PLURAL, (4, 13))


@given(number=FIGURES, spelled=st.booleans(), kind=st.sampled_from(sorted(WORDS["bounds"])), data=st.data())
def test_every_bound_word_with_every_number(number: int, spelled: bool, kind: str, data: st.DataObject) -> None:
    bound = data.draw(st.sampled_from(WORDS["bounds"][kind]))
    figure = spell(number) if spelled else data.draw(st.sampled_from([str(number), f"{number:,}"]))
    quantity = parse_quantity(f"{bound} {figure}")
    expected = {
        "at least": (number, None),
        "more than": (number + 1, None),
        "less than": (None, max(number - 1, 0)),
        "up to": (None, number),
        "about": (number, number),
        "exact": (number, number),
    }[kind]
    assert quantity is not None
    assert (quantity.kind, quantity.low, quantity.high) == (kind, *expected)


@given(number=FIGURES)
def test_numbers_in_words_and_digits_read_back(number: int) -> None:
    for words in (spell(number), spell(number).replace("-", " "), spell(number).upper(), str(number), f"{number:,}"):
        quantity = parse_quantity(words)
        assert quantity is not None, words
        assert (quantity.low, quantity.high) == (number, number), words


@given(low=st.integers(0, 10**5), more=st.integers(1, 10**5), spelled=st.booleans())
def test_every_form_of_a_range(low: int, more: int, spelled: bool) -> None:
    first, last = (spell(low), spell(low + more)) if spelled else (str(low), str(low + more))
    forms = [
        f"between {first} and {last}",
        f"from {first} to {last}",
        f"{first} to {last}",
        f"either {first} or {last}",
    ]
    for words in forms if spelled else [*forms, f"{first}-{last}", f"{first}–{last}"]:
        quantity = parse_quantity(words)
        assert quantity is not None, words
        # "two to three thousand" is in thousands; figures are as written.
        assert (quantity.kind, quantity.high) == ("between", low + more), words
        assert quantity.low == low or (spelled and quantity.low is not None and low < quantity.low < low + more), words


@given(
    before=FILLER,
    after=FILLER,
    number=st.integers(3, 10**6).filter(lambda n: not 1900 <= n <= 2099),
    kind=st.sampled_from(sorted(WORDS["bounds"])),
)
def test_spans_in_surrounding_text(before: str, after: str, number: int, kind: str) -> None:
    words = f"{WORDS['bounds'][kind][0]} {number}"
    text = f"{before}{words} civilians {after}"
    (match,) = find_quantities(text, offset=7)
    start, end = match.quantity.span
    assert text[start - 7 : end - 7] == match.quantity.words == words
    assert text[match.number_span[0] - 7 : match.number_span[1] - 7] == str(number)
    assert match.unit is None


PIECES = st.sampled_from(
    """12 seven hundred million and to - – or between from a an the some several dozens of thousands no more than less
    at least up about others another possibly half dozen , . ( ) + % $ May March 2018 aged year-old 3.5 1,200 F-16 th
    km rose ١٢ —""".split()  # noqa: SIM905
)
SCRAPS = st.lists(PIECES, max_size=25)


@given(st.one_of(st.text(max_size=80), SCRAPS.map(" ".join), SCRAPS.map("".join)))
def test_any_text_is_read_without_overlap(text: str) -> None:
    reached = 0
    for match in find_quantities(text, articles=True):
        start, end = match.quantity.span
        assert reached <= start < end <= len(text)
        assert text[start:end] == match.quantity.words
        assert start <= match.number_span[0] < match.number_span[1] <= end
        low, high = match.quantity.low, match.quantity.high
        assert low is None or high is None or 0 <= low <= high
        reached = end
    parse_quantity(text)


def words_of(node: object) -> list[object]:
    if isinstance(node, dict):
        return [word for key, value in node.items() for word in [key, *words_of(value)]]
    return [word for value in node for word in words_of(value)] if isinstance(node, list) else [node]


@pytest.mark.parametrize("name", ["number_words.yaml", "quantity_words.yaml", "time_words.yaml"])
def test_word_lists_hold_words(name: str) -> None:
    # An unquoted "no" or "on" is a truth value in YAML.
    words = words_of(load_words(name))
    assert not [word for word in words if isinstance(word, bool) or not isinstance(word, str | int)]
    assert not [word for word in words if isinstance(word, str) and word != word.strip()]
