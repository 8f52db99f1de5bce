import type { InferenceOptions } from '@frontdesk/chatkit-protocol';
import { DEFAULT_RUN_CONTEXT, FrontdeskError, type RunContext, type RunRequester } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { RunAdmissionStore } from '@frontdesk/runs';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import type { Caller } from '../sessions/caller.js';

/** Settles under which terms a run will answer: the session's, and those wishes of the message that the tenant allows. */
@Injectable()
export class RunTerms {
  constructor(
    private readonly admission: RunAdmissionStore,
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'inference'>,
  ) {}

  /**
   * @param wishes the message's `inference_options`
   * @param field where they stand in the request
   * @throws FrontdeskError invalid_request naming the wish; rate_limited while the tenant has as many answers on their way as it may
   */
  async settle(caller: Caller, wishes: InferenceOptions = {}, field = 'params.input.inference_options'): Promise<RunRequester> {
    const { models, tools } = { ...this.config.inference, ...caller.tenant };
    const model = allowed(wishes.model, models, 'model', `${field}.model`);
    const tool = allowed(wishes.tool_choice?.id, tools, 'tool', `${field}.tool_choice.id`);
    await this.requireRoom(caller);
    return { tenantId: caller.tenantId, userId: caller.userId, context: { ...sessionTerms(caller), model, tool } };
  }

  private async requireRoom({ tenantId, tenant }: Caller): Promise<void> {
    const limit = tenant.max_running_answers;
    if (limit !== undefined && (await this.admission.countUnfinished(tenantId)) >= limit) {
      throw new FrontdeskError('rate_limited', { detail: 'Too many answers are being written at the moment. Wait a moment and try again.' });
    }
  }
}

function sessionTerms({ session }: Caller): RunContext {
  return session === null
    ? DEFAULT_RUN_CONTEXT
    : {
        ...DEFAULT_RUN_CONTEXT,
        agent: session.agent,
        version: session.workflow.version,
        state: session.workflow.state_variables ?? {},
        titles: session.chatkit_configuration.automatic_thread_titling.enabled,
        tracing: session.workflow.tracing.enabled,
      };
}

/** @returns null when nothing is wished for */
function allowed(wish: string | undefined, list: readonly string[] | undefined, what: string, param: string): string | null {
  if (wish === undefined) {
    return null;
  }
  if (list !== undefined && !list.includes(wish)) {
    throw new FrontdeskError('invalid_request', { detail: `${param}: this ${what} is not available here.`, param });
  }
  return wish;
}
