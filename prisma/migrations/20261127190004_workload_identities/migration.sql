-- What an issuer is found by, where it is the identity of one workload. Those that are there get theirs with the next sync that writes them; no
-- connector before this one reads any that has some.
-- AlterTable
ALTER TABLE "issuer" ADD COLUMN     "identity_keys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "issuer_identity_keys_idx" ON "issuer" USING GIN ("identity_keys");
