-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "receiver" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "receiver" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "message_item" ADD COLUMN     "holder_id" UUID;

-- CreateIndex
CREATE INDEX "user_owner_id_idx" ON "user"("owner_id");
