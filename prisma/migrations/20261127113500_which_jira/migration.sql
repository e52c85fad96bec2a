-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "base_url" TEXT;

-- AlterTable
ALTER TABLE "token_end" ADD COLUMN     "base_url" TEXT;

-- Issues that are there belong to the tracker that is set up, but for one whose own link says otherwise. What a token ends with has no
-- link: it belongs to that tracker where it was tied since the tracker was last changed. Of the others nobody can say, and they are not read.
UPDATE "ticket" k SET "base_url" = t."base_url" FROM "tracker" t
  WHERE k."url" IS NULL OR starts_with(k."url", t."base_url" || '/') OR starts_with(k."url", t."site_url" || '/');
UPDATE "token_end" x SET "base_url" = t."base_url" FROM "tracker" t WHERE x."kind" = 'ticket' AND x."tied_at" >= t."changed_at";
