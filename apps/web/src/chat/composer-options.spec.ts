import { NO_OFFER } from './chat-offer.js';
import { composerOptions } from './composer-options.js';

const FILES = { maxBytes: 1000, maxCount: 2, accept: ['*'] };

describe('the composer', () => {
  it('is for text alone where the server offers nothing', () => {
    expect(composerOptions(NO_OFFER)).toEqual({
      placeholder: 'Ask the assistant…',
      attachments: { enabled: false },
      dictation: { enabled: false },
      tools: [],
      models: [],
    });
  });

  it('takes files within the limits of the server, of every type or of those that it lists', () => {
    const filesOf = (accept: string[]) => composerOptions({ ...NO_OFFER, attachments: { ...FILES, accept } }).attachments;
    expect(filesOf(['*'])).toEqual({ enabled: true, maxSize: 1000, maxCount: 2 });
    expect(filesOf(['image/*', 'text/plain'])).toMatchObject({ accept: { 'image/*': [], 'text/plain': [] } });
  });

  it('shows the tools that may be asked for', () => {
    const toolsOf = (tools: string[] | null) => composerOptions({ ...NO_OFFER, tools }).tools?.map(({ id }) => id);
    expect(toolsOf(null)).toEqual(['get_weather', 'save_fact', 'show_tour', 'ask_user']);
    expect(toolsOf(['show_tour', 'get_weather', 'unheard_of'])).toEqual(['get_weather', 'show_tour']);
  });

  it('lets one choose between models, by name where nothing else is known of them', () => {
    const models = (...ids: string[]) =>
      composerOptions({ ...NO_OFFER, models: ids.map((id, index) => ({ id, isDefault: index === 1 })) }).models;
    expect(models('frontdesk-demo', 'gpt-4.1')).toEqual([
      { id: 'frontdesk-demo', label: 'Demo', description: 'Sums up its thoughts first', default: false },
      { id: 'gpt-4.1', label: 'gpt-4.1', default: true },
    ]);
    expect(models('gpt-4.1')).toEqual([]);
  });
});
