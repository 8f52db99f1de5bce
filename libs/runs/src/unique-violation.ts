import { Prisma, QueryError } from '@frontdesk/database';

/** Whether a write was refused because its row, or one that excludes it, is there already. */
export function isUniqueViolation(cause: unknown): boolean {
  if (cause instanceof QueryError) {
    return cause.sqlState === '23505';
  }
  if (!(cause instanceof Prisma.PrismaClientKnownRequestError)) {
    return false;
  }
  return cause.code === 'P2002' || (cause.code === 'P2010' && JSON.stringify(cause.meta ?? {}).includes('23505'));
}
