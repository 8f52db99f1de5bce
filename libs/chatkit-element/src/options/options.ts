import type {
  ChatKitOptions,
  Command,
  CommandsOption,
  ComposerOption,
  CustomApiConfig,
  DisclaimerOption,
  EntitiesOption,
  FileUploadStrategy,
  FontObject,
  HeaderOption,
  HistoryOption,
  HostedApiConfig,
  ModelOption,
  StartScreenOption,
  StartScreenPrompt,
  ThemeOption,
  ThreadItemActionsOption,
  ThreadOption,
  ToolOption,
  UserMessageContent,
  WidgetsOption,
} from '@openai/chatkit';
import {
  anything,
  callback,
  either,
  flag,
  isRecord,
  list,
  nullable,
  numberIn,
  oneOf,
  recordOf,
  shape,
  text,
  type Check,
  type OptionReport,
} from './option-checks.js';

/** The published theme, and a colour scheme that follows the reader's system. */
export type ThemeSettings = Omit<ThemeOption, 'colorScheme'> & { colorScheme?: 'light' | 'dark' | 'system' };
export type ThemeChoice = 'light' | 'dark' | 'system' | ThemeSettings;

type CustomApi = Omit<CustomApiConfig, 'domainKey'> & { domainKey?: string };

/** Options after the check: wrong and unknown parts are gone. `domainKey` is accepted and ignored: nothing here needs a registration. */
export type CheckedOptions = Omit<ChatKitOptions, 'api' | 'theme' | 'locale'> & {
  api: CustomApi | HostedApiConfig;
  locale?: string;
  theme?: ThemeChoice;
};

export interface OptionProblem {
  path: string;
  message: string;
}

export interface OptionsResult {
  /** null when the chat cannot start with these options. */
  options: CheckedOptions | null;
  problems: readonly OptionProblem[];
  unknownKeys: readonly string[];
}

type Action = NonNullable<HeaderOption['leftAction']>;
type Attachments = NonNullable<ComposerOption['attachments']>;
type Typography = NonNullable<ThemeOption['typography']>;
type Colors = NonNullable<ThemeOption['color']>;

const isText = (value: unknown): boolean => typeof value === 'string';

const strategyFields = shape<{ type: FileUploadStrategy['type']; uploadUrl?: string }>(
  { type: oneOf('two_phase', 'direct'), uploadUrl: text },
  ['type'],
);

const uploadStrategy: Check<FileUploadStrategy> = (value, path, report) => {
  const read = strategyFields(value, path, report);
  if (read?.type !== 'direct') {
    return read && { type: 'two_phase' };
  }
  if (read.uploadUrl === undefined) {
    report.problem(`${path}.uploadUrl`, 'is required');
    return undefined;
  }
  return { type: 'direct', uploadUrl: read.uploadUrl };
};

const customApi = shape<CustomApi>({ url: text, domainKey: text, fetch: callback<typeof fetch>(), uploadStrategy }, ['url']);
const hostedApi = shape<HostedApiConfig>({ getClientSecret: callback<HostedApiConfig['getClientSecret']>() }, ['getClientSecret']);

/** `getClientSecret` wins when both variants are mixed; the other keys are then named as unknown. */
const api: Check<CustomApi | HostedApiConfig> = (value, path, report) => {
  if (isRecord(value) && value.url === undefined && value.getClientSecret === undefined) {
    report.problem(path, 'needs either `url` (your own server) or `getClientSecret` (hosted sessions)', true);
    return undefined;
  }
  const fatal: OptionReport = { problem: (at, message) => report.problem(at, message, true), unknown: (at) => report.unknown(at) };
  return isRecord(value) && value.getClientSecret !== undefined ? hostedApi(value, path, fatal) : customApi(value, path, fatal);
};

const font = shape<FontObject>(
  {
    family: text,
    src: text,
    weight: either(isText, text, numberIn(1, 1000)),
    style: oneOf('normal', 'italic', 'oblique'),
    display: oneOf('auto', 'block', 'swap', 'fallback', 'optional'),
    unicodeRange: text,
  },
  ['family', 'src'],
);

const colors = shape<Colors>({
  grayscale: shape<NonNullable<Colors['grayscale']>>(
    { hue: numberIn(0, 360), tint: numberIn(0, 9) as Check<never>, shade: numberIn(-4, 4) as Check<never> },
    ['hue', 'tint'],
  ),
  accent: shape<NonNullable<Colors['accent']>>({ primary: text, level: oneOf(0, 1, 2, 3) }, ['primary']),
  surface: shape<NonNullable<Colors['surface']>>({ background: text, foreground: text }, ['background', 'foreground']),
});

