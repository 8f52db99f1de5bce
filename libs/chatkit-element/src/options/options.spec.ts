import { checkOptions, describeProblems } from './options.js';

const api = { url: '/chatkit' };

describe('options', () => {
  test('the custom variant needs a url and no domain key', () => {
    expect(checkOptions({ api })).toMatchObject({ options: { api }, problems: [], unknownKeys: [] });
    expect(checkOptions({ api: { ...api, domainKey: 'any string' } })).toMatchObject({ problems: [], unknownKeys: [] });
  });

  test('the hosted variant needs getClientSecret', () => {
    const getClientSecret = async (): Promise<string> => 'ck';
    expect(checkOptions({ api: { getClientSecret } }).options?.api).toEqual({ getClientSecret });
  });

  test.each([
    [undefined, 'options'],
    [null, 'options'],
    ['x', 'options'],
    [{}, 'api'],
    [{ api: {} }, 'api'],
    [{ api: { url: 5 } }, 'api.url'],
    [{ api: { getClientSecret: 'secret' } }, 'api.getClientSecret'],
  ])('without a usable api there is nothing to start: %j', (value, where) => {
    const result = checkOptions(value);
    expect(result.options).toBeNull();
    expect(describeProblems(result.problems)).toContain(`\`${where}\``);
  });

  test('a wrong value is named, ignored, and leaves the rest alone', () => {
    const { options, problems } = checkOptions({ api, theme: { radius: 'oval', density: 'compact' }, composer: { placeholder: 7 } });
    expect(problems).toEqual([
      { path: 'theme.radius', message: 'must be one of "pill", "round", "soft", "sharp", got "oval"' },
      { path: 'composer.placeholder', message: 'must be a string, got number' },
    ]);
    expect(options).toMatchObject({ theme: { density: 'compact' }, composer: {} });
  });

  test('unknown keys are listed with their path, at every depth', () => {
    const { unknownKeys, problems } = checkOptions({
      api: { ...api, clientToken: 'x' },
      colour: 1,
      composer: { attachments: { enabled: true, uploadStrategy: {} } },
    });
    expect(unknownKeys).toEqual(['api.clientToken', 'colour', 'composer.attachments.uploadStrategy']);
    expect(problems).toEqual([]);
  });

  test('a broken entry of a list is left out and named by its place', () => {
    const { options, problems } = checkOptions({ api, startScreen: { prompts: [{ label: 'A', prompt: 'a' }, { label: 'B' }] } });
    expect(options?.startScreen?.prompts).toEqual([{ label: 'A', prompt: 'a' }]);
    expect(problems).toEqual([{ path: 'startScreen.prompts[1].prompt', message: 'is required' }]);
  });

  test('undefined counts as absent, as React props often come', () => {
    expect(checkOptions({ api, theme: undefined, header: { leftAction: undefined } })).toMatchObject({ problems: [], unknownKeys: [] });
  });

  test('everything that the published types show is accepted', () => {
    const call = (): void => undefined;
    const { problems, unknownKeys } = checkOptions({
      api: { url: '/c', domainKey: 'd', fetch: call, uploadStrategy: { type: 'direct', uploadUrl: '/up' } },
      locale: 'de-DE',
      theme: {
        colorScheme: 'dark',
        radius: 'round',
        density: 'spacious',
        typography: {
          baseSize: 15,
          fontFamily: 'Inter',
          fontFamilyMono: 'Mono',
          fontSources: [{ family: 'Inter', src: '/i.woff2', weight: 500, style: 'italic', display: 'swap', unicodeRange: 'U+0-FF' }],
        },
        color: {
          grayscale: { hue: 220, tint: 6, shade: -1 },
          accent: { primary: '#8B5CF6', level: 2 },
          surface: { background: '#fff', foreground: '#000' },
        },
      },
      frameTitle: 'Help',
      initialThread: null,
      onClientTool: call,
      header: {
        enabled: true,
        title: { enabled: true, text: 'T' },
        leftAction: { icon: 'menu', onClick: call },
        rightAction: { icon: 'close', onClick: call },
      },
      history: { enabled: true, showDelete: true, showRename: true },
      startScreen: { greeting: 'Hi', prompts: [{ label: 'A', prompt: [{ type: 'input_text', text: 'a' }], icon: 'bug' }] },
      threadItemActions: { feedback: true, retry: true },
      composer: {
        placeholder: 'p',
        attachments: { enabled: true, maxSize: { 'image/*': 5, '*': 1 }, maxCount: 2, accept: { 'image/*': ['.png'] } },
        tools: [{ id: 't', label: 'T', icon: 'bolt', shortLabel: 's', placeholderOverride: 'o', pinned: true, persistent: true }],
        models: [{ id: 'm', label: 'M', description: 'd', disabled: false, default: true }],
        dictation: { enabled: true },
      },
      disclaimer: { text: 'd', highContrast: true },
      entities: { onTagSearch: call, showComposerMenu: true, onClick: call, onRequestPreview: call },
      commands: { enabled: true, onSearch: call, onSelect: call },
      widgets: { onAction: call },
      thread: { autoScroll: true },
    });
    expect(problems).toEqual([]);
    expect(unknownKeys).toEqual([]);
  });
});
