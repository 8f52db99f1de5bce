-- AlterTable
ALTER TABLE "threads" ADD COLUMN     "summary" TEXT,
ADD COLUMN     "summary_seq" BIGINT;
