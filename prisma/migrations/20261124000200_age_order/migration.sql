-- The inventory in order of age, page by page: an unknown issue date counts as the oldest, and keyset paging needs a value for
-- it. Written as in lib/db/list-tokens.ts, or the planner does not know it again.
CREATE INDEX "token_age_idx" ON "token" ((coalesce("issued_at", '-infinity'::timestamptz)), "id");
