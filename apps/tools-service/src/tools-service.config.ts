import { commonVariables, integerVariable, loadConfig, portVariable, readSecret, secretVariables, storeVariables } from '@frontdesk/config';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, message: 'expected http://host or https://host, or "off"' });

/** Everything that the tools service reads from its environment. */
const toolsServiceVariables = z.object({
  ...commonVariables,
  ...secretVariables,
  DATABASE_URL: storeVariables.DATABASE_URL,
  /** Where gRPC listens: host:port, or unix:/path. Plain text: internal networks only. */
  TOOLS_BIND: z
    .string()
    .regex(/^(unix:.+|.+:\d{1,5})$/, 'expected host:port or unix:/path')
    .default('127.0.0.1:50051'),
  /** /healthz, /readyz, /metrics. */
  ADMIN_HOST: z.string().default('127.0.0.1'),
  ADMIN_PORT: portVariable(50052),
  /** Open-Meteo, or a server that speaks like it. `off`: sample data only, and no request leaves the network. */
  WEATHER_URL: z.union([z.literal('off'), httpUrl]).default('https://api.open-meteo.com'),
  GEOCODING_URL: z.union([z.literal('off'), httpUrl]).default('https://geocoding-api.open-meteo.com'),
  /** Of one request to them, in ms; a look-up makes two. */
  WEATHER_TIMEOUT_MS: integerVariable({ min: 10, max: 30_000, fallback: 3_000 }),
});

export type ToolsServiceConfig = z.output<typeof toolsServiceVariables> & { readonly secret: string };

/** @throws ConfigError naming every variable that is missing or wrong */
export function loadToolsServiceConfig(env?: Record<string, string | undefined>): ToolsServiceConfig {
  const variables = loadConfig(toolsServiceVariables, env);
  return { ...variables, secret: readSecret(variables) };
}
