-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "first_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "moved_by" TEXT,
ADD COLUMN     "moved_says" TEXT;
