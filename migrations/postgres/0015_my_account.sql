-- My account: what a person keeps about themselves, and how an account is closed.

ALTER TABLE people ADD COLUMN telephone text COLLATE "C";
ALTER TABLE people ADD COLUMN password_chosen_at timestamptz;
-- Closed: when, by whom, and why (a reason of the list, words where it is *Other*).
ALTER TABLE people ADD COLUMN disabled_at timestamptz;
ALTER TABLE people ADD COLUMN disabled_by uuid REFERENCES people (id);
ALTER TABLE people ADD COLUMN disabled_reason text COLLATE "C";
ALTER TABLE people ADD COLUMN disabled_note text COLLATE "C";

-- The address that a token proves, where it is not the account's own.
ALTER TABLE tokens ADD COLUMN address text COLLATE "C";

-- When the requester last reminded those who may decide.
ALTER TABLE join_requests ADD COLUMN nudged_at timestamptz;

-- Whose form it is, where the session had ended: shown to that person only.
ALTER TABLE flashes ADD COLUMN person_id uuid REFERENCES people (id) ON DELETE CASCADE;

-- For the download of everything that is held about a person.
CREATE INDEX outbox_person ON outbox (person_id, made_at);
