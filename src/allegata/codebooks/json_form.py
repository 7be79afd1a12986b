"""Whether a record has the form that a JSON Schema asks for, without a library: the part of JSON Schema that we use.

A schema that uses more than this part is refused, so that nothing in it goes unchecked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_TYPES: dict[str, Any] = {
    "object": Mapping,
    "array": list | tuple,
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
}
_NOTES = frozenset(("$schema", "$id", "$defs", "title", "description", "$comment"))
_CHECKED = frozenset(
    (
        "$ref",
        "additionalProperties",
        "enum",
        "items",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "pattern",
        "properties",
        "required",
        "type",
        "uniqueItems",
    )
)


def complaints(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Yield in words where a value has not the form of a schema (JSON Schema 2020-12, validation).

    ``root``: the schema that ``$ref`` points into; by default ``schema`` itself. Raises ``ValueError`` for a keyword
    that is not checked here.
    """
    return _complaints(value, schema, root if root is not None else schema, "record")


def _complaints(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], at: str) -> Iterator[str]:
    odd = sorted(set(schema) - _CHECKED - _NOTES)
    if odd:
        raise ValueError(f"the schema's {', '.join(odd)} cannot be checked; use {', '.join(sorted(_CHECKED))}")
    if "$ref" in schema:
        yield from _complaints(value, _referred(root, schema["$ref"]), root, at)
        return
    kinds = schema.get("type")
    if kinds is not None and not any(_is(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{at} is no {kinds if isinstance(kinds, str) else ' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is {value!r}, which is none of its values"
    if isinstance(value, str):
        yield from _of_text(value, schema, at)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            yield f"{at} is {value}, which is out of range"
    elif isinstance(value, Mapping):
        yield from _of_object(value, schema, root, at)
    elif isinstance(value, Sequence):
        yield from _of_array(value, schema, root, at)


def _of_text(value: str, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    if "pattern" in schema and re.search(schema["pattern"], value) is None:
        yield f"{at} is {value!r}, which is not of the form {schema['pattern']}"
    if len(value) < schema.get("minLength", 0):
        yield f"{at} is too short"


def _of_object(value: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at} lacks {name}"
    if len(value) < schema.get("minProperties", 0):
        yield f"{at} says nothing"
    for name, item in value.items():
        if name in known:
            yield from _complaints(item, known[name], root, name if at == "record" else f"{at}.{name}")
        elif schema.get("additionalProperties", True) is False:
            yield f"{at} has no field {name}"


def _of_array(value: Sequence[Any], schema: Mapping[str, Any], root: Mapping[str, Any], at: str) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0):
        yield f"{at} holds too few"
    if schema.get("uniqueItems") and any(item in value[:n] for n, item in enumerate(value)):
        yield f"{at} names one twice"
    for number, item in enumerate(value):
        yield from _complaints(item, schema.get("items", {}), root, f"{at}[{number}]")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _referred(root: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
    found: Any = root
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return found  # type: ignore[no-any-return]
