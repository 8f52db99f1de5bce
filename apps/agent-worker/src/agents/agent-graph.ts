import { Agent, getHandoff, type Handoff } from '@openai/agents';

type Reachable = Agent | Handoff;

/** An agent and all that it may hand over to, each once. */
function agentsFrom(first: Agent): Agent[] {
  const found = new Map<string, Agent>();
  const visit = (agent: Agent): void => {
    if (!found.has(agent.name)) {
      found.set(agent.name, agent);
      agent.handoffs.forEach((handoff) => visit(targetOf(handoff as Reachable)));
    }
  };
  visit(first);
  return [...found.values()];
}

const targetOf = (handoff: Reachable): Agent => (handoff instanceof Agent ? handoff : handoff.agent);

/** The agent that had the word when a run paused; the first one when it is not known any more. */
export const agentNamed = (first: Agent, name: string | undefined): Agent =>
  agentsFrom(first).find((agent) => agent.name === name) ?? first;

/** The names by which models hand over. They look like tools, and are none. */
export function handoffNames(first: Agent): ReadonlySet<string> {
  const handoffs = agentsFrom(first).flatMap((agent) => agent.handoffs as Reachable[]);
  return new Set(handoffs.map((handoff) => getHandoff(handoff as Agent).toolName));
}
