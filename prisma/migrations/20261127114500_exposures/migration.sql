-- A leak may be of a token that nobody has found yet, is known again by a keyed hash, and is followed until it is dealt with.
ALTER TABLE "exposure" ALTER COLUMN "token_id" DROP NOT NULL,
ADD COLUMN     "certainty" TEXT NOT NULL DEFAULT 'certain',
ADD COLUMN     "close_note" TEXT,
ADD COLUMN     "closed_because" TEXT,
ADD COLUMN     "closed_by" TEXT,
ADD COLUMN     "detector" TEXT,
ADD COLUMN     "exposed_at" TIMESTAMPTZ(3),
ADD COLUMN     "finder_says" TEXT,
ADD COLUMN     "fingerprint" TEXT,
ADD COLUMN     "key" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "place_count" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "places" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "proposed_id" UUID,
ADD COLUMN     "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "reference" TEXT,
ADD COLUMN     "replace_note" TEXT,
ADD COLUMN     "replaced_by" TEXT,
ADD COLUMN     "repository" TEXT,
ADD COLUMN     "rescan_note" TEXT,
ADD COLUMN     "rescanned_at" TIMESTAMPTZ(3),
ADD COLUMN     "rescanned_by" TEXT,
ADD COLUMN     "review_note" TEXT,
ADD COLUMN     "reviewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "reviewed_by" TEXT,
ADD COLUMN     "tail" TEXT,
ADD COLUMN     "told_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "url" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- One leak of a token at a place and an instant, as before; the key says so now, and leaks without a token have one too.
UPDATE "exposure" SET "certainty" = CASE "matched_by" WHEN 'by hand' THEN 'stated' ELSE 'certain' END,
  "key" = 'told:' || md5("token_id"::text || ' ' || extract(epoch from "found_at")::text || ' ' || "found_in"),
  "recorded_at" = "found_at", "told_at" = "found_at";
DROP INDEX "exposure_token_id_found_in_found_at_key";
CREATE UNIQUE INDEX "exposure_key_key" ON "exposure"("key");
CREATE INDEX "exposure_token_id_idx" ON "exposure"("token_id");
CREATE INDEX "exposure_proposed_id_idx" ON "exposure"("proposed_id");
CREATE INDEX "exposure_fingerprint_idx" ON "exposure"("fingerprint");
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_proposed_id_fkey" FOREIGN KEY ("proposed_id") REFERENCES "token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What leaks are matched by, beside the provider's id.
CREATE INDEX "token_last_eight_idx" ON "token" (("observed" ->> 'lastEight')) WHERE "observed" ->> 'lastEight' IS NOT NULL;
CREATE INDEX "token_last_four_idx" ON "token" ((right("display_id", 4)), "kind") WHERE "display_id" LIKE '…%';
CREATE INDEX "token_of_repository_idx" ON "token" (("observed" #>> '{tags,repository}')) WHERE "kind" = 'github.deploy-key';

-- After every sync what nobody has matched is looked at again: a small part of a table that only grows.
CREATE INDEX "exposure_unmatched_idx" ON "exposure" ("id") WHERE "token_id" IS NULL AND "closed_at" IS NULL;
