-- Runs that outlived a worker, which are few: those to be given up are among them, however many are queued.
CREATE INDEX "runs_retried" ON "runs"("attempts") WHERE "status" IN ('queued', 'running') AND "attempts" > 1;
