from allegata.gazetteer import Gazetteer


def test_towns_near_a_point_come_with_the_most_populous_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.towns_near(35.33, 40.14, 60.0, 5)
    assert found[0].name == "Deir ez-Zor"
    assert [town.population for town in found] == sorted((town.population for town in found), reverse=True)
    assert len(found) <= 5
    assert "Al Mayādīn" in {town.name for town in gazetteer.towns_near(35.33, 40.14, 60.0, 20)}


def test_towns_are_found_over_the_date_line_and_none_in_the_sea(gazetteer: Gazetteer) -> None:
    names = {town.name for town in gazetteer.towns_near(-16.8, -179.95, 150.0, 10)}
    assert "Labasa" in names
    assert gazetteer.towns_near(0.0, -140.0, 200.0, 10) == []
