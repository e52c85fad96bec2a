-- A visit is of a person, by the clock of what they look at. Until now it was told from sessions, which last as long as nobody signs out and
-- live by the machine's own clock: the demo's was added to it afterwards, as it stood then.
ALTER TABLE "user" ADD COLUMN "last_visit_at" TIMESTAMPTZ(3),
ADD COLUMN "visit_at" TIMESTAMPTZ(3);

UPDATE "user" SET "visit_at" = (SELECT max("seen_at") FROM "session" WHERE "user_id" = "user"."id");
