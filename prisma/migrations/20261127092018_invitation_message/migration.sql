-- AlterTable
ALTER TABLE "invitation" ADD COLUMN     "message_id" UUID;
