import {
  booleanVariable,
  commonVariables,
  integerVariable,
  loadConfig,
  portVariable,
  readSecret,
  secretVariables,
  storeVariables,
} from '@frontdesk/config';
import { fileLinkVariables, fileStorageConfig, fileStorageVariables, type FileStorageConfig } from '@frontdesk/attachments';
import { TUNABLES } from '@frontdesk/contracts';
import { z } from 'zod';

const OPENAI_PUBLIC_URL = 'https://api.openai.com/v1';

/** Everything that the agent worker reads from its environment. */
const agentWorkerConfigSchema = z
  .object({
    ...commonVariables,
    ...storeVariables,
    ...secretVariables,
    ...fileStorageVariables,
    ...fileLinkVariables,
    ADMIN_HOST: z.string().default('127.0.0.1'),
    ADMIN_PORT: portVariable(3011),
    OPENAI_BASE_URL: z.url({ protocol: /^https?$/, message: 'expected http://host:port/v1' }).default(OPENAI_PUBLIC_URL),
    OPENAI_API_KEY: z.string().optional(),
    /** Which of the two APIs the model's server speaks. */
    OPENAI_API: z.enum(['responses', 'chat_completions']).default('responses'),
    OPENAI_MODEL: z.string().default('gpt-4.1-mini'),
    /** For short side jobs, such as titles; the model itself when it is not set. */
    OPENAI_TITLE_MODEL: z.string().optional(),
    /** Asks for summaries of the model's thoughts. Models that cannot reason refuse such a request, so it is off unless asked for. */
    OPENAI_REASONING: z.enum(['off', 'auto', 'concise', 'detailed']).optional(),
    OPENAI_REASONING_EFFORT: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).optional(),
    /** The demo model answers: it thinks aloud when it is asked to. */
    FRONTDESK_DEMO_MODEL: booleanVariable.default(false),
    /** Silence of the model after which an answer is given up. Slow local models may need longer before their first token. */
    MODEL_IDLE_MS: integerVariable({ min: 100, max: 3_600_000, fallback: TUNABLES.modelIdleMs }),
    /** Newest items of a thread that the model is given. */
    HISTORY_ITEMS: integerVariable({ min: 1, max: 1_000, fallback: 200 }),
    /** Tokens of them, as estimated. What is older is summarised. */
    HISTORY_TOKENS: integerVariable({ min: 100, max: 10_000_000, fallback: 24_000 }),
    /** Files of a conversation that one request to the model may hold, and their bytes; older ones are told by name alone. */
    MODEL_FILES: integerVariable({ min: 0, max: 1_000, fallback: 20 }),
    MODEL_FILES_BYTES: integerVariable({ min: 0, max: 536_870_912, fallback: 20_971_520 }),
    /** Bytes of files that all requests of this worker hold together; more wait. One whose own are more goes alone. */
    MODEL_FILES_TOTAL_BYTES: integerVariable({ min: 0, max: 68_719_476_736, fallback: 134_217_728 }),
    TOOLS_URL: z.string().min(1).default('127.0.0.1:50051'),
    /** Answers at once; a quarter more for those who would otherwise wait behind somebody's many. */
    WORKER_CONCURRENCY: integerVariable({ min: 1, max: 1_000, fallback: 32 }),
    /** Answers at once of one tenant and of one user, over all workers; more wait their turn. A tenant's settings go before. */
    TENANT_CONCURRENCY: integerVariable({ min: 1, max: 1_000_000, fallback: 1_000 }),
    USER_CONCURRENCY: integerVariable({ min: 1, max: 1_000_000, fallback: 20 }),
  })
  .refine((config) => config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== OPENAI_PUBLIC_URL, {
    path: ['OPENAI_API_KEY'],
    message: `${OPENAI_PUBLIC_URL} needs a key; give one, or name another server in OPENAI_BASE_URL`,
  });

export type AgentWorkerConfig = Readonly<z.output<typeof agentWorkerConfigSchema>>;
export type LoadedAgentWorkerConfig = AgentWorkerConfig & { readonly secret: string; readonly storage: FileStorageConfig };

/** @throws ConfigError naming every variable that is missing or wrong */
export function loadAgentWorkerConfig(env?: Record<string, string | undefined>): LoadedAgentWorkerConfig {
  const variables = loadConfig(agentWorkerConfigSchema, env);
  return { ...variables, secret: readSecret(variables), storage: fileStorageConfig(variables) };
}
