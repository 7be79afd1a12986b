"""The sample with hostile words in every free field of every record."""

from typing import Any, get_args, get_origin

import msgspec

from allegata.dataset import Dataset
from tests.dataset.sample import sample

HOSTILE = (
    "\"'><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"></style></title>"
    "{{ 7*7 }}{% raw %} javascript:document.title='owned' [red]=1+1 --> &lt;b&gt; "
    "\x1b[31m\x1b]0;owned\x07 \x9b2J \u202eesrever"
)


def hostile(value: Any = None) -> Any:
    """Return ``value`` (the sample) with ``HOSTILE`` behind every text that is not one of a field's fixed literals."""
    if value is None:
        spoiled: Dataset = hostile(sample())
        first = spoiled.documents[0]
        first = msgspec.structs.replace(first, url="javascript:document.title='owned'")
        claims = list(spoiled.claims)
        claims[0] = msgspec.structs.replace(claims[0], evidence=((0, len(first.text)),))
        return msgspec.structs.replace(spoiled, documents=(first, *spoiled.documents[1:]), claims=tuple(claims))
    if isinstance(value, msgspec.Struct):
        changed = {
            field.name: getattr(value, field.name) if _fixed(field.type) else _spoil(getattr(value, field.name))
            for field in msgspec.structs.fields(type(value))
        }
        return type(value)(**changed)
    return _spoil(value)


def _spoil(value: Any) -> Any:
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, tuple):
        return tuple(_spoil(item) for item in value)
    if isinstance(value, dict):
        return {_spoil(key) if key not in ("women", "children", "men") else key: _spoil(v) for key, v in value.items()}
    return hostile(value) if isinstance(value, msgspec.Struct) else value


def _fixed(kind: Any) -> bool:
    args = get_args(kind)
    name = getattr(get_origin(kind), "__name__", "") or str(get_origin(kind))
    return "Literal" in name or any(_fixed(arg) for arg in args if not isinstance(arg, str))
