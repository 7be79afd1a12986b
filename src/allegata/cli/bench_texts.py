"""Texts to measure on: the example dispatches where the project's folder is there, else sentences of the same kind."""

from pathlib import Path

_EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "dispatches"
_COPIES = 12
_DISPATCH = """{place}, 12 March — Government warplanes bombed a market in the {side} of {place} on Tuesday, \
killing at least {low} civilians, including {women} women, and wounding dozens, according to a \
doctor at the town's hospital.

The Health Ministry said that {high} people had been killed in the airstrikes. "They hit the market \
when it was most crowded," a resident told reporters by telephone. He added that rescuers were still \
looking for people under the rubble.

The army denied that it had targeted civilians and said its aircraft had struck a position of armed \
groups near the town. In a statement, a spokesman accused the rebels of using residents as human \
shields.

A day earlier, shelling on a village to the south of {place} had killed a family of five, local \
sources said. The ministry called on the United Nations to open an investigation into the repeated \
attacks of the past several months."""
_PEACEFUL = """The council of {place} approved a plan for a new library on Tuesday, the mayor's office said in a \
statement. The building will stand beside the old railway station and is expected to open in two \
years.

"Readers have asked for more room since the collection outgrew its shelves," the director told a \
local newspaper. She said that {low} volunteers had helped to sort the books and that the museum \
would lend paintings for the main hall.

Farmers in the {side} of the region reported a good harvest of olives and wheat, according to the \
agriculture ministry. Prices at the weekly market rose by {women} per cent, and the train service to \
the coast will run daily from {high} June.

The weather office expects rain at the weekend, clearing on Monday. Schools return after the \
holidays next week, and the orchestra will play works by three composers in the cathedral on Sunday \
evening."""
_PLACES = ("Idlib", "Kharkiv", "Taiz", "Nyala", "Mandalay", "Gao", "Herat", "Mosul", "Rafah", "Goma", "Barentu", "Homs")
_SIDES = ("north", "south", "east", "west")


def _filled(template: str) -> list[str]:
    return [
        template.format(place=place, side=_SIDES[n % 4], low=7 + n, high=11 + n, women=2 + n % 5)
        for n, place in enumerate(_PLACES)
    ]


def violent() -> list[str]:
    """Return dispatches on violence: made sentences, and the project's text examples where they are there."""
    texts = _filled(_DISPATCH)
    if _EXAMPLES.is_dir():
        for path in sorted((*_EXAMPLES.glob("*.md"), *_EXAMPLES.glob("*.txt"))):
            texts.append(path.read_text(encoding="utf-8"))
    return texts * (_COPIES // 4)


def peaceful() -> list[str]:
    """Return documents of the same length without violence."""
    return _filled(_PEACEFUL) * (_COPIES // 4)
