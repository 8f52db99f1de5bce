"""What the conformance suite asked and was answered, one JSON object a line (CONFORMANCE_RECORDING)."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Entry:
    case: str
    who: str
    request: Any
    status: int
    # The frames of a stream, or the one document; as text, exactly as it came.
    frames: list[str] | None
    body: str | None
    # The case put rows into the database itself: no other server can have them.
    prepared: bool = False
    # The client left before the end.
    left: bool = False

    @property
    def operation(self) -> str:
        kind = self.request.get("type") if isinstance(self.request, dict) else None
        return kind if isinstance(kind, str) else "(none)"

    @property
    def params(self) -> dict[str, Any]:
        params = self.request.get("params") if isinstance(self.request, dict) else None
        return params if isinstance(params, dict) else {}

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(frame) for frame in self.frames or []]


@dataclass
class Tally:
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def __str__(self) -> str:
        return ", ".join(f"{what} {count}" for what, count in sorted(self.counts.items()))


def read(file: str) -> list[Entry]:
    # Not splitlines(): U+2028 ends no line of JSON.
    lines = Path(file).read_text(encoding="utf-8").strip("\n").split("\n")
    return [entry_of(json.loads(line)) for line in lines]


def entry_of(line: dict[str, Any]) -> Entry:
    return Entry(
        case=line["case"],
        who=line["who"],
        request=line["request"],
        status=line["status"],
        frames=line.get("frames"),
        body=line.get("body"),
        prepared=line.get("prepared", False),
        left=line.get("left", False),
    )
