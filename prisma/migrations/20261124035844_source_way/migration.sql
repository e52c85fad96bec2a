-- AlterTable
ALTER TABLE "source" ADD COLUMN     "way" TEXT;
