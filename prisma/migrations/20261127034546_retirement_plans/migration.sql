-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "recipe" TEXT NOT NULL,
    "owner_id" UUID,
    "stage" TEXT NOT NULL,
    "blocked" TEXT,
    "waiting_on" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" TEXT NOT NULL,
    "policy_due_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_due_at" TIMESTAMPTZ(3),
    "proposed_by" TEXT,
    "proposed_by_id" UUID,
    "proposed_reason" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "offered_to" UUID,
    "offered_by" TEXT,
    "disowned" TEXT,
    "successor_token_id" UUID,
    "successor_issuer_id" UUID,
    "successor_name" TEXT,
    "switched_at" TIMESTAMPTZ(3),
    "switched_by" TEXT,
    "refusal" TEXT,
    "reopened_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "looked_at" TIMESTAMPTZ(3) NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_token" (
    "plan_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" TEXT NOT NULL,
    "risk" SMALLINT NOT NULL,
    "base" SMALLINT NOT NULL,
    "proved" TEXT NOT NULL DEFAULT 'none',
    "quiet_until" TIMESTAMPTZ(3),

    CONSTRAINT "plan_token_pkey" PRIMARY KEY ("plan_id","token_id")
);

-- CreateTable
CREATE TABLE "plan_event" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT,
    "by_id" UUID,
    "detail" JSONB NOT NULL,

    CONSTRAINT "plan_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exception" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "need" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "retirement_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_note" TEXT,
    "renewal_of" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "exception_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exception_token" (
    "exception_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "verdict" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "exception_token_pkey" PRIMARY KEY ("exception_id","token_id")
);

-- CreateTable
CREATE TABLE "exception_control" (
    "exception_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "evidenced_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exception_control_pkey" PRIMARY KEY ("exception_id","type")
);

-- CreateIndex
CREATE INDEX "plan_due_at_id_idx" ON "plan"("due_at", "id");

-- CreateIndex
CREATE INDEX "plan_owner_id_due_at_id_idx" ON "plan"("owner_id", "due_at", "id");

-- CreateIndex
CREATE INDEX "plan_offered_to_idx" ON "plan"("offered_to");

-- CreateIndex
CREATE INDEX "plan_stage_due_at_id_idx" ON "plan"("stage", "due_at", "id");

-- CreateIndex
CREATE INDEX "plan_successor_token_id_idx" ON "plan"("successor_token_id");

-- CreateIndex
CREATE INDEX "plan_token_token_id_idx" ON "plan_token"("token_id");

-- CreateIndex
CREATE INDEX "plan_event_plan_id_at_id_idx" ON "plan_event"("plan_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "exception_renewal_of_key" ON "exception"("renewal_of");

-- CreateIndex
CREATE INDEX "exception_state_ends_at_id_idx" ON "exception"("state", "ends_at", "id");

-- CreateIndex
CREATE INDEX "exception_token_token_id_idx" ON "exception_token"("token_id");

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_offered_to_fkey" FOREIGN KEY ("offered_to") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_successor_token_id_fkey" FOREIGN KEY ("successor_token_id") REFERENCES "token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_successor_issuer_id_fkey" FOREIGN KEY ("successor_issuer_id") REFERENCES "issuer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_token" ADD CONSTRAINT "plan_token_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_token" ADD CONSTRAINT "plan_token_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_event" ADD CONSTRAINT "plan_event_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception" ADD CONSTRAINT "exception_renewal_of_fkey" FOREIGN KEY ("renewal_of") REFERENCES "exception"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_token" ADD CONSTRAINT "exception_token_exception_id_fkey" FOREIGN KEY ("exception_id") REFERENCES "exception"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_token" ADD CONSTRAINT "exception_token_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_control" ADD CONSTRAINT "exception_control_exception_id_fkey" FOREIGN KEY ("exception_id") REFERENCES "exception"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A token is retired by one plan at a time, and asked or accepted for by one exception.
CREATE UNIQUE INDEX "plan_token_one_open_key" ON "plan_token"("token_id") WHERE "open";
CREATE UNIQUE INDEX "exception_token_one_open_key" ON "exception_token"("token_id") WHERE "open";
-- What is still under way is a small part of what ever was.
CREATE INDEX "plan_open_idx" ON "plan"("due_at", "id") WHERE "closed_at" IS NULL;

-- An owner sees the plans that are theirs or offered to them, and the exceptions of their tokens.
ALTER TABLE "plan" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "plan" FOR SELECT USING ("owner_id" = ANY ((SELECT own_owner_ids())::uuid[]) OR "offered_to" = ANY ((SELECT own_owner_ids())::uuid[]));

ALTER TABLE "plan_token" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "plan_token" FOR SELECT USING (EXISTS (SELECT FROM "plan" p WHERE p."id" = "plan_id"));

ALTER TABLE "plan_event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "plan_event" FOR SELECT USING (EXISTS (SELECT FROM "plan" p WHERE p."id" = "plan_id"));

ALTER TABLE "exception_token" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "exception_token" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));

ALTER TABLE "exception" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "exception" FOR SELECT USING (EXISTS (SELECT FROM "exception_token" e WHERE e."exception_id" = "exception"."id"));

ALTER TABLE "exception_control" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "exception_control" FOR SELECT USING (EXISTS (SELECT FROM "exception" e WHERE e."id" = "exception_id"));
