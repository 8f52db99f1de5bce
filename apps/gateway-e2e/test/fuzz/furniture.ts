import type pg from 'pg';
import type { Person } from '../harness/person.js';
import type { Targets } from './corpus.js';

const ITEMS: ReadonlyArray<readonly [id: string, type: string, data: object]> = [
  ['msg_user', 'user_message', { content: [{ type: 'input_text', text: 'hi' }], attachments: [], inference_options: {} }],
  ['msg_widget', 'widget', { widget: { type: 'Card', children: [] } }],
  ['msg_question', 'structured_input', { status: 'pending', inputs: [{ type: 'freeform', id: 'q1', question: 'Why?' }] }],
  ['tc_pending', 'client_tool_call', { status: 'pending', call_id: 'call_1', name: 'n', arguments: {} }],
];

/** Conversations with something of everything that requests can be about; what requests have changed or deleted can be put back. */
export class Furniture {
  readonly targets: Targets = {
    threadId: 'thr_fuzz',
    userItemId: 'msg_user',
    widgetItemId: 'msg_widget',
    questionItemId: 'msg_question',
    foreignThreadId: 'thr_foreign',
  };

  private constructor(
    private readonly db: pg.Client,
    private readonly users: ReadonlyArray<{ readonly threadId: string; readonly tenant_id: string; readonly user_id: string }>,
  ) {}

  static async of(db: pg.Client, ada: Person, bob: Person): Promise<Furniture> {
    const users = await Promise.all(
      (
        [
          ['thr_fuzz', ada],
          ['thr_foreign', bob],
        ] as const
      ).map(async ([threadId, person]) => {
        const answer = await person.open('threads.create', { input: { content: [], attachments: [], inference_options: {} } });
        answer.leave();
        const { rows } = await db.query<{ tenant_id: string; user_id: string }>('SELECT tenant_id, user_id FROM threads WHERE id = $1', [
          answer.threadId,
        ]);
        return { threadId, tenant_id: rows[0]?.tenant_id ?? '', user_id: rows[0]?.user_id ?? '' };
      }),
    );
    const furniture = new Furniture(db, users);
    await furniture.restore();
    return furniture;
  }

  /** One statement per conversation, which holds its thread's row: a request that deletes the thread comes before or after, never in between. */
  async restore(): Promise<void> {
    for (const { threadId, tenant_id, user_id } of this.users) {
      await this.db.query(
        `WITH thread AS (
           INSERT INTO threads (id, tenant_id, user_id) VALUES ($1, $2, $3)
           ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id RETURNING id)
         INSERT INTO thread_items (thread_id, id, type, data)
         SELECT thread.id, item.id, item.type, item.data FROM thread, jsonb_to_recordset($4) AS item (id text, type text, data jsonb)
         ON CONFLICT (thread_id, id) DO UPDATE SET data = excluded.data`,
        [threadId, tenant_id, user_id, JSON.stringify(ITEMS.map(([id, type, data]) => ({ id, type, data })))],
      );
    }
  }
}
