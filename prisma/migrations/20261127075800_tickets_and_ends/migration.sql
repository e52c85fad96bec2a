-- CreateTable
CREATE TABLE "tracker" (
    "kind" TEXT NOT NULL,
    "flavour" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "project_key" TEXT NOT NULL,
    "issue_type" TEXT NOT NULL,
    "email" TEXT,
    "key_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "tested_at" TIMESTAMPTZ(3),
    "tested_as" TEXT,
    "site_url" TEXT,
    "has_due_date" BOOLEAN NOT NULL DEFAULT false,
    "on_since" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "problem" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tracker_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "ticket" (
    "plan_id" UUID NOT NULL,
    "marker" TEXT NOT NULL,
    "external_id" TEXT,
    "key" TEXT,
    "url" TEXT,
    "summary" TEXT,
    "status" TEXT,
    "category" TEXT,
    "assignee" TEXT,
    "read_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),
    "made" BOOLEAN NOT NULL,
    "by" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("plan_id")
);

-- CreateTable
CREATE TABLE "token_end" (
    "token_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "external_id" TEXT,
    "key" TEXT,
    "status" TEXT,
    "category" TEXT,
    "read_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),
    "job" TEXT,
    "tied_by" TEXT NOT NULL,
    "tied_by_id" UUID NOT NULL,
    "tied_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_says" TEXT,
    "acted_at" TIMESTAMPTZ(3),
    "agreed_as" UUID,
    "agreed_by" TEXT,
    "agreed_by_id" UUID,
    "agreed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "token_end_pkey" PRIMARY KEY ("token_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ticket_marker_key" ON "ticket"("marker");

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_end" ADD CONSTRAINT "token_end_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What has not ended is looked for by what it ends with; what has ended waits for its plan.
CREATE INDEX "token_end_date_idx" ON "token_end"("at", "token_id") WHERE "kind" = 'date' AND "ended_at" IS NULL;
CREATE INDEX "token_end_ticket_idx" ON "token_end"("token_id") WHERE "kind" = 'ticket' AND "ended_at" IS NULL;
CREATE INDEX "token_end_job_idx" ON "token_end"("job", "token_id") WHERE "kind" = 'job' AND "ended_at" IS NULL;
CREATE INDEX "token_end_waiting_idx" ON "token_end"("token_id") WHERE "ended_at" IS NOT NULL AND "acted_at" IS NULL;
CREATE INDEX "token_end_agreed_idx" ON "token_end"("token_id") WHERE "ended_at" IS NOT NULL AND "agreed_at" IS NOT NULL;

-- An owner sees the issue of each plan that they see, and what their tokens end with.
ALTER TABLE "ticket" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "ticket" FOR SELECT USING (EXISTS (SELECT FROM "plan" p WHERE p."id" = "plan_id"));
ALTER TABLE "token_end" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "token_end" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));
