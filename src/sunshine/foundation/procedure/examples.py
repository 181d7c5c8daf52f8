"""An example body for each move, made from the same schema that describes it, so that the two never part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SOME_ID = "0190a0b0-5f2e-7cc3-98ab-000000000001"  # stands for the id of a unit, a document or a row


def example(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What must be given, and where nothing must, the first thing that can."""
    fields = {name: one for name, one in schema["properties"].items() if name not in {"rows", "stage_seq"}}
    wanted = [name for name in schema.get("required", []) if name in fields] or list(fields)[:1]
    body = {name: _value(fields[name]) for name in wanted}
    rows = schema["properties"].get("rows")
    if rows:
        body["rows"] = {SOME_ID: example(rows["additionalProperties"])}
    if "stage_seq" in schema["properties"]:
        body["stage_seq"] = 3
    return body


def _value(field: Mapping[str, Any]) -> Any:
    code = next((one["const"] for one in field.get("oneOf", ()) if one["const"] != ""), None)
    if code is not None:
        return code
    if field.get("format") == "uuid":
        return SOME_ID
    kind = field["type"][0] if isinstance(field["type"], list) else field["type"]
    return {"integer": 1, "array": [field["title"]]}.get(kind, field["title"])
