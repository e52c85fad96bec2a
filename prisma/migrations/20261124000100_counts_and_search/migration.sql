-- What Prisma's schema cannot say. The drift check (lib/db/drift.db.test.ts) knows the indexes below by name.

-- Sightings on their way need no WAL: after a crash the table is empty, and a run whose counts disagree reads again.
ALTER TABLE "staged" SET UNLOGGED;

-- Search: `ilike '%term%'` over name, display id and provider id. One index over three columns serves the three conditions,
-- joined by OR, as they are written in lib/db/token-filter.ts. Terms under three letters are found by a scan.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "token_text_idx" ON "token" USING GIN ("name" gin_trgm_ops, "display_id" gin_trgm_ops, "external_id" gin_trgm_ops);

-- The daily rescoring reads only the rows whose moment has come. Most rows wait for nothing and are not in here.
CREATE INDEX "token_due_idx" ON "token" ("next_change_at", "id") WHERE "next_change_at" < 'infinity';

-- A source has at most one run under way, whatever the workers believe.
CREATE UNIQUE INDEX "run_one_running_key" ON "run" ("source_id") WHERE "state" = 'running';

-- The audit's chain begins here.
INSERT INTO "audit_head" ("one", "seq", "hash") VALUES (1, 0, repeat('0', 64));

-- Facet counts, kept exact by the statement that changes tokens, whichever it is (merge, edit, rescoring, cascade, COPY).
-- A statement's changes are summed first, so that 2,000 rows cost a few hundred counts; a row that changed in nothing that is
-- counted costs none. Counts are keyed by source, so that syncs of two sources never wait for each other, and are always
-- written in the order of their key, so that two statements never wait for each other crosswise.
CREATE FUNCTION "token_facets_counted"() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  EXECUTE format($statement$
    INSERT INTO facet_count AS kept (source_id, state, facet, value, count)
    SELECT m.source_id, m.state, f.facet, f.value, sum(m.n)
    FROM (
      SELECT source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent, sum(n) AS n
      FROM (%s) AS each
      GROUP BY source_id, state, verdict, reason, provider, kind, binding, owner_id, workload_id, exposure, agent
      HAVING sum(n) <> 0
    ) AS m
    CROSS JOIN LATERAL (VALUES
      ('verdict', m.verdict), ('reason', m.reason), ('provider', m.provider), ('kind', m.kind), ('binding', m.binding),
      ('owner', coalesce(m.owner_id::text, 'none')), ('workload', coalesce(m.workload_id::text, 'none')),
      ('source', m.source_id::text), ('exposure', m.exposure), ('agent', m.agent)
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

CREATE TRIGGER "token_inserted_facets" AFTER INSERT ON "token"
  REFERENCING NEW TABLE AS newer FOR EACH STATEMENT EXECUTE FUNCTION "token_facets_counted"();
CREATE TRIGGER "token_updated_facets" AFTER UPDATE ON "token"
  REFERENCING OLD TABLE AS older NEW TABLE AS newer FOR EACH STATEMENT EXECUTE FUNCTION "token_facets_counted"();
CREATE TRIGGER "token_deleted_facets" AFTER DELETE ON "token"
  REFERENCING OLD TABLE AS older FOR EACH STATEMENT EXECUTE FUNCTION "token_facets_counted"();

CREATE FUNCTION "token_facets_emptied"() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  DELETE FROM facet_count;
  RETURN NULL;
END
$function$;

CREATE TRIGGER "token_truncated_facets" AFTER TRUNCATE ON "token" FOR EACH STATEMENT EXECUTE FUNCTION "token_facets_emptied"();
