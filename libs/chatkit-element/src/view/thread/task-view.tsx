import type { ReactNode } from 'react';
import type { Task } from '@frontdesk/chatkit-protocol';
import { useText } from '../../locale/locale-context.js';
import { Icon, UiIcon } from '../icons/icon.js';
import { Markdown } from '../markdown/markdown.js';
import { SourceRows } from './source-rows.js';

const contentOf = (task: Task): string => (task.type === 'custom' || task.type === 'thought' ? (task.content ?? '') : '');

const queriesOf = (task: Task): readonly string[] =>
  task.type === 'web_search' ? [...new Set([...(task.title_query ? [task.title_query] : []), ...(task.queries ?? [])])] : [];

const sourcesOf = (task: Task): readonly Parameters<typeof SourceRows>[0]['sources'][number][] =>
  task.type === 'web_search' || task.type === 'file' ? (task.sources ?? []) : [];

/** Whether a task has nothing to show. */
export const isEmptyTask = (task: Task): boolean =>
  !task.title && contentOf(task) === '' && queriesOf(task).length === 0 && sourcesOf(task).length === 0;

const TaskIcon = ({ task }: { task: Task }): ReactNode => {
  switch (task.type) {
    case 'web_search':
      return <UiIcon name="search" size={16} />;
    case 'file':
      return <UiIcon name="file" size={16} />;
    case 'image':
      return <Icon name="square-image" size={16} />;
    case 'custom':
      return task.icon === undefined ? <span className="task-dot" /> : <Icon name={task.icon} size={16} />;
    case 'thought':
    default:
      return <span className="task-dot" />;
  }
};

/** A spinner for what runs, a tick for what is done, else what kind of task it is. */
const TaskMark = ({ task, running }: { task: Task; running: boolean }): ReactNode => {
  const t = useText();
  if (task.status_indicator === 'loading' && running) {
    return <span className="spinner" role="img" aria-label={t('thread.taskRunning')} />;
  }
  if (task.status_indicator === 'complete') {
    return (
      <span className="task-done" role="img" aria-label={t('thread.taskDone')}>
        <UiIcon name="check" size={16} />
      </span>
    );
  }
  return <TaskIcon task={task} />;
};

/** One step: what it is, what was looked for, what was found. */
export const TaskView = ({ task, running }: { task: Task; running: boolean }): ReactNode => {
  const queries = queriesOf(task);
  const sources = sourcesOf(task);
  return (
    <div className={`task ${task.type}`}>
      <span className="task-mark">
        <TaskMark task={task} running={running} />
      </span>
      <div className="task-body">
        {task.title && (
          <p className="task-title" dir="auto">
            {task.title}
          </p>
        )}
        {contentOf(task) !== '' && <Markdown text={contentOf(task)} streaming={running} />}
        {queries.length > 0 && (
          <ul className="task-queries">
            {queries.map((query) => (
              <li key={query} dir="auto">
                <UiIcon name="search" size={12} />
                {query}
              </li>
            ))}
          </ul>
        )}
        {sources.length > 0 && (
          <div className="task-sources">
            <SourceRows sources={sources} />
          </div>
        )}
      </div>
    </div>
  );
};
