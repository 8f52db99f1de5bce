-- AlterTable
ALTER TABLE "threads" ADD COLUMN     "allow_cancel" BOOLEAN;
