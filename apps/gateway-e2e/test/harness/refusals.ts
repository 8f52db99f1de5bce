import type { Reply } from './person.js';

/** With or without the charset. */
export const JSON_TYPE = /^application\/json/;

/** Refused as a bad request, with JSON that names the field. */
export const refusedFor = (reply: Reply, param: string | RegExp): void => {
  expect({ status: reply.status, type: reply.headers.get('content-type') }).toEqual({
    status: 400,
    type: expect.stringMatching(JSON_TYPE),
  });
  expect(reply.body.error).toMatchObject({
    code: 'invalid_request',
    param: param instanceof RegExp ? expect.stringMatching(param) : param,
  });
};
