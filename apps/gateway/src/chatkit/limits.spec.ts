import { LIMITS, checkFeedback, checkMessage, checkTitle, checkToolOutput } from './limits.js';

const message = (more: Partial<Parameters<typeof checkMessage>[0]>) => ({ content: [], attachments: [], inference_options: {}, ...more });
const text = (length: number) => ({ type: 'input_text' as const, text: 'x'.repeat(length) });

describe('what is just within the limits', () => {
  it('passes', () => {
    checkTitle('x'.repeat(LIMITS.titleCharacters));
    checkMessage(message({ content: [text(LIMITS.messageCharacters - 1), text(1)], quoted_text: 'x'.repeat(LIMITS.quotedCharacters) }));
    checkToolOutput('x'.repeat(LIMITS.toolOutputCharacters - 2));
    checkToolOutput(null);
    checkFeedback(Array.from({ length: LIMITS.feedbackItems }, String));
  });
});

describe('what is just above a limit', () => {
  it.each([
    ['params.title', () => checkTitle('x'.repeat(LIMITS.titleCharacters + 1))],
    ['params.input.content', () => checkMessage(message({ content: [text(LIMITS.messageCharacters), text(1)] }))],
    ['params.input.content', () => checkMessage(message({ content: Array.from({ length: LIMITS.contentParts + 1 }, () => text(0)) }))],
    ['params.input.quoted_text', () => checkMessage(message({ quoted_text: 'x'.repeat(LIMITS.quotedCharacters + 1) }))],
    ['params.result', () => checkToolOutput('x'.repeat(LIMITS.toolOutputCharacters - 1))],
    ['params.item_ids', () => checkFeedback(Array.from({ length: LIMITS.feedbackItems + 1 }, String))],
  ])('is refused with the name %s', (param, check) => {
    expect(check).toThrow(expect.objectContaining({ code: 'invalid_request', param, message: expect.stringContaining(param) }));
  });

  it('is refused inside the tag it belongs to', () => {
    const tag = { type: 'input_tag' as const, id: 't', text: 't', interactive: false, data: { a: 'x'.repeat(LIMITS.tagDataCharacters) } };
    expect(() => checkMessage(message({ content: [text(1), tag] }))).toThrow(expect.objectContaining({ param: 'params.input.content.1.data' }));
  });
});
