-- Live tokens that score alike lie beside each other, each kind of them once: the fleet is counted without looking at a row, and the tokens
-- that a change would move are found by what they score.
CREATE INDEX "token_fleet_idx" ON "token" ("vector", "kind", "verdict", "risk") WHERE "state" = 'live';
-- The few that AI agents use.
CREATE INDEX "token_agents_idx" ON "token" ("workload_id") WHERE "state" = 'live' AND "agent" <> 'none';
