-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "receiver" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "receiver" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "message_item" ADD COLUMN     "holder_id" UUID;

-- CreateIndex
CREATE INDEX "user_owner_id_idx" ON "user"("owner_id");

-- What is told of a plan names its owner in its key from here on. What was told already is not told once more for that.
UPDATE "message_item" i SET "key" = regexp_replace(i."key", '^((?:overdue|due-soon|reopened):[0-9a-f-]{36}):', '\1:' || coalesce(p."owner_id"::text, 'nobody') || ':')
  FROM "plan" p WHERE p."id" = i."plan_id" AND i."key" ~ '^(overdue|due-soon|reopened):';
UPDATE "message_item" i SET "key" = regexp_replace(i."key", '^(date-decided:[0-9a-f-]{36})', '\1:' || p."owner_id"::text)
  FROM "plan" p WHERE p."id" = i."plan_id" AND p."owner_id" IS NOT NULL AND i."key" ~ '^date-decided:';
