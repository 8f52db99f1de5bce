import { memo, type ReactNode } from 'react';
import type { ThreadEntry } from '@frontdesk/chatkit-client';
import { WidgetView } from '../widgets/widget-view.js';
import { AnsweredInput } from './answered-input.js';
import { AssistantMessage } from './assistant-message.js';
import { GeneratedImage } from './generated-image.js';
import { TaskView } from './task-view.js';
import { WorkflowView } from './workflow-view.js';

/** One item of an answer. Kinds that nobody knows yet are left out. */
export const ItemView = memo(function ItemView({ entry }: { entry: ThreadEntry }): ReactNode {
  const { item } = entry;
  const running = entry.phase === 'pending';
  switch (item.type) {
    case 'assistant_message':
      return <AssistantMessage item={item} running={running} />;
    case 'workflow':
      return <WorkflowView workflow={item.workflow} running={running} />;
    case 'task':
      return <TaskView task={item.task} running={running} />;
    case 'widget':
      return <WidgetView item={item} />;
    case 'generated_image':
      return <GeneratedImage item={item} running={running} progress={entry.progress} />;
    case 'structured_input':
      return <AnsweredInput item={item} />;
    case 'user_message':
    case 'client_tool_call':
    case 'end_of_turn':
    default:
      return null;
  }
});
