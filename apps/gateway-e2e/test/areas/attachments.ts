import { readdir } from 'node:fs/promises';
import type { Area } from '../harness/cases.js';
import type { House } from '../harness/house.js';
import { saysAtOnce, turn } from '../harness/model-turns.js';
import type { Frame } from '../harness/person.js';
import { PNG } from '../harness/pictures.js';
import { refusedFor } from '../harness/refusals.js';

const png = new Uint8Array(Buffer.from(PNG, 'base64'));
const FIELD = 'params.input.attachments';

/** A new thread whose first message has these files. */
async function send({ ada, model }: House, ...ids: readonly string[]): Promise<{ threadId: string; message: Frame }> {
  const answer = await ada.open('threads.create', { input: model.scene(turn(saysAtOnce('ok'))).message('look', { attachments: ids }) });
  const frames = await answer.all();
  return { threadId: answer.threadId, message: frames[1].item };
}

const rowOf = async ({ query }: House, id: string): Promise<Frame> => (await query('SELECT * FROM attachments WHERE id = $1', [id]))[0];
const storedPaths = async ({ stack }: House, id: string): Promise<string[]> =>
  (await readdir(stack.filesFolder, { recursive: true })).filter((path) => path.includes(id));

const uploading = (the: Parameters<Area['cases']>[0]): void => {
  the('N1 a text file is announced: kind, name, type, and where its bytes go; a record is kept', async (house) => {
    const { body } = await house.ada.ask('attachments.create', { name: 'notes.txt', mime_type: 'text/plain', size: 5 });
    expect(body).toEqual({
      id: expect.stringMatching(/^atc_[0-9a-z]{16,}$/),
      type: 'file',
      name: 'notes.txt',
      mime_type: 'text/plain',
      upload_descriptor: { url: expect.stringContaining('/upload?'), method: 'POST', headers: {} },
    });
    expect(await rowOf(house, body.id)).toMatchObject({ name: 'notes.txt', status: 'awaiting', thread_id: null });
  });

  the('N2 an image is announced with a preview, which shows it once the bytes are there', async (house) => {
    const { body } = await house.ada.ask('attachments.create', { name: 'a.png', mime_type: 'image/png', size: png.length });
    expect(body).toMatchObject({ type: 'image', preview_url: expect.stringContaining('/preview?') });
    const done = await house.ada.upload('a.png', 'image/png', png);
    expect(done).not.toHaveProperty('upload_descriptor');
    const preview = await fetch(new URL(done.preview_url, house.ada.url));
    expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });

  the('N3 what is kept besides is not in the reply', async (house) => {
    const { body } = await house.ada.ask('attachments.create', { name: 'a', mime_type: 'text/plain', size: 1, metadata: { secret: 'x3' } });
    expect(JSON.stringify(body)).not.toMatch(/"metadata"|"x3"|"status"|"ada"/); // in quotes: ids and signatures are at random
    expect(await rowOf(house, body.id)).toMatchObject({ status: 'awaiting', size: 1, user_id: expect.any(String) });
  });

  the('N4 nothing is announced where files are not wanted', async ({ ada, prepare }) => {
    await prepare(`UPDATE tenants SET settings = '{"uploads":{"enabled":false}}'`);
    const reply = await ada.ask('attachments.create', { name: 'a', mime_type: 'text/plain', size: 1 });
    await prepare(`UPDATE tenants SET settings = '{}'`);
    expect([reply.status, reply.body.error.code]).toEqual([400, 'chatkit.file_upload_disabled']);
  });

  the('N5 a file that is taken back is gone with its bytes', async (house) => {
    const { id } = await house.ada.upload('bye.txt', 'text/plain', 'bye');
    expect(await storedPaths(house, id)).not.toEqual([]);
    await house.ada.ask('attachments.delete', { attachment_id: id });
    expect(await storedPaths(house, id)).toEqual([]);
    expect(await rowOf(house, id)).toBeUndefined();
  });

  the('N6 nobody takes back what is not there, or not theirs', async (house) => {
    const { id } = await house.ada.upload('mine.txt', 'text/plain', 'mine');
    const replies = [await house.bob.ask('attachments.delete', { attachment_id: id }), await house.ada.ask('attachments.delete', { attachment_id: 'atc_none' })];
    expect(replies.map(({ status, body }) => [status, body.error.param])).toEqual([
      [404, 'params.attachment_id'],
      [404, 'params.attachment_id'],
    ]);
    expect(await storedPaths(house, id)).not.toEqual([]);
  });

  the('N10 addresses are as a browser writes them, whatever a file is called', async ({ ada }) => {
    const { body } = await ada.ask('attachments.create', { name: 'Grüße aus Köln.png', mime_type: 'image/png', size: 9 });
    for (const url of [body.upload_descriptor.url, body.preview_url]) {
      expect(new URL(url).href).toBe(url);
      expect(new URL(url).origin).toBe(ada.url);
    }
  });

  the('N11 no headers for an upload are {}', async ({ ada }) => {
    const reply = await ada.ask('attachments.create', { name: 'a', mime_type: 'text/plain', size: 1 });
    expect(reply.text).toContain('"headers":{}');
  });

  the('N15 taking back is answered with {}', async ({ ada }) => {
    const { id } = await ada.upload('a.txt', 'text/plain', 'a');
    expect((await ada.ask('attachments.delete', { attachment_id: id })).text).toBe('{}');
  });

  the('N16 what a file is, its bytes say; what is called a picture and is none is refused', async ({ ada }) => {
    expect(await ada.upload('a.txt', 'text/plain', png)).toMatchObject({ type: 'image', mime_type: 'image/png', name: 'a.txt' });
    await expect(ada.upload('a.png', 'image/png', 'no picture')).rejects.toThrow('answered 400');
  });

  the('N17 an announcement without a name, a type or a size is refused by its field', async ({ ada }) => {
    const file = { name: 'a', mime_type: 'text/plain', size: 1 };
    refusedFor(await ada.ask('attachments.create', { ...file, name: '' }), 'params.name');
    refusedFor(await ada.ask('attachments.create', { ...file, mime_type: 'text' }), 'params.mime_type');
    refusedFor(await ada.ask('attachments.create', { ...file, size: 0 }), 'params.size');
    refusedFor(await ada.ask('attachments.create', { ...file, size: '1x' }), 'params.size');
  });
};

