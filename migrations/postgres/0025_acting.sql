-- Who may act: how a person stood after each line of the audit that may have changed it. Lines from before have none; how
-- it was then is known only as far as nothing has changed since.

-- Orders these lines of one person as they were made, whatever their clocks said.
ALTER TABLE audit ADD COLUMN standing_no bigint;
-- The state of the account.
ALTER TABLE audit ADD COLUMN account_state text COLLATE "C";
-- The access to the line's organisation: whether it was revoked, and each role with its limit, start and end, and where it
-- came from; null where there was none.
ALTER TABLE audit ADD COLUMN access text COLLATE "C";

CREATE INDEX audit_standing ON audit (person_id, standing_no) WHERE standing_no IS NOT NULL;
CREATE INDEX audit_access ON audit (person_id, organisation_id, standing_no) WHERE access IS NOT NULL;
