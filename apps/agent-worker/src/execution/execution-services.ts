import type { Logger } from '@frontdesk/observability';
import type { RunLifecycleStore } from '@frontdesk/runs';
import type { ThreadStore } from '@frontdesk/threads';
import type { ToolsClient } from '@frontdesk/tools-client';
import type { Redis } from 'ioredis';
import type { AgentDefinition } from '../agents/agent-definition.js';
import type { AttachedFiles } from '../files/attached-files.js';
import type { KeptPictures } from '../files/kept-pictures.js';
import type { AgentWorkerConfig } from '../agent-worker.config.js';
import type { WorkerMetrics } from '../agent-worker.metrics.js';
import type { ModelGateway } from '../model-calls/model-provider.js';
import type { Pace } from '../publishing/pace.js';
import type { ThreadSummaries } from '../summaries/thread-summaries.js';
import type { ThreadTitles } from '../titles/thread-titles.js';
import type { ToolCatalogue } from '../tools/tool-catalogue.js';

/** What every run needs; one of each in the process. */
export interface ExecutionServices {
  readonly config: AgentWorkerConfig;
  /** Signs the grants of tool calls. */
  readonly secret: string;
  readonly lifecycle: RunLifecycleStore;
  readonly threads: ThreadStore;
  /** For the runs' logs alone. */
  readonly logRedis: Redis;
  /** The agent that answers where nothing chooses another. */
  readonly agent: AgentDefinition;
  readonly models: ModelGateway;
  /** How often text is passed on. */
  readonly pace: Pace;
  /** What the model is shown of the files of a conversation. */
  readonly files: Pick<AttachedFiles, 'show' | 'noticeOf'>;
  /** Where pictures that agents make are put. */
  readonly pictures: Pick<KeptPictures, 'keep'>;
  readonly catalogue: ToolCatalogue;
  readonly tools: ToolsClient;
  readonly titles: ThreadTitles;
  readonly summaries: Pick<ThreadSummaries, 'start'>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}
