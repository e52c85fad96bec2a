-- Written from prisma/schema.prisma by: npm run migration -- nouns

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "every_minutes" INTEGER,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "last_run_id" UUID,
    "last_complete_run_id" UUID,
    "last_complete_at" TIMESTAMPTZ(3),
    "next_due_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_secret" (
    "source_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_secret_pkey" PRIMARY KEY ("source_id","purpose")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "progress_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "expected" INTEGER,
    "staged" INTEGER NOT NULL DEFAULT 0,
    "merged" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL,
    "gaps" JSONB NOT NULL,
    "covered" JSONB NOT NULL,
    "cursor" JSONB,
    "problem" TEXT,
    "requested_by" TEXT NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "permission_document" (
    "hash" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "permission_document_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "permission_set" (
    "hash" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "stated" JSONB NOT NULL,
    "documents" TEXT[],
    "level" SMALLINT,
    "reach" SMALLINT,
    "breadths" JSONB NOT NULL,
    "grant_count" INTEGER NOT NULL,
    "notes" JSONB NOT NULL,
    "data_version" TEXT NOT NULL,

    CONSTRAINT "permission_set_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "grant" (
    "set_hash" TEXT NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "service" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "reach" SMALLINT NOT NULL,
    "conditions" TEXT[],
    "source" TEXT NOT NULL,
    "because" TEXT NOT NULL,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("set_hash","ordinal")
);

-- CreateTable
CREATE TABLE "token" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "display_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "issued_how" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_how" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_how" TEXT NOT NULL,
    "last_used_service" TEXT,
    "binding" TEXT NOT NULL,
    "permission_hash" TEXT,
    "level" SMALLINT,
    "reach" SMALLINT,
    "sensitivity" SMALLINT,
    "agent" TEXT NOT NULL,
    "third_party" TEXT,
    "observed" JSONB NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "owner_id" UUID,
    "owner_how" TEXT,
    "workload_id" UUID,
    "workload_how" TEXT,
    "exposure" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "risk" SMALLINT NOT NULL,
    "base" SMALLINT NOT NULL,
    "risk_floor" SMALLINT NOT NULL,
    "verdict_floor" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "replay" SMALLINT NOT NULL,
    "impact" SMALLINT NOT NULL,
    "reason" TEXT NOT NULL,
    "reasons" TEXT[],
    "controls_required" TEXT[],
    "controls_missing" TEXT[],
    "confidence" REAL NOT NULL,
    "vector" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "scored_at" TIMESTAMPTZ(3) NOT NULL,
    "next_change_at" TIMESTAMPTZ(3) NOT NULL,
    "queue_key" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_run_id" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "missing_since" TIMESTAMPTZ(3),
    "absent_runs" INTEGER NOT NULL DEFAULT 0,
    "last_absent_run" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_history" (
    "token_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "verdict" TEXT NOT NULL,
    "risk" SMALLINT NOT NULL,
    "base" SMALLINT NOT NULL,
    "reasons" TEXT[],
    "owner_id" UUID,
    "workload_id" UUID,
    "model" TEXT NOT NULL,

    CONSTRAINT "token_history_pkey" PRIMARY KEY ("token_id","at","cause")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issuer" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mints" TEXT NOT NULL,
    "minted_binding" TEXT NOT NULL,
    "max_life_seconds" INTEGER,
    "trusts" TEXT[],
    "permission_hash" TEXT,
    "level" SMALLINT,
    "reach" SMALLINT,
    "observed" JSONB NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "risk" SMALLINT NOT NULL,
    "reasons" TEXT[],
    "model" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "missing_since" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "issuer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "key" TEXT,
    "manager_id" UUID,
    "team_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'active',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "owner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner_handle" (
    "handle" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,

    CONSTRAINT "owner_handle_pkey" PRIMARY KEY ("handle")
);

