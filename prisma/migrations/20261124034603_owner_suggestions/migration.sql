-- CreateTable
CREATE TABLE "owner_suggestion" (
    "token_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "evidence" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "certainty" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "owner_suggestion_pkey" PRIMARY KEY ("token_id")
);

-- CreateTable
CREATE TABLE "refused_owner" (
    "token_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "stated_by" TEXT NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_owner_pkey" PRIMARY KEY ("token_id","owner_id")
);

-- CreateIndex
CREATE INDEX "owner_suggestion_evidence_token_id_idx" ON "owner_suggestion"("evidence", "token_id");

-- CreateIndex
CREATE INDEX "owner_suggestion_owner_id_idx" ON "owner_suggestion"("owner_id");

-- CreateIndex
CREATE INDEX "refused_owner_owner_id_idx" ON "refused_owner"("owner_id");

-- AddForeignKey
ALTER TABLE "owner_suggestion" ADD CONSTRAINT "owner_suggestion_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_suggestion" ADD CONSTRAINT "owner_suggestion_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refused_owner" ADD CONSTRAINT "refused_owner_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refused_owner" ADD CONSTRAINT "refused_owner_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE CASCADE ON UPDATE CASCADE;
