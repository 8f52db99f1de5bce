import { startDemoModel, type DemoModel } from '@frontdesk/demo-model';
import { countClaims } from './support/claim-count.js';
import { WorkerRig } from './support/worker-rig.js';

let rig: WorkerRig;
let model: DemoModel;

beforeAll(async () => {
  rig = await WorkerRig.create();
  model = await startDemoModel({ tokensPerSecond: 100 });
  await rig.startWorker(model.url);
});
afterAll(async () => {
  await rig.close();
  await model.close();
});

it('are begun by a worker that hears of them, whether their job has come or not', async () => {
  const admission = await rig.admit('count to 3');
  expect(await rig.queue.callOut(admission.runId)).toBe(true);
  expect((await rig.watch(admission)).status).toBe('completed');
});

it('are not claimed again when their job comes', async () => {
  const claims = await countClaims(rig.db);
  const admission = await rig.admit('count to 5000'); // longer than the test
  await rig.queue.callOut(admission.runId);
  await rig.watch(admission, (frames) => frames.length > 0);
  await rig.queue.add(admission.runId, admission.epoch);
  while (Object.values(await rig.queue.depth()).some((count) => count > 0)) {
    // the job is still on its way
  }
  expect(await claims()).toBe(1);
  await rig.cancel(admission);
  expect((await rig.watch(admission)).status).toBe('cancelled');
});

it('are claimed anew with their next job, when they waited for the client', async () => {
  const asked = await rig.ask('Please remember that I work at Acme as a designer.');
  expect(asked.status).toBe('waiting');
  const resumed = await rig.answerClientTool(asked.admission.threadId, { ok: true });
  expect(resumed.runId).toBe(asked.admission.runId);
  expect((await rig.watch(resumed)).status).toBe('completed');
});
