-- Of tokens with the same risk the one with the nearest date comes first: risk and the minute of the date in one number, so that a page is found
-- at any depth as before. The same expression stands in lib/db/list-tokens.ts.
CREATE INDEX "token_risk_due_idx" ON "token" ((("risk"::int * 20000000 + 19999999 - floor(extract(epoch from greatest(least("due_at", '2058-01-01 00:00:00+00'::timestamptz), '2020-01-01 00:00:00+00'::timestamptz) - '2020-01-01 00:00:00+00'::timestamptz) / 60)::int)) DESC, "id" DESC);
DROP INDEX "token_risk_id_idx";
