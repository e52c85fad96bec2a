-- AlterTable
ALTER TABLE "run" ADD COLUMN     "as_of" TIMESTAMPTZ(3);
