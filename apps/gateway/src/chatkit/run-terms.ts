import type { InferenceOptions } from '@frontdesk/chatkit-protocol';
import { AGENTS, DEFAULT_RUN_CONTEXT, FrontdeskError, allowsCancel, type RunContext, type RunRequester, type SessionSettings } from '@frontdesk/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';
import { CONFIG } from '../gateway.tokens.js';
import type { Caller } from '../sessions/caller.js';

/** Settles under which terms a run will answer: the session's, and those wishes of the message that the tenant allows. */
@Injectable()
export class RunTerms {
  constructor(@Inject(CONFIG) private readonly config: Pick<GatewayConfig, 'inference'>) {}

  /**
   * @param wishes the message's `inference_options`
   * @param field where they stand in the request
   * @throws FrontdeskError invalid_request naming the wish
   */
  settle(caller: Caller, wishes: InferenceOptions = {}, field = 'params.input.inference_options'): RunRequester {
    const { models, tools } = this.allowedFor(caller);
    const model = allowed(wishes.model, models, 'model', `${field}.model`);
    const tool = allowed(wishes.tool_choice?.id, tools, 'tool', `${field}.tool_choice.id`);
    const terms = caller.session === null ? DEFAULT_RUN_CONTEXT : sessionTerms(caller.session);
    const withAgent = (agent: string): RunContext => ({ ...terms, agent, allow_cancel: allowsCancel(agent), model, tool });
    return {
      tenantId: caller.tenantId,
      userId: caller.userId,
      context: withAgent(terms.agent),
      // A session that names no agent leaves a conversation with the one that it is with.
      contextByAgent: caller.session === null ? Object.fromEntries(Object.keys(AGENTS).map((agent) => [agent, withAgent(agent)])) : undefined,
      maxRunningAnswers: caller.tenant.max_running_answers,
    };
  }

  /** What the caller's messages may ask for; without a list, anything. */
  allowedFor({ tenant }: Pick<Caller, 'tenant'>): GatewayConfig['inference'] {
    const { models, tools } = { ...this.config.inference, ...tenant };
    return { ...(models && { models }), ...(tools && { tools }) };
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
