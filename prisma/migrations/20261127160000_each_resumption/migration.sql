-- Who let an act go on, each time: one column had only the last of them, who could then approve what they had let go on before.
ALTER TABLE "provider_act" ADD COLUMN "resumptions" JSONB NOT NULL DEFAULT '[]';

-- When the last one was is not known by the row; the audit has it.
UPDATE "provider_act" SET "resumptions" = jsonb_build_array(jsonb_build_object('by', "resumed_by", 'byId', "resumed_by_id", 'at', NULL))
WHERE "resumed_by" IS NOT NULL;
