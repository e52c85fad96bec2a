-- Since when a leak is contained is what the provider of its token shows, read from the token's events. Nothing ever wrote this column. Its
-- index goes with it; leaks that nobody has dealt with are still few beside those that are closed.
DROP INDEX IF EXISTS "exposure_open_idx";
ALTER TABLE "exposure" DROP COLUMN "contained_at";
CREATE INDEX "exposure_open_idx" ON "exposure"("id") WHERE "closed_at" IS NULL;
