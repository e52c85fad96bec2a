-- CreateTable
CREATE TABLE "policy" (
    "number" INTEGER NOT NULL,
    "values" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "why" TEXT NOT NULL,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("number")
);

-- The date that a milder verdict had set, apart from the one that holds: due dates can then be counted again by another policy, and
-- counted back. Rows that have one are those whose date is nearer than their verdict gives; the times are those that were in the code.
ALTER TABLE "token" ADD COLUMN "carried_due_at" TIMESTAMPTZ(3);
UPDATE "token" t SET "carried_due_at" = t.due_at WHERE t.due_at < t.verdict_since + CASE
    WHEN t.verdict = 'revoke-now' AND t.reason = 'LEAK_NOT_REPLACED' THEN interval '72 hours'
    WHEN t.verdict = 'revoke-now' AND t.reason = 'LEAK_ACTIVE' AND t.exposure <> 'suspected' THEN interval '1 hour'
    WHEN t.verdict = 'revoke-now' AND t.reason = 'DORMANT' THEN interval '168 hours'
    WHEN t.verdict = 'revoke-now' THEN interval '24 hours'
    WHEN t.verdict = 'standing-privilege' AND t.reason = 'STANDING_HIGH' THEN interval '720 hours'
    WHEN t.verdict = 'standing-privilege' AND t.reason = 'STANDING_LOW' THEN interval '4320 hours'
    WHEN t.verdict = 'standing-privilege' THEN interval '2160 hours'
    WHEN t.verdict = 'acceptable-with-controls' AND cardinality(t.controls_missing) > 0 THEN interval '720 hours'
  END;
