import 'reflect-metadata';
import { AttachmentStore } from '@frontdesk/attachments';
import { REQUEST_TYPES } from '@frontdesk/chatkit-protocol';
import { createDatabase } from '@frontdesk/database';
import { RunAdmissionStore, RunInteractionStore } from '@frontdesk/runs';
import { ThreadStore } from '@frontdesk/threads';
import type { SyncActions } from '../actions/sync-actions.js';
import type { AttachmentSweeper } from '../attachments/attachment-sweeper.js';
import type { FileLinks } from '../attachments/file-links.js';
import type { MessageFiles } from '../attachments/message-files.js';
import type { Uploads } from '../attachments/uploads.js';
import type { RunCanceller } from '../runs/run-canceller.js';
import type { Transcriber } from '../transcription/transcriber.js';
import type { RunDispatcher } from '../runs/run-dispatcher.js';
import { Dispatcher } from './dispatcher.js';
import { AttachmentsOperations } from './operations/attachments.operations.js';
import { ClientToolsOperations } from './operations/client-tools.operations.js';
import { InteractionsOperations } from './operations/interactions.operations.js';
import { ItemsOperations } from './operations/items.operations.js';
import { MessagesOperations } from './operations/messages.operations.js';
import { InputOperations } from './operations/input.operations.js';
import { RunsOperations } from './operations/runs.operations.js';
import { ThreadsOperations } from './operations/threads.operations.js';
import { RunTerms } from './run-terms.js';
import { ThreadRemoval } from './thread-removal.js';

/** A dispatcher whose table can be looked at; a store that it would ask connects only when asked. */
function dispatcher(): Dispatcher {
  const db = createDatabase('postgresql://nobody@127.0.0.1:1/none');
  const [threads, admission] = [new ThreadStore(db), new RunAdmissionStore(db)];
  const canceller = {} as RunCanceller;
  const runs = {} as RunDispatcher;
  const [links, sweeper] = [{} as FileLinks, {} as AttachmentSweeper];
  const terms = new RunTerms({ inference: {} });
  return new Dispatcher(
    new ThreadsOperations(threads, new ThreadRemoval(threads, canceller, sweeper), links),
    new ItemsOperations(threads, links),
    new MessagesOperations(admission, runs, {} as MessageFiles, threads, terms),
    new ClientToolsOperations(admission, runs, terms),
    new InteractionsOperations(new RunInteractionStore(db), runs, {} as SyncActions, terms),
    new RunsOperations(admission, threads, canceller),
    new AttachmentsOperations({} as Uploads, links, new AttachmentStore(db), sweeper),
    new InputOperations({} as Transcriber),
  );
}

describe('the table of operations', () => {
  it('has every operation of the protocol, and ours, and no other', () => {
    expect(Object.keys(dispatcher().operations).sort()).toEqual([...REQUEST_TYPES].sort());
  });
});
