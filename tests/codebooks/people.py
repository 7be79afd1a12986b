"""A dataset whose first incident names people: one by two independent voices, one by a single voice."""

import msgspec

from allegata.dataset import Dataset
from allegata.records import IndependenceCluster, NamedVictim
from tests.dataset.sample import sample


def with_people() -> Dataset:
    """Return the sample with two made-up victims in its incident of most claims."""
    data = sample()
    chosen = max(data.incidents, key=lambda incident: len(incident.claims))
    told = [claim for claim in data.claims if claim.id in chosen.claims and claim.stance != "denies"]
    first, second = told[0], told[1]
    voices = (
        IndependenceCluster(voice="Health Ministry", claims=(first.id,), documents=(first.document,)),
        IndependenceCluster(voice="Field Observatory", claims=(second.id,), documents=(second.document,)),
    )
    victims = (
        NamedVictim(
            name="Maryam Testova",
            outcome="killed",
            named_by=(first.id, second.id),
            variants=("Mariam Testova",),
            age=34,
            sex="female",
        ),
        NamedVictim(name="Idris Testov", outcome="killed", named_by=(second.id,), role="medic"),
    )
    changed = msgspec.structs.replace(chosen, victims=victims, independence=voices)
    incidents = tuple(changed if incident.id == chosen.id else incident for incident in data.incidents)
    return msgspec.structs.replace(data, incidents=incidents)
