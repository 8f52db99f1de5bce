import { createTestDatabase } from '@frontdesk/testing';
import { createDatabase, type Database } from './database.js';
import { isDatabaseOutage } from './outage.js';

let db: Database;

beforeAll(async () => {
  db = createDatabase((await createTestDatabase()).url, { poolSize: 4 });
  await db.$executeRaw`INSERT INTO tenants (id, name) VALUES ('one', ''), ('two', '')`;
});
afterAll(() => db.$disconnect());

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (cause: unknown) => cause,
  );

it('a transaction that took too long, and was taken back, may be tried again', async () => {
  const late = db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM pg_sleep(0.3)`;
      await tx.$executeRaw`UPDATE tenants SET name = 'late' WHERE id = 'one'`;
    },
    { timeout: 100 },
  );
  expect(isDatabaseOutage(await failure(late))).toBe(true);
  expect((await db.tenant.findUnique({ where: { id: 'one' } }))?.name).toBe('');
});

it('so may one that was sacrificed to another', async () => {
  let bothHold = (): void => undefined;
  const both = new Promise<void>((resolve) => (bothHold = resolve));
  let holding = 0;
  const rename = (first: string, second: string): Promise<unknown> =>
    db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE tenants SET name = ${first} WHERE id = ${first}`;
      holding += 1;
      if (holding === 2) {
        bothHold();
      }
      await both;
      await tx.$executeRaw`UPDATE tenants SET name = ${first} WHERE id = ${second}`;
    });
  const failures = (await Promise.all([failure(rename('one', 'two')), failure(rename('two', 'one'))])).filter((cause) => cause !== null);
  expect(failures.map(isDatabaseOutage)).toEqual([true]);
});

it('a statement that is wrong is a defect, and stays one', async () => {
  expect(isDatabaseOutage(await failure(db.$executeRaw`INSERT INTO tenants (id, name) VALUES ('one', '')`))).toBe(false);
  expect(isDatabaseOutage(await failure(db.$executeRaw`SELECT nothing FROM nowhere`))).toBe(false);
});
