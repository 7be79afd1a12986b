"""An incident reckoned again from some of its claims: what is left of it for whoever may not see the others."""

from collections.abc import Iterable

import msgspec

from allegata.actors import Register
from allegata.incidents.gather import incident_of
from allegata.incidents.linking import Group
from allegata.incidents.sides import built_in_register
from allegata.records import Claim, Document, Incident


def recounted(
    incident: Incident, claims: Iterable[Claim], *, documents: Iterable[Document] = (), register: Register | None = None
) -> Incident:
    """Return ``incident`` with everything reckoned from ``claims`` alone, under the same id.

    ``claims``: some of its own, one at least. Links to other claims are left out, and so are the ids and the reasons
    that come from linking.
    """
    known = {document.id: document for document in documents}
    kept = tuple(claims)
    ids = {claim.id for claim in kept}
    links = tuple(link for link in incident.links if link.first in ids and link.second in ids)
    found = incident_of(Group(claims=kept, links=links), register or built_in_register(), known)
    return msgspec.structs.replace(found, id=incident.id)
