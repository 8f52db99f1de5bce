-- A request that was sent twice becomes one run: the client's key of it.
ALTER TABLE "runs" ADD COLUMN "submission_key" TEXT;


-- What schema.prisma cannot say.

CREATE UNIQUE INDEX "runs_submission" ON "runs"("tenant_id", "user_id", "submission_key") WHERE "submission_key" IS NOT NULL;

-- Whose turn it is: each tenant's queued runs, oldest first.
CREATE INDEX "runs_turn" ON "runs"("tenant_id", "seq") WHERE "status" = 'queued';

-- How much of each tenant and user is at work or waits for a worker.
CREATE INDEX "runs_load" ON "runs"("tenant_id", "user_id") WHERE "status" IN ('queued', 'running');
CREATE INDEX "runs_running" ON "runs"("tenant_id", "user_id") WHERE "status" = 'running';
