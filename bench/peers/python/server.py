"""The peer of the benchmarks: the official ChatKit server for Python as its documentation hosts it.

FastAPI on uvicorn (uvloop), the Agents SDK against the same model, threads and items in Postgres.
"""

import logging
import os
from contextlib import asynccontextmanager

import asyncpg
from agents import Agent, OpenAIProvider, RunConfig, Runner, set_tracing_disabled
from chatkit.agents import AgentContext, simple_to_agent_input, stream_agent_response
from chatkit.server import ChatKitServer, StreamingResult
from chatkit.store import NotFoundError, Store
from chatkit.types import Page, ThreadItem, ThreadMetadata
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from openai import AsyncOpenAI
from pydantic import TypeAdapter

set_tracing_disabled(True)
logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # the benchmark's clients leave in the middle, and chatkit's iterators complain of each

ITEM = TypeAdapter(ThreadItem)
THREAD = TypeAdapter(ThreadMetadata)

SCHEMA = """
CREATE TABLE IF NOT EXISTS peer_threads (id text PRIMARY KEY, user_id text NOT NULL, seq bigserial, data jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS peer_items (
  thread_id text REFERENCES peer_threads ON DELETE CASCADE, id text, seq bigserial, data jsonb NOT NULL, PRIMARY KEY (thread_id, id));
CREATE INDEX IF NOT EXISTS peer_items_in_order ON peer_items (thread_id, seq);
CREATE INDEX IF NOT EXISTS peer_threads_in_order ON peer_threads (user_id, seq);
"""


class PostgresStore(Store[str]):
    """Every call is scoped by the context, which is the user's id."""

    def __init__(self, pool: asyncpg.Pool):
        self.pool = pool

    async def load_thread(self, thread_id, context):
        row = await self.pool.fetchval("SELECT data FROM peer_threads WHERE id = $1 AND user_id = $2", thread_id, context)
        if row is None:
            raise NotFoundError(f"no thread {thread_id}")
        return THREAD.validate_json(row)

    async def save_thread(self, thread, context):
        await self.pool.execute(
            "INSERT INTO peer_threads (id, user_id, data) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
            thread.id, context, THREAD.dump_json(thread).decode())

    async def load_threads(self, limit, after, order, context):
        rows = await self._page("SELECT id, data FROM peer_threads WHERE user_id = $1", "peer_threads", context, after, limit, order)
        return page([THREAD.validate_json(row["data"]) for row in rows], limit)

    async def load_thread_items(self, thread_id, after, limit, order, context):
        rows = await self._page("SELECT id, data FROM peer_items WHERE thread_id = $1", "peer_items", thread_id, after, limit, order)
        return page([ITEM.validate_json(row["data"]) for row in rows], limit)

    async def _page(self, select, table, key, after, limit, order):
        direction, beyond = ("ASC", ">") if order == "asc" else ("DESC", "<")
        position = "" if after is None else f" AND seq {beyond} (SELECT seq FROM {table} WHERE id = $3)"
        arguments = [key, limit + 1] if after is None else [key, limit + 1, after]
        return await self.pool.fetch(f"{select}{position} ORDER BY seq {direction} LIMIT $2", *arguments)

    async def add_thread_item(self, thread_id, item, context):
        await self.save_item(thread_id, item, context)

    async def save_item(self, thread_id, item, context):
        await self.pool.execute(
            "INSERT INTO peer_items (thread_id, id, data) VALUES ($1, $2, $3) ON CONFLICT (thread_id, id) DO UPDATE SET data = excluded.data",
            thread_id, item.id, ITEM.dump_json(item).decode())

    async def load_item(self, thread_id, item_id, context):
        row = await self.pool.fetchval("SELECT data FROM peer_items WHERE thread_id = $1 AND id = $2", thread_id, item_id)
        if row is None:
            raise NotFoundError(f"no item {item_id}")
        return ITEM.validate_json(row)

    async def delete_thread(self, thread_id, context):
        await self.pool.execute("DELETE FROM peer_threads WHERE id = $1 AND user_id = $2", thread_id, context)

    async def delete_thread_item(self, thread_id, item_id, context):
        await self.pool.execute("DELETE FROM peer_items WHERE thread_id = $1 AND id = $2", thread_id, item_id)

    async def save_attachment(self, attachment, context):
        raise NotImplementedError

    async def load_attachment(self, attachment_id, context):
        raise NotFoundError(attachment_id)

    async def delete_attachment(self, attachment_id, context):
        raise NotImplementedError


def page(rows, limit):
    more = len(rows) > limit
    kept = rows[:limit]
    return Page(data=kept, has_more=more, after=kept[-1].id if more else None)


class Peer(ChatKitServer[str]):
    agent = Agent(name="ChatKit Guide", instructions="You are ChatKit Guide.", model=os.environ.get("OPENAI_MODEL", "frontdesk-demo"))

    def __init__(self, store, client):
        super().__init__(store)
        self.config = RunConfig(model_provider=OpenAIProvider(openai_client=client))

    async def respond(self, thread, item, context):
        items = await self.store.load_thread_items(thread.id, None, 60, "desc", context)
        agent_context = AgentContext(thread=thread, store=self.store, request_context=context)
        result = Runner.run_streamed(
            self.agent, await simple_to_agent_input(list(reversed(items.data))), context=agent_context, run_config=self.config)
        async for event in stream_agent_response(agent_context, result):
            yield event


@asynccontextmanager
async def lifespan(app: FastAPI):
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=4, max_size=20)
    await pool.execute(SCHEMA)
    app.state.server = Peer(PostgresStore(pool), AsyncOpenAI())
    yield
    await pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/healthz")
async def healthz():
    return {"status": "ok"}


@app.post("/chatkit")
async def chatkit(request: Request):
    result = await app.state.server.process(await request.body(), request.headers.get("x-user", "anonymous"))
    if isinstance(result, StreamingResult):
        return StreamingResponse(result, media_type="text/event-stream")
    return Response(content=result.json, media_type="application/json")
