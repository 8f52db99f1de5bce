import { fileURLToPath } from 'node:url';
import { booleanVariable, commonVariables, integerVariable, loadConfig, portVariable, readSecret, secretVariables, storeVariables } from '@frontdesk/config';
import { fileLinkVariables, fileStorageConfig, fileStorageVariables, type FileStorageConfig } from '@frontdesk/attachments';
import { originSchema } from '@frontdesk/contracts';
import { z } from 'zod';
import type { InstallationLimits } from './attachments/upload-limits.js';
import type { PageElement } from './web/page-element.js';

/** `src/` and `dist/` are equally deep, so a path relative to this file holds for both. */
const inWorkspace = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const namesVariable = z.string().transform((list) => list.split(',').map((name) => name.trim()).filter((name) => name !== ''));

const apiUrl = z.url({ protocol: /^https?$/, message: 'expected http://host:port/v1' });

const gatewaySchema = z.object({
  ...commonVariables,
  ...storeVariables,
  ...secretVariables,
  ...fileStorageVariables,
  ...fileLinkVariables,
  PORT: portVariable(3_000),
  HOST: z.string().default('127.0.0.1'),
  /** Whether `POST /api/chatkit/session` makes sessions for people who have not logged in anywhere. */
  FRONTDESK_ANONYMOUS_USERS: booleanVariable.optional(),
  SESSION_TTL_SECONDS: integerVariable({ min: 30, max: 86_400, fallback: 600 }),
  RATE_LIMIT_PER_MINUTE: integerVariable({ min: 1, max: 1_000_000, fallback: 120 }),
  /** Answers that may be on their way or wait for a worker at once; past that new messages are refused with 429. */
  USER_QUEUE_LIMIT: integerVariable({ min: 1, max: 1_000_000, fallback: 100 }),
  TENANT_QUEUE_LIMIT: integerVariable({ min: 1, max: 1_000_000, fallback: 10_000 }),
  /** Whether a client that does not resume stops its answer by leaving. */
  DISCONNECT_STOPS: booleanVariable.default(true),
  /** Streams that this process serves at once; past that it says 503. */
  STREAMS_LIMIT: integerVariable({ min: 1, max: 1_000_000, fallback: 20_000 }),
  /** Origins whose pages may use the chat besides our own, with commas between them; `*`: any. Tenants may have lists of their own. */
  ALLOWED_ORIGINS: namesVariable.pipe(z.array(originSchema)).default([]),
  BODY_LIMIT_BYTES: integerVariable({ min: 1_024, max: 104_857_600, fallback: 1_048_576 }),
  /** Whether a proxy stands in front whose `x-forwarded-*` headers tell the truth. */
  TRUST_PROXY: booleanVariable.default(false),
  FILES_MAX_BYTES: integerVariable({ min: 1, max: 2_147_483_647, fallback: 104_857_600 }),
  FILES_PER_MESSAGE: integerVariable({ min: 1, max: 100, fallback: 10 }),
  /** Media types that may be uploaded: `*`, or a list with commas such as `image/*,application/pdf`. */
  FILES_ACCEPT: z.string().default('*'),
  /** Whether `/gallery` shows what the chat element can look like. It asks the server for nothing. */
  FRONTDESK_GALLERY: booleanVariable.optional(),
  WEB_ROOT: z.string().default(inWorkspace('apps/web/dist')),
  ELEMENT_FILE: z.string().default(inWorkspace('libs/chatkit-element/dist/chatkit.js')),
  /** Which chat element the page shows: our own, or OpenAI's from its CDN, to compare the two. */
  CHATKIT_ELEMENT: z.enum(['bundled', 'cdn'], { error: 'expected bundled or cdn' }).default('bundled'),
  /** What OpenAI gave for this installation's domain; its element asks for one everywhere but on this machine. */
  CHATKIT_DOMAIN_KEY: z.string().regex(/^[\w-]{1,200}$/, { error: 'expected a key such as domain_pk_…' }).default('domain_pk_localhost_dev'),
  TOOLS_URL: z.string().min(1).default('127.0.0.1:50051'),
  OPENAI_BASE_URL: apiUrl.optional(),
  OPENAI_API_KEY: z.string().optional(),
  /** For dictation: the model's own server and key where nothing else is said; without either there is none. */
  TRANSCRIPTION_BASE_URL: apiUrl.optional(),
  TRANSCRIPTION_API_KEY: z.string().optional(),
  TRANSCRIPTION_MODEL: z.string().default('whisper-1'),
  TRANSCRIPTION_MAX_BYTES: integerVariable({ min: 1_024, max: 104_857_600, fallback: 26_214_400 }),
  /** Names with commas between them. */
  ALLOWED_MODELS: namesVariable.optional(),
  ALLOWED_TOOLS: namesVariable.optional(),
  OPENAI_MODEL: z.string().default('gpt-4.1-mini'),
  FRONTDESK_DEMO_MODEL: booleanVariable.default(false),
});

