-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT NOT NULL,
    "started_by_id" UUID,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "carries" BOOLEAN NOT NULL DEFAULT false,
    "previous_id" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_task" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "owner_id" UUID,
    "tokens" INTEGER NOT NULL DEFAULT 0,
    "open" INTEGER NOT NULL DEFAULT 0,
    "kept" INTEGER NOT NULL DEFAULT 0,
    "narrowed" INTEGER NOT NULL DEFAULT 0,
    "retired" INTEGER NOT NULL DEFAULT 0,
    "disowned" INTEGER NOT NULL DEFAULT 0,
    "gone" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "campaign_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_token" (
    "campaign_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "risk" SMALLINT NOT NULL,
    "carried" BOOLEAN NOT NULL DEFAULT false,
    "outcome" TEXT NOT NULL DEFAULT 'open',
    "answer" TEXT,
    "says" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" TEXT,
    "answered_by_id" UUID,
    "on_behalf" BOOLEAN NOT NULL DEFAULT false,
    "answered_verdict" TEXT,
    "plan_id" UUID,
    "gone_at" TIMESTAMPTZ(3),
    "disowned_by" TEXT,
    "disowned_at" TIMESTAMPTZ(3),
    "disowned_says" TEXT,

    CONSTRAINT "campaign_token_pkey" PRIMARY KEY ("campaign_id","token_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "campaign_previous_id_key" ON "campaign"("previous_id");

-- CreateIndex
CREATE INDEX "campaign_started_at_id_idx" ON "campaign"("started_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "campaign_task_campaign_id_open_id_idx" ON "campaign_task"("campaign_id", "open" DESC, "id");

-- CreateIndex
CREATE INDEX "campaign_task_owner_id_idx" ON "campaign_task"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_task_campaign_id_owner_id_key" ON "campaign_task"("campaign_id", "owner_id");

-- CreateIndex
CREATE INDEX "campaign_token_campaign_id_outcome_token_id_idx" ON "campaign_token"("campaign_id", "outcome", "token_id");

-- CreateIndex
CREATE INDEX "campaign_token_task_id_outcome_place_idx" ON "campaign_token"("task_id", "outcome", "place");

-- CreateIndex
CREATE INDEX "campaign_token_token_id_idx" ON "campaign_token"("token_id");

-- CreateIndex
CREATE INDEX "campaign_token_plan_id_idx" ON "campaign_token"("plan_id");

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "campaign"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_task" ADD CONSTRAINT "campaign_task_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_task" ADD CONSTRAINT "campaign_task_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_token" ADD CONSTRAINT "campaign_token_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_token" ADD CONSTRAINT "campaign_token_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "campaign_task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_token" ADD CONSTRAINT "campaign_token_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_token" ADD CONSTRAINT "campaign_token_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What is to be told of campaigns, and opened by their schedule, is of the few that are under way.
CREATE INDEX "campaign_open_idx" ON "campaign"("id") WHERE "closed_at" IS NULL;
CREATE INDEX "campaign_next_idx" ON "campaign"("next_at") WHERE "next_at" IS NOT NULL;

-- An owner sees what is asked of them, and the campaigns that ask it.
ALTER TABLE "campaign_task" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "campaign_task" FOR SELECT USING ("owner_id" = ANY ((SELECT own_owner_ids())::uuid[]));

ALTER TABLE "campaign" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "campaign" FOR SELECT USING (EXISTS (SELECT FROM "campaign_task" k WHERE k."campaign_id" = "campaign"."id"));

-- A token that is somebody else's by now is theirs to see, whoever was asked for it.
ALTER TABLE "campaign_token" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "campaign_token" FOR SELECT USING (
  EXISTS (SELECT FROM "campaign_task" k WHERE k."id" = "task_id") AND EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id")
);
