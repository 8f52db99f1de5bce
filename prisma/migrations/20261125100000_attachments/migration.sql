-- Files that users upload. The bytes are in a file storage; this is what is known about them.
CREATE TABLE "attachments" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "thread_id" TEXT,
    "item_id" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachments_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "attachments_kind_check" CHECK ("kind" IN ('file', 'image')),
    CONSTRAINT "attachments_status_check" CHECK ("status" IN ('awaiting', 'uploading', 'ready', 'doomed'))
);

CREATE INDEX "attachments_tenant_id_user_id_idx" ON "attachments"("tenant_id", "user_id");
CREATE INDEX "attachments_thread_id_item_id_idx" ON "attachments"("thread_id", "item_id");
-- What the sweeper looks through: everything that is in no message.
CREATE INDEX "attachments_unsent" ON "attachments"("created_at") WHERE "item_id" IS NULL;

-- Whatever removes a message (its thread's end, a retry) leaves a file that nobody can reach; the sweeper finds it by that.
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_thread_id_item_id_fkey"
    FOREIGN KEY ("thread_id", "item_id") REFERENCES "thread_items"("thread_id", "id") ON DELETE SET NULL ON UPDATE CASCADE;
