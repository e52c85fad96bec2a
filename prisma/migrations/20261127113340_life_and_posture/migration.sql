-- How long a copy of a token's secret stays useful, as the step that it falls in: what the first page lays out by what tokens can do.
ALTER TABLE "token" ADD COLUMN "life" TEXT NOT NULL DEFAULT 'not-reported';

-- Rows that are there already have it in their vectors: the designed life, or the enforced rotation where that is shorter.
UPDATE "token" t SET "life" = b.band FROM (
  SELECT k.id, coalesce((
    SELECT s.band FROM (VALUES
      ('5m', 1, '1h'), ('1h', 1, '1h'), ('12h', 2, '24h'), ('24h', 2, '24h'), ('7d', 3, '30d'), ('30d', 3, '30d'), ('90d', 4, '90d'),
      ('366d', 5, '366d'), ('over', 6, 'over')
    ) AS s (label, place, band)
    WHERE s.label IN (substring(k.vector FROM '/T:([^/]+)'), substring(k.vector FROM '/R:([^/]+)')) ORDER BY s.place LIMIT 1
  ), CASE WHEN k.vector LIKE '%/T:never%' THEN 'never' ELSE 'not-reported' END) AS band
  FROM "token" k
) b WHERE b.id = t.id AND b.band <> 'not-reported';

-- What the first page sums up, without looking at the rows: a cell of its grid, and what is past its date.
CREATE INDEX "token_cells_idx" ON "token" ("life", "level", "risk") WHERE "state" = 'live';
CREATE INDEX "token_live_due_idx" ON "token" ("due_at") WHERE "state" = 'live';
-- What happened since somebody was last here, of the few kinds that are asked for by time.
CREATE INDEX "event_lately_idx" ON "event" ("kind", "at" DESC) INCLUDE ("token_id") WHERE "kind" IN ('scope-widened', 'gone');

-- The kept counts learn the life, and whose the standing privileges are. Otherwise the function is as it was.
CREATE OR REPLACE FUNCTION "token_facets_counted"() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE format($statement$
    INSERT INTO facet_count AS kept (source_id, state, facet, value, count)
    SELECT m.source_id, m.state, f.facet, f.value, sum(m.n)
    FROM (
      SELECT source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent, sensitivity, level,
        expires_how, life, third_party IS NOT NULL AS vendor, verdict_floor <> verdict AS improvable, sum(n) AS n
      FROM (%s) AS each
      GROUP BY source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent, sensitivity, level,
        expires_how, life, third_party IS NOT NULL, verdict_floor <> verdict
      HAVING sum(n) <> 0
    ) AS m
    CROSS JOIN LATERAL (VALUES
      ('verdict', m.verdict), ('reason', m.reason), ('provider', m.provider), ('kind', m.kind), ('binding', m.binding),
      ('owner', coalesce(m.owner_id::text, 'none')), ('workload', coalesce(m.workload_id::text, 'none')),
      ('source', m.source_id::text), ('exposure', m.exposure), ('agent', m.agent),
      ('sensitivity', coalesce(m.sensitivity::text, 'none')), ('level', coalesce(m.level::text, 'none')), ('lifetime', m.expires_how),
      ('life', m.life), ('third-party', CASE WHEN m.vendor THEN 'yes' ELSE 'no' END),
      ('improvable', CASE WHEN m.improvable THEN 'yes' ELSE 'no' END),
      ('standing-owner', CASE WHEN m.verdict IN ('revoke-now', 'standing-privilege') THEN coalesce(m.owner_id::text, 'none') END)
    ) AS f (facet, value)
    WHERE f.value IS NOT NULL
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
  ('life', t.life),
  ('standing-owner', CASE WHEN t.verdict IN ('revoke-now', 'standing-privilege') THEN coalesce(t.owner_id::text, 'none') END)) AS f (facet, value)
WHERE f.value IS NOT NULL GROUP BY 1, 2, 3, 4;