-- CreateTable
CREATE TABLE "workload" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "environment" TEXT,
    "sensitivity" SMALLINT,
    "data_classes" TEXT[],
    "agent" TEXT NOT NULL DEFAULT 'none',
    "accountable_id" UUID,
    "owner_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'active',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule" (
    "id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "condition" JSONB NOT NULL,
    "owner_id" UUID,
    "workload_id" UUID,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "control" (
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "token_id" UUID,
    "workload_id" UUID,
    "source_id" UUID,
    "evidence" TEXT NOT NULL,
    "evidenced_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" REAL,
    "stated_by" TEXT NOT NULL,

    CONSTRAINT "control_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exposure" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "found_in" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "still_valid" TEXT NOT NULL,
    "matched_by" TEXT NOT NULL,
    "contained_at" TIMESTAMPTZ(3),
    "replaced_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "stated_by" TEXT NOT NULL,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT,
    "owner_id" UUID,
    "disabled_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "agent" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "attempt" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "wait_until" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_id" TEXT,
    "act" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "one" SMALLINT NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("one")
);

-- CreateTable
CREATE TABLE "facet_count" (
    "source_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "facet" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "facet_count_pkey" PRIMARY KEY ("source_id","state","facet","value")
);

-- CreateTable
CREATE TABLE "staged" (
    "run_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "see" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "at" TEXT,
    "payload" JSONB NOT NULL,

    CONSTRAINT "staged_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key" ON "source"("name");

-- CreateIndex
CREATE INDEX "source_secret_key_id_idx" ON "source_secret"("key_id");

-- CreateIndex
CREATE INDEX "run_source_id_started_at_idx" ON "run"("source_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "run_started_at_idx" ON "run"("started_at" DESC);

-- CreateIndex
CREATE INDEX "token_external_id_idx" ON "token"("external_id");

-- CreateIndex
CREATE INDEX "token_queue_key_id_idx" ON "token"("queue_key" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "token_owner_id_queue_key_id_idx" ON "token"("owner_id", "queue_key" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "token_verdict_queue_key_id_idx" ON "token"("verdict", "queue_key" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "token_workload_id_idx" ON "token"("workload_id");

-- CreateIndex
CREATE INDEX "token_permission_hash_idx" ON "token"("permission_hash");

-- CreateIndex
CREATE INDEX "token_risk_id_idx" ON "token"("risk" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "token_last_used_at_id_idx" ON "token"("last_used_at", "id");

-- CreateIndex
CREATE INDEX "token_expires_at_id_idx" ON "token"("expires_at", "id");

-- CreateIndex
CREATE INDEX "token_name_id_idx" ON "token"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "token_source_id_external_id_key" ON "token"("source_id", "external_id");

-- CreateIndex
CREATE INDEX "event_token_id_at_idx" ON "event"("token_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "event_token_id_kind_cause_key" ON "event"("token_id", "kind", "cause");

-- CreateIndex
CREATE INDEX "issuer_name_id_idx" ON "issuer"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "issuer_source_id_external_id_key" ON "issuer"("source_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "owner_key_key" ON "owner"("key");

-- CreateIndex
CREATE INDEX "owner_email_idx" ON "owner"("email");

-- CreateIndex
CREATE INDEX "owner_name_idx" ON "owner"("name");

-- CreateIndex
CREATE INDEX "owner_handle_owner_id_idx" ON "owner_handle"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "workload_key_key" ON "workload"("key");

-- CreateIndex
CREATE INDEX "rule_position_idx" ON "rule"("position");

-- CreateIndex
CREATE INDEX "control_token_id_idx" ON "control"("token_id");

-- CreateIndex
CREATE INDEX "control_workload_id_idx" ON "control"("workload_id");

-- CreateIndex
CREATE INDEX "control_source_id_idx" ON "control"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "exposure_token_id_found_in_found_at_key" ON "exposure"("token_id", "found_in", "found_at");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_ends_at_idx" ON "session"("ends_at");

-- CreateIndex
CREATE INDEX "attempt_since_idx" ON "attempt"("since");

-- CreateIndex
CREATE INDEX "audit_target_seq_idx" ON "audit"("target", "seq" DESC);

-- CreateIndex
CREATE INDEX "staged_run_id_see_external_id_seq_idx" ON "staged"("run_id", "see", "external_id", "seq");

-- AddForeignKey
ALTER TABLE "source_secret" ADD CONSTRAINT "source_secret_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_set_hash_fkey" FOREIGN KEY ("set_hash") REFERENCES "permission_set"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_permission_hash_fkey" FOREIGN KEY ("permission_hash") REFERENCES "permission_set"("hash") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_history" ADD CONSTRAINT "token_history_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issuer" ADD CONSTRAINT "issuer_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issuer" ADD CONSTRAINT "issuer_permission_hash_fkey" FOREIGN KEY ("permission_hash") REFERENCES "permission_set"("hash") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner" ADD CONSTRAINT "owner_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner" ADD CONSTRAINT "owner_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_handle" ADD CONSTRAINT "owner_handle_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_accountable_id_fkey" FOREIGN KEY ("accountable_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule" ADD CONSTRAINT "rule_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule" ADD CONSTRAINT "rule_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "control" ADD CONSTRAINT "control_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "control" ADD CONSTRAINT "control_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "control" ADD CONSTRAINT "control_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
