"""The key files of MUC-4: templates, alternatives, optional fills, tags, places, dates, numbers."""

from allegata.evaluation.muc4_keys import read_fill, read_keys

KEY = """;;; a remark
0.  MESSAGE: ID                     TST9-MUC4-0001 (XYZ)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  (03 MAY 90) / (- 04 MAY 90)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
6.  INCIDENT: INSTRUMENT ID         *
9.  PERP: INDIVIDUAL ID             ? "MEN" / "TWO MEN"
12. PHYS TGT: ID                    "MILL" / "OLD MILL"
                                    "BARN"
13. PHYS TGT: TYPE                  COMMERCIAL: "MILL" / "OLD MILL"
14. PHYS TGT: NUMBER                1 / PLURAL: "BARN"
19. HUM TGT: DESCRIPTION            "MILLER": "JO SMITH" / "SMITH"
                                    -
23. HUM TGT: EFFECT OF INCIDENT     NO INJURY OR DEATH / NO INJURY: "-"

0.  MESSAGE: ID                     TST9-MUC4-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def test_templates_are_read() -> None:
    keys = read_keys(KEY)
    assert keys["TST9-MUC4-0002"] == []
    (template,) = keys["TST9-MUC4-0001"]
    assert template.optional
    assert template.inapplicable == {6}
    assert [v.value for v in template.of(2)[0].values] == ["03 MAY 90", "- 04 MAY 90"]
    assert [v.value for v in template.of(4)[0].values] == ["BOMBING", "ATTACK"]
    assert template.of(9)[0].optional
    assert [fill.values[0].value for fill in template.of(12)] == ["MILL", "BARN"]
    assert template.of(13)[0].values[0].tags == ("MILL", "OLD MILL")
    assert [v.value for v in template.of(14)[0].values] == ["1", "PLURAL"]
    assert template.of(19)[0].values[0].value == "MILLER"
    assert len(template.of(19)) == 1
    assert template.of(23)[0].values[0].tags == ("-",)


def test_null_and_escaped_quotes() -> None:
    assert read_fill("-", 9) is None
    fill = read_fill('"\\"THE GROUP\\"" / "GROUP"', 10)
    assert fill is not None
    assert [v.value for v in fill.values] == ['"THE GROUP"', "GROUP"]
    optional = read_fill('- / "X"', 9)
    assert optional is not None
    assert optional.optional


def test_nothing() -> None:
    assert read_keys("") == {}
