-- CreateTable
CREATE TABLE "provider_act" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "plan_id" UUID,
    "verb" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "exposed" BOOLEAN NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_by_id" UUID,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "agreed_by" TEXT,
    "agreed_by_id" UUID,
    "second_because" TEXT,
    "decided_by" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_note" TEXT,
    "called_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "answer" TEXT,
    "call" TEXT,
    "before" TEXT,
    "after" TEXT,
    "says" TEXT,
    "outcome_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "resumed_by" TEXT,
    "resumed_by_id" UUID,
    "review_because" TEXT,
    "reviewed_by" TEXT,
    "reviewed_by_id" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "review_note" TEXT,

    CONSTRAINT "provider_act_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "provider_act_asked_at_request_id_idx" ON "provider_act"("asked_at" DESC, "request_id" DESC);

-- CreateIndex
CREATE INDEX "provider_act_request_id_idx" ON "provider_act"("request_id");

-- CreateIndex
CREATE INDEX "provider_act_token_id_asked_at_idx" ON "provider_act"("token_id", "asked_at" DESC);

-- CreateIndex
CREATE INDEX "provider_act_plan_id_idx" ON "provider_act"("plan_id");

-- AddForeignKey
ALTER TABLE "provider_act" ADD CONSTRAINT "provider_act_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_act" ADD CONSTRAINT "provider_act_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_act" ADD CONSTRAINT "provider_act_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A token has one act under way: no other is asked for beside it.
CREATE UNIQUE INDEX "provider_act_one_under_way_key" ON "provider_act"("token_id") WHERE "state" IN ('asked', 'approved', 'calling');
-- What a worker has to carry out, and what waits for somebody, are a small part of what ever was.
CREATE INDEX "provider_act_to_do_idx" ON "provider_act"("source_id", "asked_at", "id") WHERE "state" IN ('approved', 'calling');
CREATE INDEX "provider_act_open_idx" ON "provider_act"("asked_at" DESC, "request_id" DESC) WHERE "state" IN ('asked', 'approved', 'calling', 'unseen', 'failed', 'unknown');
CREATE INDEX "provider_act_to_review_idx" ON "provider_act"("asked_at" DESC, "request_id" DESC) WHERE "review_because" IS NOT NULL AND "reviewed_at" IS NULL;

-- An owner sees what was asked for their tokens.
ALTER TABLE "provider_act" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "provider_act" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));
