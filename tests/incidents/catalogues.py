"""Catalogues made by hand in each of the four ready forms. The same happenings stand in all of them."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""id, first, last, name, area, latitude, longitude, party, killed (least, most), injured (least, most)."""

TUESDAY = "2019-02-12"


def happenings() -> list[Row]:
    """Return 60 strikes of other days and places around one at Tell Marwan on Monday 11 to Tuesday 12 February 2019."""
    start = date(2018, 6, 1)
    rows: list[Row] = [
        {
            "id": f"R{n:03}",
            "first": (start + timedelta(days=5 * n)).isoformat(),
            "last": (start + timedelta(days=5 * n)).isoformat(),
            "name": f"{name} {n}",
            "area": "Idlib" if n % 2 else "Aleppo",
            "latitude": round(35.1 + n / 100, 3),
            "longitude": round(36.2 + n / 90, 3),
            "party": ("Russian Military", "Turkish Military", "U.S.-led Coalition")[n % 3],
            "killed": (n % 7, n % 7 + 2),
            "injured": (n % 5, n % 5 + 1),
        }
        for n, name in enumerate(["Kafr Hadid", "Um Zaytun", "Deir Qanun", "Wadi Sidr"] * 15)
    ]
    rows.append(
        {
            "id": "R900",
            "first": "2019-02-11",
            "last": TUESDAY,
            "name": "Tell Marwan",
            "area": "Deir Ezzor",
            "latitude": 34.5,
            "longitude": 40.9,
            "party": "U.S.-led Coalition",
            "killed": (50, 90),
            "injured": (5, 9),
        }
    )
    return rows


def airwars(rows: list[Row]) -> str:
    def record(row: Row) -> dict[str, Any]:
        found = {
            "code": row["id"],
            "airwars_id": f"9{row['id'][1:]}",
            "url": f"https://example.org/{row['id']}",
            "date": row["first"],
            "location_en": row["name"],
            "region": row["area"],
            "lat": row["latitude"],
            "lon": row["longitude"],
            "geo_accuracy": "village",
            "belligerent": row["party"],
            "civilian_harm_grading": "Fair",
            "strike_type": "Airstrike",
            "civ_killed_min": row["killed"][0],
            "civ_killed_max": row["killed"][1],
            "civ_injured_min": row["injured"][0],
            "civ_injured_max": row["injured"][1],
        }
        return found | ({"date_end": row["last"]} if row["last"] != row["first"] else {})

    return "".join(json.dumps(record(row)) + "\n" for row in rows)


def ged(rows: list[Row]) -> str:
    return _csv(
        {
            "id": row["id"][1:],
            "type_of_violence": 3,
            "source_headline": "warplanes strike; residents tell of many dead",
            "where_prec": 1,
            "where_coordinates": f"{row['name']} town",
            "where_description": row["name"],
            "adm_1": f"{row['area']} province",
            "adm_2": "",
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "country": "Syria",
            "side_a": {"Russian Military": "Government of Russia (Soviet Union)"}.get(row["party"], row["party"]),
            "side_b": "Civilians",
            "dyad_name": f"{row['party']} - Civilians",
            "date_prec": 1,
            "date_start": f"{row['first']} 00:00:00.000",
            "date_end": f"{row['last']} 00:00:00.000",
            "best": row["killed"][0],
            "high": row["killed"][1],
            "low": row["killed"][0],
        }
        for row in rows
    )


def acled(rows: list[Row]) -> str:
    return _csv(
        {
            "event_id_cnty": f"SYR{row['id'][1:]}",
            "event_date": f"{date.fromisoformat(row['last']):%d %B %Y}",
            "time_precision": 1,
            "event_type": "Explosions/Remote violence",
            "sub_event_type": "Air/drone strike",
            "actor1": row["party"],
            "actor2": "Civilians (Syria)",
            "country": "Syria",
            "admin1": row["area"],
            "admin2": "",
            "location": row["name"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "geo_precision": 1,
            "source": "Example Monitor",
            "notes": f"Warplanes struck {row['name']}.",
            "fatalities": row["killed"][1],
        }
        for row in rows
    )


def own(rows: list[Row]) -> str:
    nothing: dict[str, Any] = {"min": None, "max": None, "highest": None, "from": [], "words": []}

    def count(ends: tuple[int, int]) -> dict[str, Any]:
        return nothing | {"min": ends[0], "max": ends[1], "highest": ends[1]}

    def record(row: Row) -> dict[str, Any]:
        return {
            "record": "incident",
            "id": f"i-{row['id']}",
            "independent_sources": 2,
            "date": {"start": row["first"], "end": row["last"], "precision": "day"},
            "place": {
                "name": row["name"],
                "within": row["area"],
                "country": "SY",
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "precision": "village",
            },
            "event_types": ["airstrike"],
            "accused": [{"party": None, "name": row["party"], "by": []}],
            "killed": count(row["killed"]),
            "injured": count(row["injured"]),
            "killed_or_injured": nothing,
            "killed_by_group": {"women": nothing, "children": nothing, "men": nothing},
            "grade": {"value": "fair", "why": "two sources"},
        }

    return "".join(json.dumps(record(row)) + "\n" for row in rows)


FORMS = {"airwars": airwars, "ucdp-ged": ged, "acled": acled, "allegata": own}


def _csv(rows: Any) -> str:
    held = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(held[0]))
    writer.writeheader()
    writer.writerows(held)
    return out.getvalue()


def written(folder: Path, form: str, rows: list[Row] | None = None) -> Path:
    path = folder / f"{form}.{'csv' if form in ('ucdp-ged', 'acled') else 'jsonl'}"
    path.write_text(FORMS[form](happenings() if rows is None else rows), encoding="utf-8")
    return path
