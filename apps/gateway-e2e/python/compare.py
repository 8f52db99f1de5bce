"""Gives the official server every request of the recording and compares what both answer, but for times."""

import asyncio
import json
import logging
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from check_types import comparable
from peer import Peer
from recording import Entry, read

EXPLAINED: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("explained.json").read_text(encoding="utf-8"))
# Operations of ours alone.
EXTENSIONS = {"runs.stream", "runs.cancel"}


def difference(entry: Entry, succeeded: bool, theirs: Any) -> str | None:
    if (entry.status < 400) != succeeded:
        ours = f"answers {entry.status}" if entry.status < 400 else f"refuses with {entry.status}"
        return f"ours {ours}, theirs {'answers ' + short(theirs) if succeeded else 'fails: ' + str(theirs)}"
    if entry.status >= 400:
        return None
    ours: Any = entry.events if entry.frames is not None else json.loads(entry.body or "null")
    left, right = comparable(ours), comparable(theirs)
    if left == right:
        return None
    if isinstance(left, list) and isinstance(right, list):
        return f"frames: {first_unequal(left, right)}"
    return f"ours {short(left)}, theirs {short(right)}"


def first_unequal(ours: list[Any], theirs: list[Any]) -> str:
    for index, (left, right) in enumerate(zip(ours, theirs)):
        if left != right:
            return f"#{index} ours {short(left)}, theirs {short(right)}"
    return f"{len(ours)} of ours, {len(theirs)} of theirs"


def short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:300]


async def main(file: str) -> int:
    logging.disable(logging.CRITICAL)
    entries = read(file)
    # Where a case touched the database, or somebody stopped an answer, the two servers know different things.
    apart = {entry.case for entry in entries if entry.prepared or entry.left or entry.operation in EXTENSIONS}
    peer = Peer()
    equal: Counter[str] = Counter()
    differing: dict[str, str] = {}
    for entry in entries:
        if entry.operation in EXTENSIONS:
            continue
        answer = await peer.answer(entry)  # asked even if it is not compared: later lists have these threads, too
        if entry.case in apart:
            continue
        found = difference(entry, *answer)
        if found is None:
            equal["refused by both" if entry.status >= 400 else "equal"] += 1
        else:
            equal["different"] += 1
            differing.setdefault(entry.case, f"{entry.operation}: {found}")
    print(f"official server: {sum(equal.values())} requests compared ({', '.join(f'{what} {count}' for what, count in sorted(equal.items()))})")
    print(f"official server: {len(apart)} cases left out, which prepare rows themselves, stop an answer or use what only Frontdesk has")
    unexplained = [case for case in differing if case not in EXPLAINED]
    stale = [case for case in EXPLAINED if case not in differing and any(entry.case == case for entry in entries)]
    for case, found in differing.items():
        note = EXPLAINED.get(case)
        print(f"{case:>4} | {'docs/decisions/' + note['decision'] + ': ' + note['why'] if note else 'NOT EXPLAINED'} | {found}")
    for case in stale:
        print(f"{case:>4} | explained, but there is no difference any more")
    print(f"official server: {len(differing)} cases differ, {len(unexplained)} of them unexplained")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])))
