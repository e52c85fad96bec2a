-- A vector now says where nobody reports consumers, and has a step for the 45th day: every live token is scored once more, and its clock set.
UPDATE "token" SET "next_change_at" = least("next_change_at", current_timestamp) WHERE "state" = 'live';
