"""The official server, with stores in memory and an agent that says what ours said."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from chatkit.server import ChatKitServer, StreamingResult
from chatkit.store import AttachmentStore, NotFoundError, Store
from chatkit.types import (
    Attachment,
    Page,
    SyncCustomActionResponse,
    ThreadItem,
    ThreadMetadata,
    ThreadStatus,
    ThreadStreamEvent,
    TranscriptionResult,
)
from pydantic import TypeAdapter

from recording import Entry

EVENT: TypeAdapter[Any] = TypeAdapter(ThreadStreamEvent)
STATUS: TypeAdapter[Any] = TypeAdapter(ThreadStatus)
ATTACHMENT: TypeAdapter[Any] = TypeAdapter(Attachment)


@dataclass
class Context:
    """One request: who asks, and what our server answered, for the agent and the id generators to repeat."""

    who: str
    entry: Entry

    def first(self, event_type: str, item_type: str | None = None) -> dict[str, Any] | None:
        for event in self.entry.events:
            if event["type"] == event_type and (item_type is None or event["item"]["type"] == item_type):
                return event
        return None

    @property
    def agent_events(self) -> list[dict[str, Any]]:
        """What came after the frames of the server's own."""
        events = self.entry.events
        at = next((index for index, event in enumerate(events) if event["type"] == "stream_options"), len(events))
        own = at + (2 if self.entry.operation == "threads.add_structured_input" else 1)
        return events[own:]


@dataclass
class Row:
    owner: str
    thread: ThreadMetadata
    items: dict[str, ThreadItem] = field(default_factory=dict)


class MemoryStore(Store[Context]):
    """Rows in the order in which they came; every call sees the caller's own alone."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.attachments: dict[str, tuple[str, Attachment]] = {}

    def generate_thread_id(self, context: Context) -> str:
        created = context.first("thread.created")
        return created["thread"]["id"] if created else super().generate_thread_id(context)

    def generate_item_id(self, item_type: Any, thread: ThreadMetadata, context: Context) -> str:
        message = context.first("thread.item.done", "user_message") if item_type == "message" else None
        return message["item"]["id"] if message else super().generate_item_id(item_type, thread, context)

    def row(self, thread_id: str, context: Context) -> Row:
        row = self.rows.get(thread_id)
        if row is None or row.owner != context.who:
            raise NotFoundError(thread_id)
        return row

    async def load_thread(self, thread_id: str, context: Context) -> ThreadMetadata:
        return self.row(thread_id, context).thread.model_copy(deep=True)

    async def save_thread(self, thread: ThreadMetadata, context: Context) -> None:
        kept = ThreadMetadata.model_validate(thread.model_dump(exclude={"items"}))
        if thread.id in self.rows:
            self.row(thread.id, context).thread = kept
        else:
            self.rows[thread.id] = Row(owner=context.who, thread=kept)

    async def load_threads(self, limit: int, after: str | None, order: str, context: Context) -> Page[ThreadMetadata]:
        return page_of([row.thread for row in self.rows.values() if row.owner == context.who], limit, after, order)

    async def load_thread_items(self, thread_id: str, after: str | None, limit: int, order: str, context: Context) -> Page[ThreadItem]:
        row = self.rows.get(thread_id)
        items = list(row.items.values()) if row is not None and row.owner == context.who else []
        return page_of(items, limit, after, order)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: Context) -> None:
        self.row(thread_id, context).items[item.id] = item.model_copy(deep=True)

    async def save_item(self, thread_id: str, item: ThreadItem, context: Context) -> None:
        await self.add_thread_item(thread_id, item, context)

    async def load_item(self, thread_id: str, item_id: str, context: Context) -> ThreadItem:
        items = self.row(thread_id, context).items
        if item_id not in items:
            raise NotFoundError(item_id)
        return items[item_id].model_copy(deep=True)

    async def delete_thread(self, thread_id: str, context: Context) -> None:
        self.row(thread_id, context)
        del self.rows[thread_id]

    async def delete_thread_item(self, thread_id: str, item_id: str, context: Context) -> None:
        self.row(thread_id, context).items.pop(item_id, None)

    async def save_attachment(self, attachment: Attachment, context: Context) -> None:
        self.attachments[attachment.id] = (context.who, attachment)

    async def load_attachment(self, attachment_id: str, context: Context) -> Attachment:
        owner, attachment = self.attachments.get(attachment_id, (None, None))
        if attachment is None or owner != context.who:
            raise NotFoundError(attachment_id)
        return attachment

    async def delete_attachment(self, attachment_id: str, context: Context) -> None:
        await self.load_attachment(attachment_id, context)
        del self.attachments[attachment_id]


def page_of(rows: list[Any], limit: int, after: str | None, order: str) -> Page[Any]:
    ordered = rows if order == "asc" else rows[::-1]
    if after is not None:
        at = next((index for index, row in enumerate(ordered) if row.id == after), None)
        if at is None:
            raise NotFoundError(after)
        ordered = ordered[at + 1 :]
    data = [row.model_copy(deep=True) for row in ordered[:limit]]
    has_more = len(ordered) > limit
    return Page(data=data, has_more=has_more, after=data[-1].id if has_more and data else None)


class RepeatedAttachments(AttachmentStore[Context]):
    async def create_attachment(self, input: Any, context: Context) -> Attachment:
        return ATTACHMENT.validate_json(context.entry.body or "null")

    async def delete_attachment(self, attachment_id: str, context: Context) -> None:
        return None


class Peer(ChatKitServer[Context]):
    def __init__(self) -> None:
        super().__init__(store=MemoryStore(), attachment_store=RepeatedAttachments())

    async def respond(self, thread: ThreadMetadata, input_user_message: Any, context: Context) -> AsyncIterator[ThreadStreamEvent]:
        async for event in self.repeat(thread, context):
            yield event

    async def action(self, thread: ThreadMetadata, action: Any, sender: Any, context: Context) -> AsyncIterator[ThreadStreamEvent]:
        async for event in self.repeat(thread, context):
            yield event

    async def sync_action(self, thread: ThreadMetadata, action: Any, sender: Any, context: Context) -> SyncCustomActionResponse:
        return SyncCustomActionResponse.model_validate_json(context.entry.body or "{}")

    async def transcribe(self, audio_input: Any, context: Context) -> TranscriptionResult:
        return TranscriptionResult.model_validate_json(context.entry.body or "{}")

    async def add_feedback(self, *_: Any, **__: Any) -> None:
        return None

    async def repeat(self, thread: ThreadMetadata, context: Context) -> AsyncIterator[ThreadStreamEvent]:
        for event in context.agent_events:
            if event["type"] == "thread.updated":
                changed = event["thread"]
                thread.title = changed.get("title")
                thread.status = STATUS.validate_python(changed["status"])
                thread.allowed_image_domains = changed.get("allowed_image_domains")
            else:
                yield EVENT.validate_python(event)

    async def answer(self, entry: Entry) -> tuple[bool, Any]:
        """Whether the request succeeded, and the frames or the document of the reply."""
        context = Context(who=entry.who, entry=entry)
        frames: list[Any] = []
        try:
            result = await self.process(json.dumps(entry.request), context)
            if not isinstance(result, StreamingResult):
                return True, json.loads(result.json)
            async for chunk in result:
                frames.append(json.loads(chunk.decode().removeprefix("data: ")))
            return True, frames
        except asyncio.CancelledError:
            raise
        except BaseException as cause:  # every failure is a refusal here, whatever its kind
            return False, f"{type(cause).__name__} after {len(frames)} frames"
