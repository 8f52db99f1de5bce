import type { Database } from '@frontdesk/database';

/** @returns how often a worker has tried to claim a run since, in vain or not */
export async function countClaims(db: Database): Promise<() => Promise<number>> {
  await db.$executeRaw`CREATE SEQUENCE claims_tried MINVALUE 0`;
  await db.$executeRaw`
    CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('claims_tried'); RETURN NULL; END $$`;
  await db.$executeRaw`CREATE TRIGGER claim_tried AFTER UPDATE OF started_at ON runs FOR EACH STATEMENT EXECUTE FUNCTION note_claim()`;
  return async () => {
    const [row] = await db.$queryRaw<Array<{ tried: bigint }>>`SELECT nextval('claims_tried') AS tried`;
    return Number(row?.tried);
  };
}
