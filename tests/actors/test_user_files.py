"""A user's own party files: adding, overriding, and clear errors."""

from pathlib import Path

import pytest

from allegata.actors import Register, RegisterError


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_adds_a_party(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
- id: valley-defence-committee
  name: Valley Defence Committee
  kind: armed group
  country: [NO]
  parents: [government-of-norway]
  aliases: [VDC guard]
  context_aliases:
    - {words: the committee, needs: {countries: [NO]}}
""",
    )
    register = Register.load([path])
    party = register.get("valley-defence-committee")
    assert party is not None
    assert party.countries == ("NO",)
    assert [m.party.id for m in register.find("The valley defense committee fired.")] == ["valley-defence-committee"]
    assert register.lookup("the committee") is None
    found = register.lookup("the committee", countries=["NO"])
    assert found is not None
    assert found.party == party
    assert register.get("hamas") is not None


def test_a_file_overrides_a_party_and_takes_over_an_alias(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
- id: hamas
  name: Hamas
  kind: armed group
  country: [PS]
- id: my-observatory
  name: My Observatory
  kind: NGO
  aliases: [SOHR]
""",
    )
    register = Register.load([path])
    assert register.find("the Hamas movement")[0].alias == "Hamas"
    assert [m.party.id for m in register.find("SOHR said")] == ["my-observatory"]
    assert [m.party.id for m in register.find("Syrian Observatory for Human Rights")] == [
        "syrian-observatory-for-human-rights"
    ]


def test_a_file_names_the_army_of_a_country(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "- {id: kenya-defence-forces, name: Kenya Defence Forces, kind: military, country: [KE], stands_for: military}",
    )
    register = Register.load([path])
    found = register.lookup("Kenyan troops")
    assert found is not None
    assert found.party.id == "kenya-defence-forces"
    assert register.country_party("KE", "military").id == "kenya-defence-forces"


BAD = {
    "not a list": ("id: x", "must hold a list"),
    "broken YAML": ("- id: x\n  name: [", "not valid YAML"),
    "no name": ("- id: x\n  kind: NGO", "entry 'x': Object missing required field `name`"),
    "unknown field": ("- {id: x, name: X, kind: NGO, side: theirs}", "entry 'x': Object contains unknown field `side`"),
    "kind": ("- {id: x, name: X, kind: villains}", "kind must be one of: government"),
    "country": ("- {id: x, name: X, kind: NGO, country: [Syria]}", "'Syria' is no ISO 3166"),
    "id": ("- {id: My Party, name: X, kind: NGO}", "lower-case letters, digits and hyphens"),
    "id twice": ("- {id: x, name: X, kind: NGO}\n- {id: x, name: Y, kind: NGO}", "the id stands twice"),
    "parent": ("- {id: x, name: X, kind: NGO, parents: [nobody]}", "the parent 'nobody' is not in the register"),
    "circle": (
        "- {id: x, name: X, kind: NGO, parents: [y]}\n- {id: y, name: Y, kind: NGO, parents: [x]}",
        "is its own parent",
    ),
    "alias of two": (
        "- {id: x, name: X one, kind: NGO, aliases: [Same]}\n- {id: y, name: Y one, kind: NGO, aliases: [same]}",
        "belongs to 'x' too",
    ),
    "comma": ("- {id: x, name: X one, kind: NGO, aliases: ['A, B']}", "may not hold commas"),
    "needs nothing": (
        "- {id: x, name: X one, kind: NGO, context_aliases: [{words: the group, needs: {}}]}",
        "needs countries or parties",
    ),
    "stands for": (
        "- {id: x, name: X, kind: military, country: [KE], stands_for: everybody}",
        "must be one of: government",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_gives_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RegisterError) as caught:
        Register.load([path])
    line = str(caught.value)
    assert message in line
    assert "mine.yaml" in line
    assert "\n" not in line


def test_a_missing_or_binary_file_gives_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"none\.yaml: no such file"):
        Register.load([tmp_path / "none.yaml"])
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RegisterError, match=r"binary\.yaml: cannot be read"):
        Register.load([tmp_path / "binary.yaml"])
