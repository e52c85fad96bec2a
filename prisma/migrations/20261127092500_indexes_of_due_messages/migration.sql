-- Once a minute what is to be told is looked for: leaks that nobody has dealt with, and exceptions that were news these days. Both are a
-- small part of tables that only grow.
CREATE INDEX "exposure_open_idx" ON "exposure"("id") WHERE "closed_at" IS NULL AND "contained_at" IS NULL;
CREATE INDEX "exception_decided_at_idx" ON "exception"("decided_at") WHERE "state" IN ('approved', 'refused');
CREATE INDEX "exception_ended_at_idx" ON "exception"("ended_at") WHERE "state" = 'ended';
