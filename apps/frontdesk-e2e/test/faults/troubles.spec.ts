import { describeTrouble, numberToCountTo, troublesFrom, type Trouble } from './troubles.js';

const first = (count: number, seed: number): Trouble[] => {
  const troubles = troublesFrom(seed);
  return Array.from({ length: count }, () => troubles.next().value);
};

it('follow from their seed alone', () => {
  expect(first(200, 1)).toEqual(first(200, 1));
  expect(first(200, 1)).not.toEqual(first(200, 2));
});

it('hit every part of the system, sometimes two at once', () => {
  const troubles = first(200, 1);
  const killed = new Set(troubles.flatMap(({ faults }) => faults.filter(({ how }) => how === 'SIGKILL').map(({ part }) => part)));
  const parts = ['agent-worker', 'agent-worker-2', 'agent-worker-3', 'gateway', 'gateway-2', 'postgres', 'redis', 'tools-service'];
  expect([...killed].sort()).toEqual(parts);
  expect(troubles.some(({ faults }) => faults.length === 2)).toBe(true);
  expect(troubles.every(({ faults: [one, other] }) => one?.part !== other?.part)).toBe(true);
});

it('can be read', () => {
  const faults = [{ part: 'redis', how: 'SIGKILL', awayMs: 12 } as const, { part: 'gateway', how: 'SIGTERM', awayMs: 0 } as const];
  expect(describeTrouble({ afterFrames: 40, faults })).toBe('after 40 frames: SIGKILL redis for 12 ms, SIGTERM gateway for 0 ms');
});

it('are met by people whose words follow from the seed, too', () => {
  const said = (seed: number) => Array.from({ length: 40 }, (_, person) => numberToCountTo(seed, person));
  expect(said(5)).toEqual(said(5));
  expect(said(5)).toContain(null);
});
