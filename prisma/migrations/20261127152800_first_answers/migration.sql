-- AlterTable
ALTER TABLE "campaign_token" ADD COLUMN     "first_answered_at" TIMESTAMPTZ(3);
