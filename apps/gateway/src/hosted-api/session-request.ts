import { createHash } from 'node:crypto';
import { AGENTS, FrontdeskError, agentVersion, isAgentId, type SessionSettings, type TenantSettings } from '@frontdesk/contracts';
import { z } from 'zod';

const DAY_SECONDS = 86_400;
const VARIABLES_AT_MOST = 100;

/** Text that a person's system made up: an id, a name. */
const label = z.string().min(1).max(512);
const variableName = z.string().min(1).max(64);

/** What `sessions.create` takes; defaults, names and units are the hosted service's. */
export const sessionRequestSchema = z.strictObject({
  user: label,
  workflow: z.strictObject({
    id: label,
    version: label.nullish(),
    state_variables: z
      .record(variableName, z.union([z.string().max(8_000), z.boolean(), z.number()]))
      .refine((variables) => Object.keys(variables).length <= VARIABLES_AT_MOST, { error: `${VARIABLES_AT_MOST} variables at most` })
      .nullish(),
    tracing: z.strictObject({ enabled: z.boolean().default(true) }).nullish(),
  }),
  chatkit_configuration: z
    .strictObject({
      automatic_thread_titling: z.strictObject({ enabled: z.boolean().default(true) }).nullish(),
      file_upload: z
        .strictObject({
          enabled: z.boolean().default(false),
          /** Megabytes. */
          max_file_size: z.int().min(1).max(512).default(512),
          max_files: z.int().min(1).max(1_000).default(10),
        })
        .nullish(),
      history: z.strictObject({ enabled: z.boolean().default(true), recent_threads: z.int().min(1).max(10_000).nullable().default(null) }).nullish(),
    })
    .nullish(),
  expires_after: z.strictObject({ anchor: z.literal('created_at'), seconds: z.int().min(1).max(DAY_SECONDS) }).nullish(),
  rate_limits: z.strictObject({ max_requests_per_1_minute: z.int().min(1).max(1_000_000).default(10) }).nullish(),
});
export type SessionRequest = z.output<typeof sessionRequestSchema>;

/**
 * The request with every default filled in, and its workflow found.
 *
 * @throws FrontdeskError not_found when there is no such workflow, or no such version of it
 */
export function settingsOf(request: SessionRequest, tenant: TenantSettings): SessionSettings {
  const { workflow, chatkit_configuration: configuration } = request;
  return {
    agent: agentOf(workflow, tenant),
    workflow: {
      id: workflow.id,
      version: workflow.version ?? null,
      state_variables: workflow.state_variables ?? null,
      tracing: workflow.tracing ?? { enabled: true },
    },
    rate_limits: request.rate_limits ?? { max_requests_per_1_minute: 10 },
    chatkit_configuration: {
      automatic_thread_titling: configuration?.automatic_thread_titling ?? { enabled: true },
      file_upload: configuration?.file_upload ?? { enabled: false, max_file_size: 512, max_files: 10 },
      history: configuration?.history ?? { enabled: true, recent_threads: null },
    },
  };
}

/** Tells a repeat of a request from another one under the same key; the order of its fields tells nothing. */
export const requestHash = (request: SessionRequest): string => createHash('sha256').update(JSON.stringify(request)).digest('hex');

function agentOf({ id, version }: SessionRequest['workflow'], { workflows }: TenantSettings): string {
  const named = workflows !== undefined && Object.hasOwn(workflows, id) ? workflows[id] : id;
  if (named === undefined || !isAgentId(named)) {
    throw new FrontdeskError('not_found', { detail: `Workflow with id '${id}' not found.`, param: 'workflow.id' });
  }
  if (agentVersion(named, version ?? null) === null) {
    const known = AGENTS[named].versions.join(', ');
    throw new FrontdeskError('not_found', { detail: `Workflow with id '${id}' has no version '${version}'; it has ${known}.`, param: 'workflow.version' });
  }
  return named;
}
