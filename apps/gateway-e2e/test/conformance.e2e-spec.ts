import { writeFileSync } from 'node:fs';
import { distil } from './fuzz/distil.js';
import { actions } from './areas/actions.js';
import { agents } from './areas/agents.js';
import { agentEvents } from './areas/agent-events.js';
import { attachments } from './areas/attachments.js';
import { cancelling } from './areas/cancelling.js';
import { clientTools } from './areas/client-tools.js';
import { continuing, creating } from './areas/messages.js';
import { feedback } from './areas/feedback.js';
import { modelInput } from './areas/model-input.js';
import { pipeline } from './areas/pipeline.js';
import { questions } from './areas/questions.js';
import { reading } from './areas/reading.js';
import { retrying } from './areas/retrying.js';
import { failures, threadChanges } from './areas/thread-changes.js';
import { steps } from './areas/steps.js';
import { templates } from './areas/templates.js';
import { transcription } from './areas/transcription.js';
import { transport } from './areas/transport.js';
import { validation } from './areas/validation.js';
import { icons, widgets } from './areas/widgets.js';
import { Cases } from './harness/cases.js';
import { openHouse, type House } from './harness/house.js';
import { corpusFile, recordingFile } from './harness/settings.js';

// One system for every case: it takes seconds to start, and a case milliseconds.
let house: House;
const cases = new Cases(() => house);

beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  const file = recordingFile();
  if (file !== undefined) {
    house.recording.save(file);
  }
  const corpus = corpusFile();
  if (corpus !== undefined) {
    writeFileSync(corpus, `[\n${distil(house.recording.requests).map((request) => JSON.stringify(request)).sort().join(',\n')}\n]\n`);
  }
  await house.close();
  process.stdout.write(`${cases.summary()}\n`);
});

const AREAS = [
  transport,
  validation,
  creating,
  continuing,
  pipeline,
  threadChanges,
  failures,
  cancelling,
  clientTools,
  questions,
  retrying,
  actions,
  feedback,
  reading,
  attachments,
  transcription,
  widgets,
  templates,
  agentEvents,
  agents,
  steps,
  modelInput,
  icons,
];
AREAS.forEach((area) => cases.register(area));
