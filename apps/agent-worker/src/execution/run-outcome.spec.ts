import { FrontdeskError } from '@frontdesk/contracts';
import { MaxTurnsExceededError } from '@openai/agents';
import { APIConnectionError } from 'openai';
import { ModelCallError } from '../model-calls/model-call.error.js';
import { RunAbort } from './run-abort.js';
import { endingOf, type LoopResult } from './run-outcome.js';

const loop = (fields: Partial<LoopResult>): LoopResult => ({ abort: null, error: null, finished: false, waits: false, ...fields });

describe('how a run ends', () => {
  it.each<[string, Partial<LoopResult>, unknown]>([
    ['an answer that is whole', { finished: true }, { kind: 'completed' }],
    ['a turn that asks the client for something', { finished: true, waits: true }, { kind: 'waiting' }],
    ['a stop', { abort: 'cancelled' }, { kind: 'cancelled' }],
    ['a stop that made the loop throw', { abort: 'cancelled', error: new Error('aborted') }, { kind: 'cancelled' }],
    ['a stop that came when all was said', { abort: 'cancelled', finished: true }, { kind: 'completed' }],
    ['a shutdown', { abort: 'worker_shutdown' }, { kind: 'released', isFault: false }],
    ['a shutdown that came when all was said', { abort: 'worker_shutdown', finished: true }, { kind: 'completed' }],
    ['a silent model', { abort: 'model_stalled', error: new Error('aborted') }, { kind: 'failed', code: 'model_stalled' }],
    ['another worker', { abort: 'fenced' }, { kind: 'fenced' }],
    ['another worker, though all was said', { abort: 'fenced', finished: true }, { kind: 'fenced' }],
    ['too many steps', { error: new MaxTurnsExceededError('x') }, { kind: 'failed', code: 'too_many_turns' }],
    ['an error of the table', { error: new FrontdeskError('unavailable') }, { kind: 'failed', code: 'unavailable' }],
    [
      'a model whose server refuses connections, as Postgres would',
      { error: new ModelCallError(new APIConnectionError({ cause: new Error('connect ECONNREFUSED 127.0.0.1:1') })) },
      { kind: 'failed', code: 'model_unavailable' },
    ],
    ['a defect', { error: new TypeError('x') }, { kind: 'failed', code: 'internal' }],
    ['a loop that ends with nothing', {}, { kind: 'failed', code: 'model_bad_answer' }],
  ])('%s', (_name, fields, ending) => {
    expect(endingOf(loop(fields))).toEqual(ending);
  });
});

describe('stopping a run', () => {
  it('keeps the first reason', () => {
    const abort = new RunAbort();
    abort.abort('model_stalled');
    abort.abort('cancelled');
    abort.fail(new Error('late'));
    expect(abort.reason).toBe('model_stalled');
    expect(abort.failure).toBeNull();
    expect((abort.signal.reason as Error).name).toBe('AbortError');
  });

  it('lets the loss of the run overrule every other reason, even while it closes', () => {
    const abort = new RunAbort();
    abort.abort('cancelled');
    abort.settle();
    abort.abort('fenced');
    expect(abort.reason).toBe('fenced');
  });

  it('ignores everything else once the end is decided', () => {
    const abort = new RunAbort();
    abort.settle();
    abort.abort('cancelled');
    abort.fail(new Error('late'));
    expect([abort.reason, abort.failure, abort.signal.aborted]).toEqual([null, null, false]);
  });
});
