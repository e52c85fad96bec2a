-- AlterTable
ALTER TABLE "token" ADD COLUMN     "stated_facts" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "stated_fact" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "fact" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "stated_by_id" UUID NOT NULL,
    "stated_by" TEXT NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,
    "review_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by" TEXT,

    CONSTRAINT "stated_fact_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "stated_fact_token_id_fact_idx" ON "stated_fact"("token_id", "fact");

-- AddForeignKey
ALTER TABLE "stated_fact" ADD CONSTRAINT "stated_fact_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What hangs off a token is seen with it.
ALTER TABLE "stated_fact" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "stated_fact" FOR SELECT USING (EXISTS (SELECT FROM "token" t WHERE t."id" = "token_id"));
