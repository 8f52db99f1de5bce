"""Reads every frame, page and reply of the recording with the official types, and writes it again: nothing may be lost or gained."""

import json
import sys
from typing import Any

from chatkit.types import (
    Attachment,
    Page,
    SyncCustomActionResponse,
    Thread,
    ThreadItem,
    ThreadMetadata,
    ThreadStreamEvent,
    TranscriptionResult,
)
from pydantic import BaseModel, TypeAdapter, ValidationError

from recording import Tally, read

EVENT = TypeAdapter(ThreadStreamEvent)
REPLIES: dict[str, TypeAdapter[Any]] = {
    "threads.get_by_id": TypeAdapter(Thread),
    "threads.update": TypeAdapter(Thread),
    "threads.list": TypeAdapter(Page[Thread]),
    "items.list": TypeAdapter(Page[ThreadItem]),
    "attachments.create": TypeAdapter(Attachment),
    "input.transcribe": TypeAdapter(TranscriptionResult),
    "threads.sync_custom_action": TypeAdapter(SyncCustomActionResponse),
}
EMPTY = {"items.feedback", "threads.delete", "attachments.delete", "runs.cancel"}


def comparable(value: Any) -> Any:
    """The official types may say a moment with other digits, and an action's defaults where a widget left them out."""
    if isinstance(value, dict):
        return {
            key: "time" if key == "created_at" else comparable(inner)
            for key, inner in value.items()
            if not (key in ACTION_DEFAULTS and inner == ACTION_DEFAULTS[key])
        }
    if isinstance(value, list):
        return [comparable(inner) for inner in value]
    return value


ACTION_DEFAULTS = {"handler": "server", "loadingBehavior": "auto", "streaming": True}


def problem_with(adapter: TypeAdapter[Any], text: str) -> str | None:
    try:
        parsed = adapter.validate_json(text)
    except ValidationError as cause:
        return f"is refused: {cause.errors()[0]}"
    written = parsed.model_dump_json(by_alias=True, exclude_none=True)
    ours, theirs = comparable(json.loads(text)), comparable(json.loads(written))
    return None if ours == theirs else f"is written otherwise: {json.dumps(theirs, ensure_ascii=False)[:400]}"


def main(file: str) -> int:
    tally = Tally()
    problems: list[str] = []

    def check(case: str, what: str, adapter: TypeAdapter[Any], text: str) -> None:
        tally.add(what)
        problem = problem_with(adapter, text)
        if problem is not None:
            problems.append(f"{case}: {what} {problem}\n    {text[:400]}")

    for entry in read(file):
        for frame in entry.frames or []:
            check(entry.case, json.loads(frame)["type"], EVENT, frame)
        if entry.status == 200 and entry.body is not None:
            if entry.operation in REPLIES:
                check(entry.case, entry.operation, REPLIES[entry.operation], entry.body)
            elif entry.operation in EMPTY:
                tally.add(entry.operation)
                if entry.body != "{}":
                    problems.append(f"{entry.case}: {entry.operation} is not {{}}: {entry.body[:200]}")
            else:
                problems.append(f"{entry.case}: nobody knows the reply of {entry.operation}")
    print(f"official types: {sum(tally.counts.values())} frames and replies read ({tally})")
    for problem in problems:
        print(problem)
    print(f"official types: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
