import { RunRaces, momentsOf } from './run-races.js';

const INTERLEAVINGS = 300;
const SEED = 20_261_125;

let races: RunRaces;

beforeAll(async () => {
  races = await RunRaces.open();
});
afterAll(() => races.close());

it('has one winner, one end, one order and no write of a loser, whatever comes at the same moment', async () => {
  await races.run(INTERLEAVINGS, SEED);
  expect(races.interleavings).toBe(INTERLEAVINGS);
  // Each kind of step won somewhere: none of them only ever failed.
  expect([...races.wins.keys()].sort()).toEqual([
    'answer', 'ask', 'claim', 'delete', 'die', 'finish', 'give up', 'heartbeat', 'release', 'retry', 'save', 'say', 'stop',
  ]);
});

it('is planned by its seed alone', () => {
  expect(momentsOf(SEED)).toEqual(momentsOf(SEED));
  expect(momentsOf(SEED)).not.toEqual(momentsOf(SEED + 1));
});
