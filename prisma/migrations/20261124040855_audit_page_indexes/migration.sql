-- CreateIndex
CREATE INDEX "audit_act_seq_idx" ON "audit"("act", "seq" DESC);

-- CreateIndex
CREATE INDEX "audit_actor_seq_idx" ON "audit"("actor", "seq" DESC);

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");
