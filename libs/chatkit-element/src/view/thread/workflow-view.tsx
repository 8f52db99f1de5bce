import { memo, useId, useState, type ReactNode } from 'react';
import type { MessageKey, Translate } from '../../locale/en.js';
import { useText } from '../../locale/locale-context.js';
import type { Workflow } from '@frontdesk/chatkit-protocol';
import { Icon, UiIcon } from '../icons/icon.js';
import { formatDuration } from './format-duration.js';
import { isEmptyTask, TaskView } from './task-view.js';

/** The one line that stands for a workflow. */
const summaryOf = (workflow: Workflow, running: boolean, t: Translate): string => {
  const { summary, tasks, type } = workflow;
  if (summary !== undefined && 'title' in summary) {
    return summary.title;
  }
  if (!running && type === 'reasoning') {
    return summary?.duration ? t('thread.thoughtFor', { duration: formatDuration(summary.duration, t) }) : t('thread.thought');
  }
  const title = tasks.findLast((task) => task.title)?.title;
  const fallback: MessageKey = type === 'reasoning' ? 'thread.thinking' : 'thread.working';
  return title ?? t(running ? fallback : 'thread.taskDone');
};

/** Reasoning or a list of steps: one line, open on demand. */
export const WorkflowView = memo(function WorkflowView({ workflow, running }: { workflow: Workflow; running: boolean }): ReactNode {
  const t = useText();
  const id = useId();
  // What the server wants holds until the reader wants something else.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? workflow.expanded === true;
  const icon = workflow.summary !== undefined && 'title' in workflow.summary ? workflow.summary.icon : undefined;
  const empty = workflow.tasks.every(isEmptyTask);
  const label = summaryOf(workflow, running, t);
  if (empty) {
    return <p className={`workflow-line${running ? ' shimmer' : ''}`}>{label}</p>;
  }
  return (
    <div className="workflow">
      <button type="button" className="workflow-line" aria-expanded={open} aria-controls={id} onClick={() => setChosen(!open)}>
        {icon && <Icon name={icon} size={16} />}
        <span className={running ? 'shimmer' : undefined}>{label}</span>
        <UiIcon name={open ? 'chevronUp' : 'chevronDown'} size={16} />
      </button>
      <div id={id} className="workflow-tasks" hidden={!open}>
        {open && workflow.tasks.map((task, index) => <TaskView key={index} task={task} running={running} />)}
      </div>
    </div>
  );
});
