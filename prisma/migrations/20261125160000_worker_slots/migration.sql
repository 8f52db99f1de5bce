-- What the workers can do at once, all together.
CREATE TABLE "workers" (
    "id" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- What schema.prisma cannot say.

-- How much of everybody, of a tenant, or of one of its users is at work: not as the asking statement's snapshot has it, but after every
-- claim of theirs that was under way. The lock is the transaction's, so that claims near a limit are counted one after another.
CREATE FUNCTION running_now(tenant TEXT, member TEXT) RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'claims', tenant, member), 0));
  RETURN (SELECT count(*) FROM runs WHERE status = 'running' AND (tenant IS NULL OR tenant_id = tenant) AND (member IS NULL OR user_id = member));
END
$$;
