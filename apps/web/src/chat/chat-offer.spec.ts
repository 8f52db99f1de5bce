import { NO_OFFER, parseOffer } from './chat-offer.js';

const BODY = {
  attachments: { enabled: true, max_size: 1000, max_count: 2, accept: ['image/*'] },
  dictation: { enabled: true },
  models: [{ id: 'large', default: true }],
  tools: ['get_weather'],
};

describe('what the chat may offer', () => {
  it('is read from the answer', () => {
    expect(parseOffer(BODY)).toEqual({
      attachments: { maxBytes: 1000, maxCount: 2, accept: ['image/*'] },
      dictation: true,
      models: [{ id: 'large', isDefault: true }],
      tools: ['get_weather'],
    });
    expect(parseOffer({ ...BODY, tools: null }).tools).toBeNull();
  });

  it('leaves out files that are switched off, or whose limits are not known', () => {
    expect(parseOffer({ ...BODY, attachments: { ...BODY.attachments, enabled: false } }).attachments).toBeNull();
    expect(parseOffer({ ...BODY, attachments: { enabled: true } }).attachments).toBeNull();
  });

  it.each([null, 'nothing', {}])('is text alone when the answer is %j', (body) => {
    expect(parseOffer(body)).toEqual(NO_OFFER);
  });
});
