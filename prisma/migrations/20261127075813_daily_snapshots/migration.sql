-- AlterTable
ALTER TABLE "plan_token" ADD COLUMN     "off_at" TIMESTAMPTZ(3),
ADD COLUMN     "verified_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "snapshot" (
    "day" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "complete" UUID[],
    "lacking" INTEGER NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "snapshot_count" (
    "day" DATE NOT NULL,
    "source_id" UUID NOT NULL,
    "team" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "binding" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "model" TEXT NOT NULL,
    "tokens" INTEGER NOT NULL,
    "risk" INTEGER NOT NULL,
    "privilege_hours" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "snapshot_count_pkey" PRIMARY KEY ("day","source_id","team","verdict","binding","level","model")
);

-- CreateIndex
CREATE INDEX "snapshot_count_source_id_idx" ON "snapshot_count"("source_id");

-- AddForeignKey
ALTER TABLE "snapshot_count" ADD CONSTRAINT "snapshot_count_day_fkey" FOREIGN KEY ("day") REFERENCES "snapshot"("day") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshot_count" ADD CONSTRAINT "snapshot_count_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The dates of retirements are asked for whatever became of their plans.
CREATE INDEX "plan_token_verified_at_idx" ON "plan_token"("verified_at") WHERE "verified_at" IS NOT NULL;

-- When was seen what earlier looks proved: the first such proof since the token last came back.
WITH proof AS (
  SELECT e."plan_id", (e."detail" ->> 'tokenId')::uuid AS "token_id", e."detail" ->> 'proof' AS "proof", coalesce((e."detail" ->> 'at')::timestamptz, e."at") AS "at"
  FROM "plan_event" e JOIN "plan" p ON p."id" = e."plan_id" WHERE e."kind" = 'proved' AND e."at" >= coalesce(p."reopened_at", '-infinity')),
seen AS (
  SELECT "plan_id", "token_id", min("at") FILTER (WHERE "proof" IN ('disabled', 'verified')) AS "off_at", min("at") FILTER (WHERE "proof" = 'verified') AS "verified_at"
  FROM proof GROUP BY 1, 2)
UPDATE "plan_token" m SET "off_at" = s."off_at", "verified_at" = CASE WHEN m."proved" = 'verified' THEN s."verified_at" END
FROM seen s WHERE m."plan_id" = s."plan_id" AND m."token_id" = s."token_id" AND m."proved" IN ('disabled', 'deleted', 'verified');