const sending = (the: Parameters<Area['cases']>[0]): void => {
  the('N7 a file of threads.create belongs to the new thread', async (house) => {
    const { id } = await house.ada.upload('a.txt', 'text/plain', 'a');
    const { threadId, message } = await send(house, id);
    expect(await rowOf(house, id)).toMatchObject({ thread_id: threadId, item_id: message.id });
  });

  the('N8 a file of threads.add_user_message belongs to its thread', async (house) => {
    const { threadId } = await send(house);
    const { id } = await house.ada.upload('a.txt', 'text/plain', 'a');
    const input = house.model.scene().message('and this', { attachments: [id] });
    const [done] = await house.ada.stream('threads.add_user_message', { thread_id: threadId, input });
    expect(done.item.attachments).toEqual([expect.objectContaining({ id, thread_id: threadId })]);
    expect(await rowOf(house, id)).toMatchObject({ thread_id: threadId, item_id: done.item.id });
  });

  the('N9 an unknown file, or one without its bytes, is refused before anything is written', async (house) => {
    const { threadId } = await send(house);
    const { body } = await house.ada.ask('attachments.create', { name: 'late.txt', mime_type: 'text/plain', size: 4 });
    for (const [id, status] of [['atc_none', 404], [body.id, 400]] as const) {
      const input = house.model.scene().message('x', { attachments: [id] });
      const reply = await house.ada.ask('threads.add_user_message', { thread_id: threadId, input });
      expect([reply.status, reply.body.error.param]).toEqual([status, FIELD]);
    }
    expect(await house.ada.items(threadId)).toHaveLength(2);
  });

  the('N12 of several files all are looked up before one of them belongs to the thread', async (house) => {
    const { id } = await house.ada.upload('good.txt', 'text/plain', 'good');
    const input = house.model.scene().message('x', { attachments: [id, 'atc_none'] });
    expect((await house.ada.ask('threads.create', { input })).status).toBe(404);
    expect(await rowOf(house, id)).toMatchObject({ thread_id: null, sent_at: null });
    expect((await send(house, id)).message.attachments).toHaveLength(1);
  });

  the('N13 files and images read as they were sent, in their order', async (house) => {
    const file = await house.ada.upload('a.txt', 'text/plain', 'a');
    const image = await house.ada.upload('b.png', 'image/png', png);
    const { threadId, message } = await send(house, image.id, file.id);
    expect(message.attachments).toEqual([{ ...image, thread_id: threadId }, { ...file, thread_id: threadId }]);
    expect((await house.ada.items(threadId))[0]).toEqual(message);
  });

  the('N14 a message keeps its files as they were called then', async (house) => {
    const { id } = await house.ada.upload('then.txt', 'text/plain', 'a');
    const { threadId } = await send(house, id);
    await house.prepare(`UPDATE attachments SET name = 'now.txt' WHERE id = $1`, [id]);
    expect((await house.ada.items(threadId))[0].attachments[0].name).toBe('then.txt');
  });

  the('N18 a file that was sent stays with its message, and goes with the thread', async (house) => {
    const { id } = await house.ada.upload('kept.txt', 'text/plain', 'kept');
    const { threadId } = await send(house, id);
    expect((await house.ada.ask('attachments.delete', { attachment_id: id })).status).toBe(409);
    const input = house.model.scene().message('elsewhere', { attachments: [id] });
    expect((await house.ada.ask('threads.create', { input })).status).toBe(409);
    await house.ada.ask('threads.delete', { thread_id: threadId });
    expect(await storedPaths(house, id)).toEqual([]);
  });

  the('N19 nobody sends another’s file', async (house) => {
    const { id } = await house.ada.upload('mine.txt', 'text/plain', 'mine');
    const reply = await house.bob.ask('threads.create', { input: house.model.scene().message('x', { attachments: [id] }) });
    expect([reply.status, reply.body.error.param]).toEqual([404, FIELD]);
  });
};

export const attachments: Area = {
  title: 'N. Attachments',
  cases: (the) => {
    uploading(the);
    sending(the);
  },
};
