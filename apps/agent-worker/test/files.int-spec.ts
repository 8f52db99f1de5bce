import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Attachment } from '@frontdesk/chatkit-protocol';
import sharp from 'sharp';
import { FileShelf } from './support/file-shelf.js';
import { calls, says, SCRIPTS, ScriptedModelServer } from './support/scripted-model.server.js';
import { WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let shelf: FileShelf;
let model: ScriptedModelServer;
let modelUrl: string;

const PDF = Buffer.from('%PDF-1.7\nnot much of one');
const TEXT = Buffer.from('Grüße\nsecond line\n');

beforeAll(async () => {
  rig = await WorkerRig.create();
  shelf = await FileShelf.open(rig.db);
  model = new ScriptedModelServer();
  modelUrl = await model.start();
});
afterAll(async () => {
  await rig.close();
  await model.close();
  await shelf.close();
});
afterEach(() => rig.closeWorkers());

const photo = (width = 3_000, height = 1_500): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } }).png().toBuffer();
const dataUrl = (type: string, bytes: Buffer): string => `data:${type};base64,${bytes.toString('base64')}`;
const start = (api: keyof typeof SCRIPTS, variables: Record<string, string> = {}) =>
  rig.startWorker(modelUrl, { OPENAI_API: api, ...shelf.variables, ...variables });

/** Says it, and sees the answer to its end. */
async function send(text: string, attachments: Attachment[], threadId?: string) {
  const admission = await rig.say(text, threadId, undefined, attachments);
  return { ...(await rig.watch(admission)), admission };
}

interface Message {
  readonly role?: string;
  readonly content: ReadonlyArray<Record<string, unknown>>;
}

/** The parts of every message of the user in the last request, as they came over the wire. */
function userParts(): ReadonlyArray<ReadonlyArray<Record<string, unknown>>> {
  const { input, messages } = model.requests.at(-1) as { input?: Message[]; messages?: Message[] };
  return (input ?? messages ?? []).filter(({ role }) => role === 'user').map(({ content }) => content);
}

const why = (part: Record<string, unknown> | undefined): string => String(part?.['text']);

