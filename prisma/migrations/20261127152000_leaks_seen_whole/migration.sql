-- Whether a finder saw the whole secret decides how urgent its leak is once its token is known, so it is kept with the leak. Of leaks told before
-- this, it was seen where there is a fingerprint that is not of an id alone.
ALTER TABLE "exposure" ADD COLUMN "secret_seen" BOOLEAN NOT NULL DEFAULT true, ADD COLUMN "finder_closed" BOOLEAN NOT NULL DEFAULT false;
UPDATE "exposure" SET "secret_seen" = false WHERE "reference" IS NOT NULL AND "state" = 'suspected';
UPDATE "exposure" SET "finder_closed" = true WHERE "finder_says" LIKE '%alert is closed%';
