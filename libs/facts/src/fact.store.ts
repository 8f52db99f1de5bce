import { newId, type Owner } from '@frontdesk/contracts';
import { Prisma, type DatabaseExecutor } from '@frontdesk/database';

export type FactStatus = 'pending' | 'saved';

/** Something the assistant knows about a user. */
export interface Fact {
  readonly id: string;
  readonly text: string;
  readonly status: FactStatus;
  /** Where it was learned; null when it came from elsewhere. */
  readonly threadId: string | null;
  readonly createdAt: Date;
  readonly savedAt: Date | null;
}

/** Facts beyond this many newest ones are not listed: a list is read by a person, or by a model that pays for every word. */
const LIST_LIMIT = 1_000;

/** More matches than this are not told apart by a person anyway. */
const MATCH_LIMIT = 20;

type FactExecutor = Pick<DatabaseExecutor, 'fact' | '$queryRaw'>;
type FactRow = Omit<Fact, 'status'> & { readonly status: string };

/** Of an owner, the newest first; several columns. */
const newestSaved = (columns: Prisma.Sql, tenantId: Prisma.Sql, userId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT ${columns} FROM facts
  WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND status = 'saved' ORDER BY seq DESC LIMIT ${LIST_LIMIT}`;

/**
 * For statements that read facts along with something else.
 *
 * @returns an expression: what `FactStore.list` gives, as a JSON array of texts
 */
export const savedFactTexts = (tenantId: Prisma.Sql, userId: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT coalesce(json_agg(text ORDER BY seq), '[]') FROM (${newestSaved(Prisma.sql`text, seq`, tenantId, userId)}) saved)`;

/**
 * The facts in Postgres. Every method is scoped by the owner: another owner's fact is not there.
 * It works on the database itself or inside the transaction that it is given, and then commits and vanishes with it.
 */
export class FactStore {
  constructor(private readonly db: FactExecutor) {}

  /** The same store inside the caller's transaction. */
  within(transaction: FactExecutor): FactStore {
    return new FactStore(transaction);
  }

  /** Adds a fact that is not shown anywhere before `markSaved`. */
  async create(owner: Owner, fact: { readonly text: string; readonly threadId: string | null }): Promise<Fact> {
    const { tenantId, userId } = owner;
    const row = await this.db.fact.create({
      data: { id: newId('fact'), tenantId, userId, text: storable(fact.text), threadId: fact.threadId },
    });
    return toFact(row);
  }

  /**
   * Makes a pending fact one that counts. Saving twice keeps the first time.
   * @returns the fact, or null when the owner has none with this id
   */
  async markSaved(owner: Owner, id: string): Promise<Fact | null> {
    const { tenantId, userId } = owner;
    const [row] = await this.db.$queryRaw<FactRow[]>`
      UPDATE facts SET status = 'saved', saved_at = COALESCE(saved_at, now())
      WHERE id = ${id} AND tenant_id = ${tenantId} AND user_id = ${userId}
      RETURNING id, text, status, thread_id AS "threadId", created_at AS "createdAt", saved_at AS "savedAt"`;
    return row === undefined ? null : toFact(row);
  }

  /** The saved facts, oldest first; of very many the newest 1,000. */
  async list(owner: Owner): Promise<Fact[]> {
    const columns = Prisma.sql`id, text, status, thread_id AS "threadId", created_at AS "createdAt", saved_at AS "savedAt"`;
    const rows = await this.db.$queryRaw<FactRow[]>(newestSaved(columns, Prisma.sql`${owner.tenantId}`, Prisma.sql`${owner.userId}`));
    return rows.reverse().map(toFact);
  }

  /** A saved fact, or null. */
  async get(owner: Owner, id: string): Promise<Fact | null> {
    const { tenantId, userId } = owner;
    const row = await this.db.fact.findFirst({ where: { id, tenantId, userId, status: 'saved' } });
    return row === null ? null : toFact(row);
  }

  /** Saved facts whose text contains `text`, upper and lower case alike, oldest first, 20 at most. */
  async findByText(owner: Owner, text: string): Promise<Fact[]> {
    const { tenantId, userId } = owner;
    // strpos, not LIKE: a per cent sign in the text is a per cent sign.
    const matches = await this.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM facts
      WHERE tenant_id = ${tenantId} AND user_id = ${userId} AND status = 'saved'
        AND strpos(lower(text), lower(${storable(text)})) > 0
      ORDER BY seq LIMIT ${MATCH_LIMIT}`;
    const rows = await this.db.fact.findMany({
      where: { tenantId, userId, status: 'saved', id: { in: matches.map((match) => match.id) } },
      orderBy: { seq: 'asc' },
    });
    return rows.map(toFact);
  }

  /** Deletes a fact. @returns what was deleted, or null when the owner has no fact with this id */
  async forget(owner: Owner, id: string): Promise<Fact | null> {
    const { tenantId, userId } = owner;
    // Of two that forget at once, only one gets the row back.
    const [row] = await this.db.$queryRaw<FactRow[]>`
      DELETE FROM facts WHERE id = ${id} AND tenant_id = ${tenantId} AND user_id = ${userId}
      RETURNING id, text, status, thread_id AS "threadId", created_at AS "createdAt", saved_at AS "savedAt"`;
    return row === undefined ? null : toFact(row);
  }
}

/** Postgres has no NUL character in texts. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}

function toFact(row: FactRow): Fact {
  return {
    id: row.id,
    text: row.text,
    status: row.status === 'saved' ? 'saved' : 'pending',
    threadId: row.threadId,
    createdAt: row.createdAt,
    savedAt: row.savedAt,
  };
}
