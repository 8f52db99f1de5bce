import { readFile } from 'node:fs/promises';
import { createTestDatabase } from '@frontdesk/testing';
import pg from 'pg';

/**
 * schema.prisma and the SQL of the migrations are written apart; here both are read and held against each other.
 * Types are compared as Postgres names them.
 */
const SCHEMA = new URL('../../../prisma/schema.prisma', import.meta.url);

const SQL_TYPES: Readonly<Record<string, string>> = {
  String: 'text', Int: 'integer', BigInt: 'bigint', Json: 'jsonb', Boolean: 'boolean', DateTime: 'timestamp with time zone',
};

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
}

function modelsOf(schema: string): Array<{ name: string; body: string }> {
  return [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => ({ name, body }));
}

function columnsOf(model: { body: string }): Column[] {
  const table = /@@map\("(\w+)"\)/.exec(model.body)?.[1] ?? '';
  return model.body.split('\n').flatMap((line) => {
    const [, field = '', type = '', optional] = /^ {2}(\w+)\s+(\w+)(\?)?(?:\s|$)/.exec(line) ?? [];
    const sqlType = SQL_TYPES[type];
    return sqlType === undefined ? [] : [{
      table, column: /@map\("(\w+)"\)/.exec(line)?.[1] ?? field, type: sqlType, nullable: optional === '?', hasDefault: line.includes('@default('),
    }];
  });
}

let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: (await createTestDatabase()).url });
  await client.connect();
});

afterAll(() => client.end());

describe('the migrations', () => {
  it('produce the tables and columns that schema.prisma declares, and no others', async () => {
    const declared = modelsOf(await readFile(SCHEMA, 'utf8')).flatMap(columnsOf);
    const { rows } = await client.query<Column>(`
      SELECT table_name AS table, column_name AS column, data_type AS type, is_nullable = 'YES' AS nullable, column_default IS NOT NULL AS "hasDefault"
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`);
    const sorted = (columns: readonly Column[]) => columns.map((c) => JSON.stringify([c.table, c.column, c.type, c.nullable, c.hasDefault])).sort();
    expect(declared.length).toBeGreaterThan(50);
    expect(sorted(rows)).toEqual(sorted(declared));
  });

  it('produce the keys and indexes that schema.prisma declares', async () => {
    const schema = await readFile(SCHEMA, 'utf8');
    const { rows } = await client.query<{ tablename: string; indexdef: string }>(`SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'`);
    for (const model of modelsOf(schema)) {
      const columns = new Map([...model.body.matchAll(/^ {2}(\w+)\s+\w+\??.*?(?:@map\("(\w+)"\)|$)/gm)].map(([, field = '', column]) => [field, column ?? field]));
      const table = /@@map\("(\w+)"\)/.exec(model.body)?.[1];
      for (const [, , fields = ''] of model.body.matchAll(/@@(index|unique|id)\(\[(.*)\]\)/g)) {
        const wanted = fields.split(/, (?=\w+)/).map((field) => {
          const [, name = '', desc] = /^(\w+)(\(sort: Desc\))?/.exec(field) ?? [];
          return `${columns.get(name) ?? name}${desc === undefined ? '' : ' DESC'}`;
        }).join(', ');
        expect(rows.filter((row) => row.tablename === table).map((row) => row.indexdef)).toContainEqual(expect.stringContaining(`(${wanted})`));
      }
    }
  });

  it('allow one running run per thread only', async () => {
    await client.query(`INSERT INTO threads (id, tenant_id, user_id) VALUES ('t', 'default', 'u')`);
    const insert = (id: string) => client.query(`INSERT INTO runs (id, tenant_id, user_id, thread_id, status, request) VALUES ('${id}', 'default', 'u', 't', 'running', '{}')`);
    await insert('r1');
    await expect(insert('r2')).rejects.toThrow(/runs_one_running_per_thread/);
  });
});
