import type { WidgetRoot } from '@frontdesk/chatkit-protocol';
import { badge, buildWidget, card, row, spacer, text, title } from '@frontdesk/widgets';
import { Agent } from '@openai/agents';
import { z } from 'zod';
import type { AgentContext, AgentDefinition, AgentRuntime } from './agent-definition.js';
import { knownFactsSection } from './known-facts.js';
import { defineLocalTool } from './local-tool.js';
import { sessionStateSection } from './session-state.js';

const INSTRUCTIONS = `You are Support Triage, the first person at a help desk. You find out what is wrong and open a case for the people who will solve it; \
you solve nothing yourself.

How you work:
- Answer in the user's language, in two sentences at most.
- When it is not clear what is wrong, since when, or how much it hinders the user, call ask_user once with the questions that are left.
- As soon as it is clear, call open_case: the summary in one sentence a colleague understands, urgency high only when work stands still.
- Then say that the case is open and that somebody will be in touch. Promise no time and no solution.
- When the user tells something lasting about themselves or their set-up, call save_fact. Never ask for passwords or card numbers.`;

/** Of all the tools that there are, the ones that triage needs. */
const TOOLS: ReadonlySet<string> = new Set(['ask_user', 'save_fact', 'list_facts']);

const caseSchema = z.strictObject({
  summary: z.string().trim().min(1).max(200).describe('What is wrong, in one sentence.'),
  category: z.enum(['access', 'billing', 'technical', 'other']),
  urgency: z.enum(['low', 'normal', 'high']),
});
type Case = z.output<typeof caseSchema>;

const URGENCY_COLORS = { low: 'secondary', normal: 'info', high: 'danger' } as const;

const caseCard = ({ summary, category, urgency }: Case): WidgetRoot =>
  buildWidget(
    card({ size: 'sm' }, [
      row({ align: 'center', gap: 2 }, [
        title('Case', { size: 'sm' }),
        spacer(),
        badge(category, { color: 'secondary' }),
        badge(urgency, { color: URGENCY_COLORS[urgency] }),
      ]),
      text(summary, { size: 'sm' }),
    ]),
  );

/** A thread is a case: what the desk knows of it is the thread's private metadata, beside what the user sees. */
const openCase = defineLocalTool({
  name: 'open_case',
  description: 'Opens a case for the support team from this conversation, or corrects the one that is open.',
  parameters: caseSchema,
  run: (found, { chat }) => {
    chat.emit({ type: 'thread', title: found.summary, metadata: { case: found } });
    chat.emit({ type: 'widget', key: 'case', widget: caseCard(found), copy_text: found.summary });
    chat.emit({ type: 'hidden_context', content: `The case is open: ${found.summary} (${found.category}, urgency ${found.urgency})` });
    return Promise.resolve({ status: 'opened' });
  },
});

export const supportTriageAgent = {
  name: 'Support Triage',
  build: (context: AgentContext, runtime: AgentRuntime) =>
    new Agent({
      name: 'Support Triage',
      instructions: INSTRUCTIONS + sessionStateSection(context.state) + knownFactsSection(context.facts),
      model: runtime.model,
      modelSettings: runtime.modelSettings,
      tools: [...runtime.tools.filter(({ name }) => TOOLS.has(name)), runtime.local(openCase)],
      toolUseBehavior: runtime.toolUseBehavior,
    }),
} as const satisfies AgentDefinition;
