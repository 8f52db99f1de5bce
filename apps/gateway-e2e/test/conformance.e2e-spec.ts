import { agentEvents } from './areas/agent-events.js';
import { cancelling } from './areas/cancelling.js';
import { clientTools } from './areas/client-tools.js';
import { continuing, creating } from './areas/messages.js';
import { feedback } from './areas/feedback.js';
import { modelInput } from './areas/model-input.js';
import { reading } from './areas/reading.js';
import { retrying } from './areas/retrying.js';
import { transport } from './areas/transport.js';
import { validation } from './areas/validation.js';
import { Cases } from './harness/cases.js';
import { openHouse, type House } from './harness/house.js';
import { recordingFile } from './harness/settings.js';

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
  await house.close();
  process.stdout.write(`${cases.summary()}\n`);
});

const AREAS = [transport, validation, creating, continuing, cancelling, clientTools, retrying, feedback, reading, agentEvents, modelInput];
AREAS.forEach((area) => cases.register(area));