/** What the gateway is told from outside, in groups by who needs it. */
export interface GatewayConfig {
  readonly logLevel: string;
  readonly listen: { readonly port: number; readonly host: string };
  readonly stores: { readonly databaseUrl: string; readonly redisUrl: string };
  readonly edge: {
    readonly bodyLimitBytes: number;
    readonly rateLimitPerMinute: number;
    readonly trustProxy: boolean;
    readonly allowedOrigins: readonly string[];
  };
  readonly sessions: { readonly secret: string; readonly ttlSeconds: number; readonly anonymousUsers: boolean };
  readonly files: { readonly storage: FileStorageConfig; readonly limits: InstallationLimits; readonly publicUrl: string };
  readonly admission: { readonly unfinishedOfUser: number; readonly unfinishedOfTenant: number };
  readonly streams: { readonly disconnectStops: boolean; readonly limit: number };
  readonly web: { readonly root: string; readonly elementFile: string; readonly element: PageElement; readonly gallery: boolean };
  /** The tools service, for actions that are answered at once. */
  readonly tools: { readonly url: string };
  readonly transcription: { readonly baseUrl: string | null; readonly apiKey: string | null; readonly model: string; readonly maxBytes: number };
  /** What a message may wish for where its tenant has no list of its own; without a list, anything. */
  readonly inference: { readonly models?: readonly string[]; readonly tools?: readonly string[] };
  readonly model: { readonly name: string; readonly demo: boolean };
}

/** @throws ConfigError naming the variables that are missing or wrong */
export function loadGatewayConfig(env?: Record<string, string | undefined>): GatewayConfig {
  const config = loadConfig(gatewaySchema, env);
  return {
    logLevel: config.LOG_LEVEL,
    listen: { port: config.PORT, host: config.HOST },
    stores: { databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL },
    edge: {
      bodyLimitBytes: config.BODY_LIMIT_BYTES,
      rateLimitPerMinute: config.RATE_LIMIT_PER_MINUTE,
      trustProxy: config.TRUST_PROXY,
      allowedOrigins: config.ALLOWED_ORIGINS,
    },
    sessions: {
      secret: readSecret(config),
      ttlSeconds: config.SESSION_TTL_SECONDS,
      anonymousUsers: config.FRONTDESK_ANONYMOUS_USERS ?? config.NODE_ENV !== 'production',
    },
    files: {
      storage: fileStorageConfig(config),
      limits: {
        maxFileBytes: config.FILES_MAX_BYTES,
        maxFiles: config.FILES_PER_MESSAGE,
        accept: config.FILES_ACCEPT.split(',').map((type) => type.trim().toLowerCase()),
      },
      publicUrl: config.PUBLIC_URL,
    },
    admission: { unfinishedOfUser: config.USER_QUEUE_LIMIT, unfinishedOfTenant: config.TENANT_QUEUE_LIMIT },
    streams: { disconnectStops: config.DISCONNECT_STOPS, limit: config.STREAMS_LIMIT },
    web: {
      root: config.WEB_ROOT,
      elementFile: config.ELEMENT_FILE,
      element: config.CHATKIT_ELEMENT === 'cdn' ? { kind: 'cdn', domainKey: config.CHATKIT_DOMAIN_KEY } : { kind: 'bundled' },
      gallery: config.FRONTDESK_GALLERY ?? config.NODE_ENV !== 'production',
    },
    tools: { url: config.TOOLS_URL },
    transcription: transcriptionOf(config),
    inference: {
      ...(config.ALLOWED_MODELS === undefined ? {} : { models: config.ALLOWED_MODELS }),
      ...(config.ALLOWED_TOOLS === undefined ? {} : { tools: config.ALLOWED_TOOLS }),
    },
    model: { name: config.OPENAI_MODEL, demo: config.FRONTDESK_DEMO_MODEL },
  };
}

/** The model's own key is for the model's own server: another one is not told it. */
function transcriptionOf(config: z.output<typeof gatewaySchema>): GatewayConfig['transcription'] {
  const { TRANSCRIPTION_BASE_URL: own, OPENAI_BASE_URL: models } = config;
  const apiKey = config.TRANSCRIPTION_API_KEY ?? (own === undefined ? config.OPENAI_API_KEY : undefined) ?? null;
  const baseUrl = own ?? models ?? (apiKey === null ? null : 'https://api.openai.com/v1');
  return { baseUrl: baseUrl?.replace(/\/+$/, '') ?? null, apiKey, model: config.TRANSCRIPTION_MODEL, maxBytes: config.TRANSCRIPTION_MAX_BYTES };
}