it('gives a model behind the Responses API pictures as pictures, and what it reads as files', async () => {
  model.answersWith(SCRIPTS.responses.says('I see.'));
  await start('responses');
  const [picture, pdf, text, zip] = await Promise.all([
    photo().then((bytes) => shelf.upload(rig.owner, 'photo.png', 'image/png', bytes)),
    shelf.upload(rig.owner, 'plan.pdf', 'application/pdf', PDF),
    shelf.upload(rig.owner, 'notes.md', 'text/markdown', TEXT),
    shelf.upload(rig.owner, 'all.zip', 'application/zip', Buffer.from('PK')),
  ]);
  expect((await send('look', [picture, pdf, text, zip])).status).toBe('completed');
  const [parts] = userParts();
  expect(parts?.map(({ type }) => type)).toEqual(['input_text', 'input_text', 'input_image', 'input_file', 'input_file', 'input_text']);
  expect(parts?.[1]).toMatchObject({ text: '[Attached image: photo.png]' });
  const [, base64 = ''] = String(parts?.[2]?.['image_url']).split('data:image/jpeg;base64,');
  const { format, width, height } = await sharp(Buffer.from(base64, 'base64')).metadata();
  expect([format, width, height]).toEqual(['jpeg', 2_048, 1_024]);
  expect(parts?.[3]).toEqual({ type: 'input_file', file_data: dataUrl('application/pdf', PDF), filename: 'plan.pdf' });
  expect(parts?.[4]).toEqual({ type: 'input_file', file_data: dataUrl('text/markdown', TEXT), filename: 'notes.md' });
  expect(why(parts?.[5])).toMatch(/^\[Attached file: all\.zip \(application\/zip\)\. Its content cannot be read here/);
});

it('tells the sender of files that the model cannot read, once, and the model, too', async () => {
  model.answersWith(says('I see.'));
  await start('chat_completions');
  const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const files = [
    await shelf.upload(rig.owner, 'offer_1_.docx', WORD, Buffer.from('PK')),
    await shelf.upload(rig.owner, 'a `b`.zip', 'application/zip', Buffer.from('PK')),
    await shelf.upload(rig.owner, 'notes.txt', 'text/plain', TEXT),
  ];
  const notices = (frames: readonly unknown[]) => frames.filter((frame) => (frame as { type: string }).type === 'notice');
  const sent = await send('look', files);
  expect(sent.frames[0]).toEqual({
    type: 'notice', level: 'warning', message: 'The assistant knows `offer_1_.docx`, `a b .zip` by name alone: it reads pictures, PDF and text.',
  });
  expect(notices(sent.frames)).toHaveLength(1);
  expect(why(userParts()[0]?.[1])).toBe(`[Attached file: offer_1_.docx (${WORD}). Its content cannot be read here: say so where it matters.]`);
  expect(notices((await send('more', [], sent.admission.threadId)).frames)).toEqual([]);
  await rig.closeWorkers();
  model.answersWith(SCRIPTS.responses.says('I see.'));
  await start('responses');
  expect(notices((await send('look', files, sent.admission.threadId)).frames)).toEqual([
    { type: 'notice', level: 'warning', message: 'The assistant knows `a b .zip` by name alone: it reads pictures, PDF, text and office documents.' },
  ]);
});

it('gives a model behind Chat Completions pictures and PDFs, and text as text, a long one by its beginning', async () => {
  model.answersWith(says('I see.'));
  await start('chat_completions');
  const long = Buffer.from('é'.repeat(200_000));
  const [picture, pdf, text, more] = await Promise.all([
    photo(8, 8).then((bytes) => shelf.upload(rig.owner, 'photo.png', 'image/png', bytes)),
    shelf.upload(rig.owner, 'plan.pdf', 'application/pdf', PDF),
    shelf.upload(rig.owner, 'notes.txt', 'text/plain', TEXT),
    shelf.upload(rig.owner, 'long.txt', 'text/plain', long),
  ]);
  expect((await send('look', [picture, pdf, text, more])).status).toBe('completed');
  const [parts] = userParts();
  expect(parts?.map(({ type }) => type)).toEqual(['text', 'text', 'image_url', 'file', 'text', 'text']);
  expect(parts?.[2]).toMatchObject({ image_url: { url: expect.stringMatching(/^data:image\/jpeg;base64,/) } });
  expect(parts?.[3]).toEqual({ type: 'file', file: { file_data: dataUrl('application/pdf', PDF), filename: 'plan.pdf' } });
  expect(parts?.[4]?.['text']).toBe('<AttachedFile name="notes.txt" type="text/plain">\nGrüße\nsecond line\n\n</AttachedFile>');
  expect(why(parts?.[5])).toMatch(/é\n\[Only the first 262144 of 400000 bytes of the file are shown\.\]/);
});

it('keeps no bytes in checkpoints, and shows the file again when the run is resumed', async () => {
  await start('chat_completions');
  const pdf = await shelf.upload(rig.owner, 'kept.pdf', 'application/pdf', PDF);
  model.answersWith(calls({ name: 'save_fact', arguments: JSON.stringify({ summary: 'Likes tea' }), id: 'call_files' }), says('Saved.'));
  const asked = await send('remember it', [pdf]);
  expect(asked.status).toBe('waiting');
  const stored = JSON.stringify((await rig.run(asked.admission.runId)).checkpoint);
  expect(stored).toContain(pdf.id);
  expect(stored).not.toContain(PDF.toString('base64'));
  const { status } = await rig.watch(await rig.answerClientTool(asked.admission.threadId, { success: true }));
  expect(status).toBe('completed');
  expect(userParts()[0]?.[1]).toMatchObject({ file: { filename: 'kept.pdf', file_data: dataUrl('application/pdf', PDF) } });
});

it('tells older files by name where a request has no room for them', async () => {
  model.answersWith(SCRIPTS.responses.says('ok'));
  await start('responses', { MODEL_FILES: '2', MODEL_FILES_BYTES: '45' });
  const upload = (name: string, size: number) => shelf.upload(rig.owner, name, 'text/plain', Buffer.alloc(size, 'x'));
  const { admission } = await send('one', [await upload('first.txt', 20)]);
  await send('two', [await upload('second.txt', 20)], admission.threadId);
  await send('three', [await upload('third.txt', 20), await upload('large.txt', 50)], admission.threadId);
  const parts = userParts().map((message) => message.slice(1));
  expect(parts.map(([part]) => part?.['type'])).toEqual(['input_text', 'input_file', 'input_file']);
  expect(why(parts[0]?.[0])).toMatch(/first\.txt \(text\/plain\)\. Its content is left out/);
  expect(why(parts[2]?.[1])).toMatch(/^\[Attached file: large\.txt/);
});

it('tells of a file that was deleted, or is somebody else’s, by its name', async () => {
  model.answersWith(SCRIPTS.responses.says('ok'));
  await start('responses');
  const gone = await shelf.upload(rig.owner, 'gone.txt', 'text/plain', TEXT);
  const foreign = await shelf.upload({ ...rig.owner, userId: 'eve' }, 'foreign.txt', 'text/plain', TEXT);
  const { admission } = await send('look', [gone]);
  expect(model.lastRequest).toContain(TEXT.toString('base64'));
  await rig.db.attachment.delete({ where: { id: gone.id } });
  // What no gateway would let through: a message that names another user's file.
  const [item] = await rig.history(admission.threadId);
  await rig.db.$executeRaw`
    UPDATE thread_items SET data = jsonb_set(data, '{attachments}', ${JSON.stringify([gone, foreign])}::jsonb) WHERE id = ${item?.id ?? ''}`;
  await send('and now?', [], admission.threadId);
  const [first] = userParts();
  expect(first?.slice(1).map(why)).toEqual([
    '[Attached file: gone.txt (text/plain). It was deleted and cannot be read any more.]',
    '[Attached file: foreign.txt (text/plain). It was deleted and cannot be read any more.]',
  ]);
  expect(model.lastRequest).not.toContain(TEXT.toString('base64'));
});

describe('a storage that fails', () => {
  /** A folder where the file should be: it opens, and cannot be read. */
  async function broken(name: string) {
    const file = await shelf.upload(rig.owner, name, 'text/plain', TEXT);
    const path = shelf.pathOf({ id: file.id, owner: rig.owner }, 'original');
    await rename(path, `${path}.aside`);
    await mkdir(path);
    const mend = async (): Promise<void> => {
      await rm(path, { recursive: true });
      await rename(`${path}.aside`, path);
    };
    return { file, mend };
  }

  it('is asked again, and the answer comes when it works', async () => {
    model.answersWith(SCRIPTS.responses.says('ok'));
    await start('responses');
    const { file, mend } = await broken('later.txt');
    const retried = rig.logged('the storage of files failed; trying again');
    const admission = await rig.say('look', undefined, undefined, [file]);
    await retried;
    await mend();
    expect((await rig.watch(admission)).status).toBe('completed');
    expect(model.lastRequest).toContain(TEXT.toString('base64'));
  });

  it('ends the run with words for it, and nothing was sent without the file', async () => {
    await start('responses');
    const before = model.requests.length;
    const { file, mend } = await broken('never.txt');
    const { frames, status, admission } = await send('look', [file]);
    expect(status).toBe('failed');
    expect((await rig.run(admission.runId)).errorCode).toBe('files_unavailable');
    expect(frames.at(-1)).toMatchObject({ type: 'error', allow_retry: true, message: expect.stringMatching(/^Files cannot be reached/) });
    expect(model.requests).toHaveLength(before);
    await mend();
  });
});

it('a model that reads no files is told of them by name', async () => {
  model.answersWith(says('ok'));
  await start('chat_completions', { MODEL_FILES: '0' });
  const { status, frames } = await send('look', [await shelf.upload(rig.owner, 'photo.png', 'image/png', await photo(8, 8))]);
  expect(status).toBe('completed');
  expect(frames[0]).toEqual({ type: 'notice', level: 'warning', message: 'The assistant knows `photo.png` by name alone: it reads no files.' });
  expect(userParts()[0]?.map(({ type }) => type)).toEqual(['text', 'text']);
  expect(model.lastRequest).toContain('[Attached file: photo.png (image/png).');
});

it('says at its start that files cannot be kept, and which setting names their folder', async () => {
  await expect(start('responses', { FILES_FOLDER: `${fileURLToPath(import.meta.url)}/files` })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(/^FILES_FOLDER \(.*\) cannot be written to \(ENOTDIR\)/),
  });
});

it('draws a picture for models once, when it was kept without', async () => {
  model.answersWith(SCRIPTS.responses.says('ok'));
  await start('responses');
  const picture = await shelf.upload(rig.owner, 'plain.png', 'image/png', await photo(4_000, 400));
  const path = shelf.pathOf({ id: picture.id, owner: rig.owner }, 'model');
  await rm(path);
  await send('look', [picture]);
  const drawn = await readFile(path);
  expect((await sharp(drawn).metadata()).width).toBe(2_048);
  expect(userParts()[0]?.[2]).toMatchObject({ image_url: dataUrl('image/jpeg', drawn) });
});

describe('the files of all answers together', () => {
  /** Answers that end when the test says so. */
  function heldAnswers() {
    const held: ServerResponse[] = [];
    let wake = (): void => undefined;
    model.answer = (response) => {
      held.push(response);
      wake();
    };
    const reached = async (count: number): Promise<void> => {
      while (held.length < count) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    return { held, reached, end: (index: number) => held[index]?.end(SCRIPTS.responses.says('ok')) };
  }

  it('are bounded: one waits until another was answered, those without files do not, and a stop ends the wait', async () => {
    await start('responses', { MODEL_FILES_TOTAL_BYTES: '50' });
    const answers = heldAnswers();
    const upload = (name: string) => shelf.upload(rig.owner, name, 'text/plain', Buffer.alloc(30, 'x'));
    const say = async (text: string, ...files: string[]) => rig.say(text, undefined, undefined, await Promise.all(files.map(upload)));
    const first = await say('one', 'first.txt');
    await answers.reached(1);
    const stopped = await say('two', 'second.txt');
    const third = await say('three', 'third.txt');
    const plain = await say('four');
    await answers.reached(2);
    expect(model.lastRequest).toContain('four');
    await rig.cancel(stopped);
    expect((await rig.watch(stopped)).status).toBe('cancelled');
    expect(answers.held).toHaveLength(2);
    answers.end(0);
    await answers.reached(3);
    expect(model.lastRequest).toContain('third.txt');
    answers.end(1);
    answers.end(2);
    for (const admission of [first, third, plain]) {
      expect((await rig.watch(admission)).status).toBe('completed');
    }
  });
});
