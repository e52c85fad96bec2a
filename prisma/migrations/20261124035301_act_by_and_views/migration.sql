-- When the present verdict began at its present urgency, by when to act on it, and when a token last came back.
ALTER TABLE "token" ADD COLUMN "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'infinity'::timestamp with time zone,
  ADD COLUMN "returned_at" TIMESTAMPTZ(3),
  ADD COLUMN "verdict_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Rows that are there already: the verdict began at its last change, or at the first sight. The times are those of lib/retirement/act-by.ts.
UPDATE "token" t SET
  "verdict_since" = c.since,
  "returned_at" = (SELECT max(at) FROM "event" e WHERE e.token_id = t.id AND e.kind = 'returned'),
  "due_at" = coalesce(c.since + CASE
    WHEN t.verdict = 'revoke-now' AND t.reason = 'LEAK_NOT_REPLACED' THEN interval '72 hours'
    WHEN t.verdict = 'revoke-now' AND t.reason = 'LEAK_ACTIVE' AND t.exposure <> 'suspected' THEN interval '1 hour'
    WHEN t.verdict = 'revoke-now' AND t.reason = 'DORMANT' THEN interval '168 hours'
    WHEN t.verdict = 'revoke-now' THEN interval '24 hours'
    WHEN t.verdict = 'standing-privilege' AND t.reason = 'STANDING_HIGH' THEN interval '720 hours'
    WHEN t.verdict = 'standing-privilege' AND t.reason = 'STANDING_LOW' THEN interval '4320 hours'
    WHEN t.verdict = 'standing-privilege' THEN interval '2160 hours'
    WHEN t.verdict = 'acceptable-with-controls' AND cardinality(t.controls_missing) > 0 THEN interval '720 hours'
  END, 'infinity')
FROM (
  SELECT k.id, coalesce((SELECT max(at) FROM "event" e WHERE e.token_id = k.id AND e.kind = 'verdict-changed'), k.first_seen_at) AS since
  FROM "token" k
) c WHERE c.id = t.id;

CREATE INDEX "token_due_at_id_idx" ON "token"("due_at", "id");
CREATE INDEX "token_first_seen_at_idx" ON "token"("first_seen_at");

-- Few rows have these, and a page of them would otherwise walk past all the others.
CREATE INDEX "token_improvable_idx" ON "token" ("queue_key" DESC, "id" DESC) WHERE "verdict_floor" <> "verdict";
CREATE INDEX "token_returned_idx" ON "token" ("returned_at") WHERE "returned_at" IS NOT NULL;
CREATE INDEX "token_exposed_idx" ON "token" ("queue_key" DESC, "id" DESC) WHERE "exposure" <> 'none';

-- The kept counts learn five more facets. Otherwise the function is as it was made.
CREATE OR REPLACE FUNCTION "token_facets_counted"() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE format($statement$
    INSERT INTO facet_count AS kept (source_id, state, facet, value, count)
    SELECT m.source_id, m.state, f.facet, f.value, sum(m.n)
    FROM (
      SELECT source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent, sensitivity, level,
        expires_how, third_party IS NOT NULL AS vendor, verdict_floor <> verdict AS improvable, sum(n) AS n
      FROM (%s) AS each
      GROUP BY source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent, sensitivity, level,
        expires_how, third_party IS NOT NULL, verdict_floor <> verdict
      HAVING sum(n) <> 0
    ) AS m
    CROSS JOIN LATERAL (VALUES
      ('verdict', m.verdict), ('reason', m.reason), ('provider', m.provider), ('kind', m.kind), ('binding', m.binding),
      ('owner', coalesce(m.owner_id::text, 'none')), ('workload', coalesce(m.workload_id::text, 'none')),
      ('source', m.source_id::text), ('exposure', m.exposure), ('agent', m.agent),
      ('sensitivity', coalesce(m.sensitivity::text, 'none')), ('level', coalesce(m.level::text, 'none')), ('lifetime', m.expires_how),
      ('third-party', CASE WHEN m.vendor THEN 'yes' ELSE 'no' END), ('improvable', CASE WHEN m.improvable THEN 'yes' ELSE 'no' END)
    ) AS f (facet, value)
    GROUP BY m.source_id, m.state, f.facet, f.value
    HAVING sum(m.n) <> 0
    ORDER BY m.source_id, m.state, f.facet, f.value
    ON CONFLICT (source_id, state, facet, value) DO UPDATE SET count = kept.count + excluded.count
  $statement$, CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS n, * FROM newer'
    WHEN 'DELETE' THEN 'SELECT -1 AS n, * FROM older'
    ELSE 'SELECT 1 AS n, * FROM newer UNION ALL SELECT -1, * FROM older'
  END);
  IF TG_OP <> 'INSERT' THEN
    -- Counts that came down to nothing go, so that departed owners do not pile up. What another statement holds is left to it.
    DELETE FROM facet_count WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM facet_count WHERE count = 0 AND source_id IN (SELECT source_id FROM older) FOR UPDATE SKIP LOCKED
    ));
  END IF;
  RETURN NULL;
END
$function$;

INSERT INTO "facet_count" (source_id, state, facet, value, count)
SELECT t.source_id, t.state, f.facet, f.value, count(*)::int FROM "token" t CROSS JOIN LATERAL (VALUES
  ('sensitivity', coalesce(t.sensitivity::text, 'none')), ('level', coalesce(t.level::text, 'none')), ('lifetime', t.expires_how),
  ('third-party', CASE WHEN t.third_party IS NULL THEN 'no' ELSE 'yes' END),
  ('improvable', CASE WHEN t.verdict_floor <> t.verdict THEN 'yes' ELSE 'no' END)) AS f (facet, value)
GROUP BY 1, 2, 3, 4;

-- Lists that somebody named, to come back to.
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "query" TEXT NOT NULL,
    "columns" TEXT[],
    "density" TEXT NOT NULL,
    "grouping" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "saved_view_shared_idx" ON "saved_view"("shared");
CREATE UNIQUE INDEX "saved_view_user_id_name_key" ON "saved_view"("user_id", "name");

ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
