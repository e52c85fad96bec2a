-- Retirements are listed by when they began, a page at a time; without it every page sorts all that ever were.
CREATE INDEX "plan_token_added_at_token_id_idx" ON "plan_token"("added_at", "token_id");
