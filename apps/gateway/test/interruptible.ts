import { newId } from '@frontdesk/contracts';
import { deltaOf, type ScriptedWorker, type Turn } from './scripted-worker.js';
import { gate } from './signals.js';

/** A turn that says `before`, waits for the test, then says `after`; or is stopped. */
export function interruptible(worker: ScriptedWorker, before: string[], after: string[]) {
  const saidBefore = gate();
  const goOn = gate();
  worker.script = async (turn: Turn) => {
    const id = newId('msg');
    await turn.emit({ type: 'thread.item.added', item: { ...turn.message('', id), content: [] } });
    for (const text of before) {
      await turn.emit(deltaOf(id, text));
    }
    saidBefore.open();
    const stopped = new Promise<'stopped'>((resolve) => turn.stopped.addEventListener('abort', () => resolve('stopped')));
    if ((await Promise.race([stopped, goOn.opened])) === 'stopped') {
      return { status: 'cancelled' };
    }
    for (const text of after) {
      await turn.emit(deltaOf(id, text));
    }
    await turn.done(turn.message([...before, ...after].join(''), id));
    return { status: 'completed' };
  };
  return { saidBefore: saidBefore.opened, goOn: () => goOn.open() };
}