const theme = shape<ThemeSettings>({
  colorScheme: oneOf('light', 'dark', 'system'),
  typography: shape<Typography>({
    baseSize: oneOf(14, 15, 16, 17, 18),
    fontSources: list(font),
    fontFamily: text,
    fontFamilyMono: text,
  }),
  radius: oneOf('pill', 'round', 'soft', 'sharp'),
  density: oneOf('compact', 'normal', 'spacious'),
  color: colors,
});

const action = shape<Action>({ icon: text as Check<Action['icon']>, onClick: callback<Action['onClick']>() }, ['icon', 'onClick']);

const header = shape<HeaderOption>({
  enabled: flag,
  title: shape<NonNullable<HeaderOption['title']>>({ enabled: flag, text }),
  leftAction: action,
  rightAction: action,
});

const content = list(
  shape<{ type: string; text: string; id?: string; group?: string; data?: unknown; interactive?: boolean }>(
    { type: oneOf('input_text', 'input_tag'), text, id: text, group: text, data: anything, interactive: flag },
    ['type', 'text'],
  ),
) as Check<UserMessageContent[]>;

const prompt = shape<StartScreenPrompt>({ label: text, prompt: either(isText, text, content), icon: text as Check<never> }, [
  'label',
  'prompt',
]);

const tool = shape<ToolOption>(
  {
    id: text,
    label: text,
    icon: text as Check<ToolOption['icon']>,
    shortLabel: text,
    placeholderOverride: text,
    pinned: flag,
    persistent: flag,
  },
  ['id', 'label'],
);

const model = shape<ModelOption>({ id: text, label: text, description: text, disabled: flag, default: flag }, ['id', 'label']);

const attachments = shape<Attachments>(
  {
    enabled: flag,
    maxSize: either(isRecord, recordOf(numberIn(0, Number.MAX_SAFE_INTEGER)), numberIn(0, Number.MAX_SAFE_INTEGER)),
    maxCount: numberIn(0, 1000),
    accept: recordOf(list(text)),
  },
  ['enabled'],
);

const composer = shape<ComposerOption>({
  placeholder: text,
  attachments,
  tools: list(tool),
  models: list(model),
  dictation: shape<NonNullable<ComposerOption['dictation']>>({ enabled: flag }),
});

const fields: { [K in keyof CheckedOptions]-?: Check<NonNullable<CheckedOptions[K]> | CheckedOptions[K]> } = {
  api,
  locale: text,
  theme: either(isText, oneOf('light', 'dark', 'system'), theme),
  frameTitle: text,
  initialThread: nullable(text),
  onClientTool: callback<NonNullable<ChatKitOptions['onClientTool']>>(),
  header,
  history: shape<HistoryOption>({ enabled: flag, showDelete: flag, showRename: flag }),
  startScreen: shape<StartScreenOption>({ greeting: text, prompts: list(prompt) }),
  threadItemActions: shape<ThreadItemActionsOption>({ feedback: flag, retry: flag }),
  composer,
  disclaimer: shape<DisclaimerOption>({ text, highContrast: flag }, ['text']),
  entities: shape<EntitiesOption>({
    onTagSearch: callback<NonNullable<EntitiesOption['onTagSearch']>>(),
    showComposerMenu: flag,
    onClick: callback<NonNullable<EntitiesOption['onClick']>>(),
    onRequestPreview: callback<NonNullable<EntitiesOption['onRequestPreview']>>(),
  }),
  commands: shape<CommandsOption>({
    enabled: flag,
    onSearch: callback<(query: string) => Promise<Command[]>>(),
    onSelect: callback<NonNullable<CommandsOption['onSelect']>>(),
  }),
  widgets: shape<WidgetsOption>({ onAction: callback<NonNullable<WidgetsOption['onAction']>>() }),
  thread: shape<ThreadOption>({ autoScroll: flag }),
};

const checkAll = shape<CheckedOptions>(fields);

/**
 * Reads what was passed to `setOptions`. Never throws: a wrong part is reported and ignored, and only an unusable
 * `api` stops the chat. (The hosted element throws on every unknown key, which takes whole React trees down.)
 */
export const checkOptions = (value: unknown): OptionsResult => {
  const problems: OptionProblem[] = [];
  const unknownKeys: string[] = [];
  let fatal = false;
  const report: OptionReport = {
    problem: (path, message, isFatal = false) => {
      problems.push({ path, message });
      fatal ||= isFatal;
    },
    unknown: (path) => unknownKeys.push(path),
  };
  const options = checkAll(value, '', report);
  if (options !== undefined && (value as Record<string, unknown>).api === undefined) {
    report.problem('api', 'is required', true);
  }
  return { options: fatal || options?.api === undefined ? null : options, problems, unknownKeys };
};

/** One line for a person who wires the chat up. */
export const describeProblems = (problems: readonly OptionProblem[]): string =>
  problems.map(({ path, message }) => `\`${path || 'options'}\` ${message}`).join('; ');
