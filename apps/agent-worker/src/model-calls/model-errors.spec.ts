import { FrontdeskError } from '@frontdesk/contracts';
import { ModelBehaviorError } from '@openai/agents';
import { APIConnectionError, APIError } from 'openai';
import { BadAnswerError, ModelCallError } from './model-call.error.js';
import { errorCodeOf, errorForLog } from './model-errors.js';

const status = (code: number) =>
  APIError.generate(code, { error: { message: 'Incorrect API key provided: sk-very-secret' } }, undefined, new Headers());
const inStream = (code: string) => new APIError(undefined, { code, type: code }, undefined, undefined);

describe('an error of the model', () => {
  it.each([
    [status(401), 'model_unauthorized'],
    [status(403), 'model_unauthorized'],
    [status(429), 'model_rate_limited'],
    [status(400), 'model_rejected'],
    [status(404), 'model_rejected'],
    [status(422), 'model_rejected'],
    [status(500), 'model_unavailable'],
    [status(503), 'model_unavailable'],
    [status(408), 'model_unavailable'],
    [new APIConnectionError({ message: 'x' }), 'model_unavailable'],
    [inStream('rate_limit_exceeded'), 'model_rate_limited'],
    [inStream('server_error'), 'model_unavailable'],
    [inStream('invalid_request_error'), 'model_rejected'],
    [new BadAnswerError('x'), 'model_bad_answer'],
    [new ModelBehaviorError('x'), 'model_bad_answer'],
    [new SyntaxError('x'), 'model_bad_answer'],
    ['odd', 'model_bad_answer'],
    [
      Object.assign(new TypeError('terminated'), { cause: { name: 'SocketError', message: 'x', code: 'UND_ERR_SOCKET' } }),
      'model_unavailable',
    ],
    [Object.assign(new Error('x'), { cause: Object.assign(new Error('y'), { code: 'ECONNRESET' }) }), 'model_unavailable'],
  ])('%s is %s', (cause, code) => {
    expect(errorCodeOf(new ModelCallError(cause))).toBe(code);
  });
});

it('of ours keeps its code, and any other is a defect', () => {
  expect(errorCodeOf(new FrontdeskError('not_found'))).toBe('not_found');
  expect(errorCodeOf(status(401))).toBe('internal');
});

describe('the log', () => {
  it("never repeats a server's words", () => {
    const line = JSON.stringify(errorForLog(new ModelCallError(status(401))));
    expect(line).not.toContain('sk-very-secret');
    expect(line).not.toContain('Incorrect');
    expect(line).toContain('401');
  });

  it('says of a defect where it happened, not what it held', () => {
    const line = JSON.stringify(errorForLog(new TypeError('Cannot read "my secret diary"')));
    expect(line).toContain('model-errors.spec');
    expect(line).not.toContain('diary');
  });
});
