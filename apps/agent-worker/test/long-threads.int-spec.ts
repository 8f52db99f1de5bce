import { newId } from '@frontdesk/contracts';
import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel();
  await rig.startWorker(model.url, { OPENAI_TITLE_MODEL: 'off', HISTORY_TOKENS: '300', HISTORY_ITEMS: '40' });
});
afterAll(async () => {
  await rig.close();
  await model.close();
});

const LONG = 'and so on '.repeat(60);

interface Row {
  readonly summary: string | null;
  readonly summary_seq: bigint | null;
}
const summaryOf = async (threadId: string): Promise<Row> => {
  const [row] = await rig.db.$queryRaw<Row[]>`SELECT summary, summary_seq FROM threads WHERE id = ${threadId}`;
  return row ?? { summary: null, summary_seq: null };
};

/** Resolves when the thread's summary covers more than before. */
async function summarisedBeyond(threadId: string, before: bigint): Promise<Row> {
  for (;;) {
    const row = await summaryOf(threadId);
    if ((row.summary_seq ?? 0n) > before) {
      return row;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the model was told in its last streamed request. */
const lastRequest = (): string => JSON.stringify(model.requests().filter((request) => request.stream).at(-1)?.body);

it('tells the model of the beginning of a long thread in a summary, and of the rest word for word', async () => {
  const { admission } = await rig.ask(`My project is called Heron. ${LONG}`);
  const { threadId } = admission;
  await rig.ask(`It is due in May. ${LONG}`, threadId);
  const first = await summarisedBeyond(threadId, 0n);
  expect(first.summary).toContain('Heron');
  await rig.ask('What is ChatKit?', threadId);
  expect(lastRequest()).toContain('<Summary>');
  expect(lastRequest()).toContain('Heron');
  expect(lastRequest()).not.toContain(LONG.slice(0, 300) + LONG.slice(0, 10)); // not word for word
  expect(await rig.history(threadId)).toHaveLength(6); // people still see everything
});

it('summarises on from the summary that there is', async () => {
  const { admission } = await rig.ask(`The code word is Ibis. ${LONG}`);
  const { threadId } = admission;
  await rig.ask(`Second. ${LONG}`, threadId);
  const first = await summarisedBeyond(threadId, 0n);
  await rig.ask(`Third. ${LONG}`, threadId);
  const second = await summarisedBeyond(threadId, first.summary_seq ?? 0n);
  expect(second.summary).toContain('Ibis');
  expect(second.summary).toContain('Second');
});

it('forgets a summary of what was taken back', async () => {
  const { admission } = await rig.ask(`Call me Otter. ${LONG}`);
  const { threadId } = admission;
  await rig.ask(`More. ${LONG}`, threadId);
  await summarisedBeyond(threadId, 0n);
  const [first] = await rig.history(threadId);
  await rig.admission.admitRetry(rig.owner, threadId, first?.id ?? '');
  expect((await summaryOf(threadId)).summary).toBeNull();
});

it('costs the same in a thread of ten thousand items: reads no more of it than the model is shown', async () => {
  const { admission } = await rig.ask('Hello');
  const { threadId } = admission;
  await rig.db.$executeRaw`
    INSERT INTO thread_items (thread_id, id, type, data)
    SELECT ${threadId}, 'msg_' || n, 'user_message',
      jsonb_build_object('content', jsonb_build_array(jsonb_build_object('type', 'input_text', 'text', 'number ' || n)), 'attachments', '[]'::jsonb, 'inference_options', '{}'::jsonb)
    FROM generate_series(1, 10000) n`;
  await rig.db.$executeRaw`ANALYZE thread_items`;
  const plan = await rig.db.$queryRaw<Array<Record<'QUERY PLAN', string>>>`
    EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT i.id FROM threads t
    CROSS JOIN LATERAL (SELECT * FROM thread_items WHERE thread_id = t.id AND seq > coalesce(t.summary_seq, 0) AND run_id IS DISTINCT FROM ${newId('run')} ORDER BY seq DESC LIMIT 40) i
    WHERE t.id = ${threadId}`;
  const scan = plan.map((row) => row['QUERY PLAN']).find((line) => line.includes('thread_items_thread_id_seq_idx'));
  expect(scan).toMatch(/rows=40(\.00)? /);
  await rig.ask('What is ChatKit?', threadId);
  expect(lastRequest()).toContain('number 10000');
  expect(lastRequest()).not.toContain('number 9000');
});
