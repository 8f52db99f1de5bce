import type { Database } from '@frontdesk/database';
import { ApiKeyStore, type ApiKeyRecord } from '../api-key.store.js';
import { FeedbackStore, type FeedbackRecord } from '../feedback.store.js';
import { TenantStore, type TenantRecord } from '../tenant.store.js';
import { HELP, type Command } from './command-line.js';

/** Where a command's words go: what a program may read, and what is for people alone. */
export interface Voices {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

/** @throws FrontdeskError what the stores refuse */
export async function runCommand(db: Database, command: Command, { out, note }: Voices): Promise<void> {
  const [keys, tenants] = [new ApiKeyStore(db), new TenantStore(db)];
  switch (command.name) {
    case 'help':
      return out(HELP);
    case 'keys create': {
      const { key, record } = await keys.create(command.tenantId, command.keyName);
      note(`Key ${record.id} of tenant ${record.tenantId}. It is shown this once: keep it where secrets are kept.\n`);
      return out(`${key}\n`);
    }
    case 'keys list':
    case 'tenants list':
      return out(await listing(db, command));
    case 'feedback list':
      return listFeedback(db, command, { out, note });
    case 'keys revoke': {
      const record = await keys.revoke(command.which);
      return note(`Key ${record.id} (${record.name}) of tenant ${record.tenantId} is revoked.\n`);
    }
    case 'tenants create': {
      const { id } = await tenants.create(command.tenantId, command.tenantName);
      return note(`Tenant ${id} is there. A key for it: frontdesk keys create --name NAME --tenant ${id}\n`);
    }
    case 'tenants show':
      return out(json((await tenants.get(command.tenantId)).settings));
    case 'tenants configure':
      return out(json((await tenants.configure(command.tenantId, command.settings)).settings));
  }
}

async function listFeedback(db: Database, command: Extract<Command, { readonly name: 'feedback list' }>, { out, note }: Voices): Promise<void> {
  const { records, hasMore } = await new FeedbackStore(db).list(command);
  out(command.json ? json(records) : table(['when', 'tenant', 'user', 'thread', 'item', 'verdict', 'text'], records.map(feedbackRow)));
  if (hasMore) {
    note(`There is more: --after ${records.at(-1)?.id}\n`);
  }
}

/** A list as a program reads it, or as a person does. */
async function listing(db: Database, command: Extract<Command, { readonly name: 'keys list' | 'tenants list' }>): Promise<string> {
  switch (command.name) {
    case 'keys list': {
      const records = await new ApiKeyStore(db).list(command.tenantId);
      return command.json ? json(records) : table(['id', 'tenant', 'name', 'begins with', 'created', 'last used', 'state'], records.map(keyRow));
    }
    case 'tenants list': {
      const records = await new TenantStore(db).list();
      return command.json ? json(records) : table(['id', 'name', 'created', 'settings'], records.map(tenantRow));
    }
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const minute = (date: Date): string => `${date.toISOString().slice(0, 16)}Z`;

const tenantRow = ({ id, name, createdAt, settings }: TenantRecord): string[] => [id, name, minute(createdAt), JSON.stringify(settings)];

const feedbackRow = ({ createdAt, tenantId, userId, threadId, itemId, kind, text }: FeedbackRecord): string[] => [
  minute(createdAt),
  tenantId,
  userId,
  threadId,
  itemId,
  kind,
  shortened(onOneLine(text ?? '')),
];

/** Characters of a text in a table. */
const TEXT_WIDTH = 80;

const shortened = (text: string): string => {
  const characters = [...text];
  return characters.length > TEXT_WIDTH ? `${characters.slice(0, TEXT_WIDTH - 1).join('')}…` : text;
};

/** What people wrote may hold anything, and some of it a terminal would obey. */
const onOneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();

function keyRow({ id, tenantId, name, prefix, createdAt, lastUsedAt, revokedAt }: ApiKeyRecord): string[] {
  const state = revokedAt === null ? 'active' : `revoked ${minute(revokedAt)}`;
  return [id, tenantId, name, `${prefix}…`, minute(createdAt), lastUsedAt === null ? 'never' : minute(lastUsedAt), state];
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [head, ...rows].map((line) => line.map(onOneLine));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => `${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}
