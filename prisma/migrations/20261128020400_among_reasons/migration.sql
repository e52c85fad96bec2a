-- Tokens are asked for by any of their reasons, also where another one decides.
-- CreateIndex
CREATE INDEX "token_reasons_idx" ON "token" USING GIN ("reasons");
