"""The gold set ``shootings``: articles on mass shootings with killed, wounded and city (Narasimhan et al. 2016)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allegata.evaluation.own_incident_set import Told, figures_of, measure
from allegata.evaluation.parts import Outcome, Part, Result, SetMissingError, Tools
from allegata.evaluation.tag_text import read_tagged

PARTS = ("dev", "test", "train")
"""In the order in which one of them gives the leading figures: all rules were written without looking at ``test``."""


class ShootingsSet:
    """The set. ``shootings_rl_ie/{dev,test,train}.tag`` are its parts.

    The figures without a part's name are those of ``dev``, else of ``test``, else of ``train``; each part's figures
    stand under its name as well.
    """

    name = "shootings"
    title = "articles on mass shootings: killed and injured of the incident"

    def find(self, data: Path) -> Sequence[Part]:
        """Return one part for each file that is there. Raises `SetMissingError`."""
        folder = data / "shootings_rl_ie"
        files = [folder / f"{name}.tag" for name in PARTS if (folder / f"{name}.tag").is_file()]
        if not files:
            raise SetMissingError(f"no shootings_rl_ie/*.tag in {data}")
        return [Part(f"shootings_rl_ie/{file.name}", (file,), tuple(_articles(file))) for file in files]

    def measure(self, part: str, item: Told, tools: Tools) -> Outcome:
        """Return ours and the gold's counts of one article."""
        return measure(part, item, tools)

    def result(self, outcomes: Sequence[Outcome]) -> Result:
        """Return the share of exact counts: of the leading part, and of each part under its name."""
        by_part = {name: [o for o in outcomes if Path(o.part).stem == name] for name in PARTS}
        present = [name for name in PARTS if by_part[name]]
        if not present:
            return Result(figures={}, rows=())
        figures: dict[str, Any]
        figures, rows = figures_of(by_part[present[0]], of=f" ({present[0]})")
        for name in present:
            own, more = figures_of(by_part[name], prefix=f"{name}.", of=f" ({name})")
            figures[name] = own
            if name != present[0]:
                rows += more
        return Result(figures=figures, rows=tuple(rows), notes=(f"the leading figures are those of {present[0]}",))


def _articles(file: Path) -> list[Told]:
    try:
        return [
            Told(
                id=f"{file.stem}:{article.number}",
                title=article.title,
                text=article.body,
                published=None,
                killed=article.killed,
                injured=article.wounded,
            )
            for article in read_tagged(file)
        ]
    except ValueError as error:
        raise SetMissingError(f"{file}: {error}") from error


SET = ShootingsSet()
