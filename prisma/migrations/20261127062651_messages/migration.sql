-- CreateTable
CREATE TABLE "channel" (
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "key_id" TEXT,
    "sealed" TEXT,
    "tested_at" TIMESTAMPTZ(3),
    "tested_for" TEXT,
    "on_since" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "problem" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" UUID,
    "subject" TEXT,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_item" (
    "key" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "reader" TEXT NOT NULL,
    "plan_id" UUID,
    "exception_id" UUID,
    "exposure_id" UUID,
    "source_id" UUID,
    "facts" JSONB NOT NULL,

    CONSTRAINT "message_item_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "message_state_id_idx" ON "message"("state", "id" DESC);

-- CreateIndex
CREATE INDEX "message_created_at_idx" ON "message"("created_at");

-- CreateIndex
CREATE INDEX "message_item_message_id_idx" ON "message_item"("message_id");

-- CreateIndex
CREATE INDEX "plan_event_kind_at_idx" ON "plan_event"("kind", "at");

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_channel_fkey" FOREIGN KEY ("channel") REFERENCES "channel"("kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_item" ADD CONSTRAINT "message_item_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What still waits is a small part of what ever went out, and is taken in its order.
CREATE INDEX "message_waiting_idx" ON "message"("channel", "id") WHERE "state" IN ('queued', 'failed', 'held', 'sending');
