-- A file is known again by its checksum: what the audit has of it is found without a look at every entry.
CREATE INDEX "audit_export_sha256_idx" ON "audit"(("after" ->> 'sha256'), "seq") WHERE "act" LIKE '%export-ended';
