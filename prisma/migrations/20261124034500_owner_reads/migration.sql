-- The second lock on what an owner may read: row-level security. The first is the condition in each query (`inScope`).
-- A read for an owner runs as the role "standdown_owner_reads", for whose sake these policies are, with that owner's ids in the
-- setting "app.owner_ids". The role is made and given its columns by lib/db/owner-reads.ts, at every start: it belongs to the
-- server and not to this database, and making it may not be ours to do.
-- Not FORCEd upon the tables' own account: under a policy `ilike` may not use the trigram index, which everybody would pay for.

CREATE FUNCTION "own_owner_ids"() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN string_to_array(nullif(current_setting('app.owner_ids', true), ''), ',')::uuid[];

ALTER TABLE "token" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "token" FOR SELECT USING ("owner_id" = ANY ((SELECT own_owner_ids())::uuid[]));

-- What hangs off a token is seen with it. The tables named inside are read under their own policies.
ALTER TABLE "token_history" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "token_history" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));

ALTER TABLE "event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "event" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));

ALTER TABLE "exposure" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "exposure" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));

ALTER TABLE "control" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "control" FOR SELECT USING (
  EXISTS (SELECT FROM "token" t WHERE t."id" = "control"."token_id")
  OR EXISTS (SELECT FROM "token" t WHERE t."workload_id" = "control"."workload_id")
  OR EXISTS (SELECT FROM "token" t WHERE t."source_id" = "control"."source_id")
);

ALTER TABLE "permission_set" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "permission_set" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."permission_hash" = "permission_set"."hash"));

ALTER TABLE "grant" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "grant" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."permission_hash" = "grant"."set_hash"));

ALTER TABLE "workload" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "workload" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."workload_id" = "workload"."id"));

ALTER TABLE "source" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "source" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."source_id" = "source"."id"));

ALTER TABLE "run" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "run" FOR SELECT USING (EXISTS (SELECT FROM "source" s WHERE s."id" = "run"."source_id"));

-- Themselves and their team, and whoever owns or answers for a workload that uses their tokens.
ALTER TABLE "owner" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "owner" FOR SELECT USING (
  "id" = ANY ((SELECT own_owner_ids())::uuid[])
  OR EXISTS (SELECT FROM "workload" w WHERE w."accountable_id" = "owner"."id" OR w."owner_id" = "owner"."id")
);
