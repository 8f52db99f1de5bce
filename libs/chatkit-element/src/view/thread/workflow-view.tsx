import { memo, useId, useState, type ReactNode } from 'react';
import type { MessageKey, Translate } from '../../locale/en.js';
import { useText } from '../../locale/locale-context.js';
import type { Task, Workflow } from '@frontdesk/chatkit-protocol';
import { Icon, UiIcon } from '../icons/icon.js';
import { Markdown } from '../markdown/markdown.js';
import { formatDuration } from './format-duration.js';

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
  return title ?? t(fallback);
};

const isEmpty = (task: Task): boolean => !task.title && !contentOf(task) && queriesOf(task).length === 0;

const contentOf = (task: Task): string => (task.type === 'custom' || task.type === 'thought' ? (task.content ?? '') : '');

const queriesOf = (task: Task): readonly string[] => {
  switch (task.type) {
    case 'web_search':
      return [...(task.title_query ? [task.title_query] : []), ...task.queries, ...task.sources.map((source) => source.title)];
    case 'file':
      return task.sources.map((source) => source.filename);
    case 'custom':
    case 'thought':
    case 'image':
    default:
      return [];
  }
};

const iconOf = (task: Task): ReactNode => {
  switch (task.type) {
    case 'web_search':
      return <UiIcon name="search" size={16} />;
    case 'file':
    case 'image':
      return <UiIcon name="file" size={16} />;
    case 'custom':
      return task.icon ? <Icon name={task.icon} size={16} /> : <span className="task-dot" />;
    case 'thought':
    default:
      return <span className="task-dot" />;
  }
};

const TaskMark = ({ task, running }: { task: Task; running: boolean }): ReactNode => {
  if (task.status_indicator === 'loading' && running) {
    return <span className="spinner" />;
  }
  if (task.status_indicator === 'complete') {
    return <UiIcon name="check" size={16} />;
  }
  return iconOf(task);
};

export const TaskView = ({ task, running }: { task: Task; running: boolean }): ReactNode => (
  <div className="task">
    <span className="task-mark">
      <TaskMark task={task} running={running} />
    </span>
    <div className="task-body">
      {task.title && <p className="task-title">{task.title}</p>}
      {contentOf(task) !== '' && <Markdown text={contentOf(task)} streaming={running} />}
      {queriesOf(task).length > 0 && <p className="task-queries">{queriesOf(task).join(' · ')}</p>}
    </div>
  </div>
);

/** Reasoning or a list of steps: one line, open on demand. */
export const WorkflowView = memo(function WorkflowView({ workflow, running }: { workflow: Workflow; running: boolean }): ReactNode {
  const t = useText();
  const id = useId();
  const [open, setOpen] = useState(workflow.expanded === true);
  const icon = workflow.summary !== undefined && 'title' in workflow.summary ? workflow.summary.icon : undefined;
  const empty = workflow.tasks.every(isEmpty);
  const label = summaryOf(workflow, running, t);
  if (empty) {
    return <p className={`workflow-line${running ? ' shimmer' : ''}`}>{label}</p>;
  }
  return (
    <div className="workflow">
      <button type="button" className="workflow-line" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {icon && <Icon name={icon} size={16} />}
        <span className={running ? 'shimmer' : undefined}>{label}</span>
        <UiIcon name={open ? 'chevronUp' : 'chevronDown'} size={16} />
      </button>
      <div id={id} className="workflow-tasks" hidden={!open}>
        {open &&
          workflow.tasks.map((task, index) => (
            <TaskView key={index} task={task} running={running && index === workflow.tasks.length - 1} />
          ))}
      </div>
    </div>
  );
});
