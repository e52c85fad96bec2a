-- AlterTable
ALTER TABLE "token_history" ADD COLUMN     "vector" TEXT;

-- CreateTable
CREATE TABLE "taken" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "by_id" UUID,
    "report" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3),
    "population" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "rows" INTEGER,
    "bytes" BIGINT,
    "sha256" TEXT,

    CONSTRAINT "taken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "taken_sha256_idx" ON "taken"("sha256");

-- CreateIndex
CREATE INDEX "taken_at_id_idx" ON "taken"("at" DESC, "id" DESC);

-- The newest row of each token says what the token itself says, so that its vector is known. Older rows keep none: what they make of a
-- requirement is told as unknown.
UPDATE "token_history" h SET "vector" = t."vector"
FROM "token" t, LATERAL (SELECT "at", "cause" FROM "token_history" WHERE "token_id" = t."id" ORDER BY "at" DESC, "cause" DESC LIMIT 1) l
WHERE h."token_id" = t."id" AND h."at" = l."at" AND h."cause" = l."cause" AND h."verdict" = t."verdict" AND h."base" = t."base";
