import 'reflect-metadata';
import { REQUEST_TYPES } from '@frontdesk/chatkit-protocol';
import { createDatabase } from '@frontdesk/database';
import { RunAdmissionStore, RunInteractionStore } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import type { SyncActions } from '../actions/sync-actions.js';
import type { RunCanceller } from '../runs/run-canceller.js';
import type { RunDispatcher } from '../runs/run-dispatcher.js';
import { Dispatcher } from './dispatcher.js';
import { ClientToolsOperations } from './operations/client-tools.operations.js';
import { InteractionsOperations } from './operations/interactions.operations.js';
import { ItemsOperations } from './operations/items.operations.js';
import { MessagesOperations } from './operations/messages.operations.js';
import { PendingOperations } from './operations/pending.operations.js';
import { RunsOperations } from './operations/runs.operations.js';
import { ThreadsOperations } from './operations/threads.operations.js';

/** A dispatcher whose table can be looked at; a store that it would ask connects only when asked. */
function dispatcher(): Dispatcher {
  const db = createDatabase('postgresql://nobody@127.0.0.1:1/none');
  const [threads, admission] = [new ThreadStore(db), new RunAdmissionStore(db)];
  const canceller = {} as RunCanceller;
  const runs = {} as RunDispatcher;
  return new Dispatcher(
    new ThreadsOperations(threads, admission, canceller),
    new ItemsOperations(threads),
    new MessagesOperations(admission, runs),
    new ClientToolsOperations(admission, runs),
    new InteractionsOperations(new RunInteractionStore(db), runs, {} as SyncActions),
    new RunsOperations(admission, threads, canceller),
    new PendingOperations(),
  );
}

describe('the table of operations', () => {
  it('has every operation of the protocol, and ours, and no other', () => {
    expect(Object.keys(dispatcher().operations).sort()).toEqual([...REQUEST_TYPES].sort());
  });

  it('refuses what is not available yet with the error of the table', async () => {
    const request = { type: 'attachments.delete', params: { attachment_id: 'a' }, metadata: {} } as const;
    await expect(dispatcher().dispatch({ tenantId: 't', userId: 'u' }, request)).rejects.toMatchObject({ code: 'not_implemented', status: 501 });
  });
});
