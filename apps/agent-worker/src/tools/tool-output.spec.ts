import { errorText, withClientOutput } from './tool-output.js';

it('tells the model of trouble in the words of the error table', () => {
  expect(JSON.parse(errorText(new Error('connect ECONNREFUSED 10.0.0.7')))).toEqual({
    error: { code: 'tool_failed', message: 'The tool failed.', retryable: false },
  });
});

it('keeps a result that is null apart from what the client says', () => {
  expect(JSON.parse(withClientOutput('null', 'x'))).toEqual({ result: null, client_output: 'x' });
});
