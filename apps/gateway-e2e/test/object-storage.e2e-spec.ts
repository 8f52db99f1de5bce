import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startObjectStore, type TestObjectStore } from '@frontdesk/testing';
import { openHouse, type House } from './harness/house.js';
import { draws, saysAtOnce, turn } from './harness/model-turns.js';
import { PNG } from './harness/pictures.js';

let store: TestObjectStore;
let house: House;

beforeAll(async () => {
  store = await startObjectStore();
  house = await openHouse(store.env);
});
afterAll(() => house.close());

const renditions = async (): Promise<string[]> => (await store.keys()).map((key) => key.replace(/^.*\//, '')).sort();

it('files live in an S3 bucket from their upload to the end of their conversation', async () => {
  const { ada, model, stack } = house;
  const bytes = Buffer.from(PNG, 'base64');
  const photo = await ada.upload('photo.png', 'image/png', new Uint8Array(bytes));
  const notes = await ada.upload('notes.txt', 'text/plain', 'Buy tea and milk');
  expect(await renditions()).toEqual(['model', 'original', 'original', 'preview']);
  expect(await readdir(join(stack.filesFolder, 'incoming'))).toEqual([]);

  const scene = model.scene(turn(draws('ig_1', [], PNG), saysAtOnce('A picture for you.')));
  const answer = await ada.open('threads.create', { input: scene.message('look', { attachments: [photo.id, notes.id] }) });
  const frames = await answer.all();
  expect(scene.lastInput[0]?.['content']).toEqual(
    expect.arrayContaining([
      { type: 'input_image', image_url: expect.stringMatching(/^data:image\/jpeg;base64,/), detail: 'auto' },
      { type: 'input_file', file_data: `data:text/plain;base64,${Buffer.from('Buy tea and milk').toString('base64')}`, filename: 'notes.txt' },
    ]),
  );

  const preview = await fetch(new URL(photo.preview_url, ada.url));
  expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/webp']);
  const described = await fetch(new URL(`/v1/chatkit/files/${notes.id}`, ada.url), { headers: { authorization: `Bearer ${ada.secret}` } });
  const { download_url } = (await described.json()) as { download_url: string };
  const part = await fetch(new URL(download_url, ada.url), { headers: { range: 'bytes=4-6' } });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 4-6/16', 'tea']);

  const drawn = frames.find((frame) => frame.type === 'thread.item.done' && frame.item.type === 'generated_image').item;
  const picture = await fetch(new URL(drawn.image.url, ada.url));
  expect([picture.headers.get('content-type'), Buffer.from(await picture.arrayBuffer())]).toEqual(['image/png', bytes]);
  const reread = (await ada.items(answer.threadId)).find(({ type }) => type === 'generated_image');
  expect((await fetch(new URL(reread.image.url, ada.url))).status).toBe(200);
  expect(await renditions()).toEqual(['model', 'original', 'original', 'original', 'preview']);

  await ada.ask('threads.delete', { thread_id: answer.threadId });
  expect(await store.keys()).toEqual([]);
  expect((await fetch(new URL(drawn.image.url, ada.url))).status).toBe(404);
});
