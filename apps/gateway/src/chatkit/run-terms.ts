import type { InferenceOptions } from '@frontdesk/chatkit-protocol';
import { DEFAULT_RUN_CONTEXT, FrontdeskError, allowsCancel, isAgentId, type RunContext, type RunRequester, type SessionSettings } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { RunAdmissionStore } from '@frontdesk/runs';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import type { Caller } from '../sessions/caller.js';

/** Settles under which terms a run will answer: the session's, and those wishes of the message that the tenant allows. */
@Injectable()
export class RunTerms {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'inference'>,
    private readonly admission: RunAdmissionStore,
  ) {}

  /**
   * @param threadId where the answer will be; null for a new thread
   * @param wishes the message's `inference_options`
   * @param field where they stand in the request
   * @throws FrontdeskError invalid_request naming the wish
   */
  async settle(caller: Caller, threadId: string | null, wishes: InferenceOptions = {}, field = 'params.input.inference_options'): Promise<RunRequester> {
    const { models, tools } = this.allowedFor(caller);
    const model = allowed(wishes.model, models, 'model', `${field}.model`);
    const tool = allowed(wishes.tool_choice?.id, tools, 'tool', `${field}.tool_choice.id`);
    const terms = await this.termsFor(caller, threadId);
    return {
      tenantId: caller.tenantId,
      userId: caller.userId,
      context: { ...terms, allow_cancel: allowsCancel(terms.agent), model, tool },
      maxRunningAnswers: caller.tenant.max_running_answers,
    };
  }

  /** What the caller's messages may ask for; without a list, anything. */
  allowedFor({ tenant }: Pick<Caller, 'tenant'>): GatewayConfig['inference'] {
    const { models, tools } = { ...this.config.inference, ...tenant };
    return { ...(models && { models }), ...(tools && { tools }) };
  }

  /** A session that names no agent leaves a conversation with the one that it is with. */
  private async termsFor(caller: Caller, threadId: string | null): Promise<RunContext> {
    if (caller.session !== null) {
      return sessionTerms(caller.session);
    }
    const agent = threadId === null ? null : await this.admission.findAgent(caller, threadId);
    return agent !== null && isAgentId(agent) ? { ...DEFAULT_RUN_CONTEXT, agent } : DEFAULT_RUN_CONTEXT;
  }
}

function sessionTerms({ agent, workflow, chatkit_configuration: configuration }: SessionSettings): RunContext {
  return {
    ...DEFAULT_RUN_CONTEXT,
    agent,
    version: workflow.version,
    state: workflow.state_variables ?? {},
    titles: configuration.automatic_thread_titling.enabled,
    tracing: workflow.tracing.enabled,
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
