-- Outbox: letters that wait, and letters that went.

CREATE TABLE outbox (
    -- Also the Message-ID, so that a letter sent twice is seen to be one.
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    organisation_id BLOB,
    address TEXT NOT NULL,
    -- Normalised; what addresses are compared by, always whole.
    address_key TEXT NOT NULL,
    first_name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    letter TEXT NOT NULL,
    -- Blanked 30 days after sending.
    body TEXT,
    -- The token that the letter carries, sealed with the service's key; blanked once sent or given up.
    sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'gave_up')),
    made_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    leased_until TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_answer TEXT,
    sent_at TEXT,
    CHECK (sealed IS NULL OR state = 'waiting')
) STRICT;

CREATE INDEX outbox_waiting ON outbox (due_at, id) WHERE state = 'waiting';
-- For "at most three letters an hour to one address".
CREATE INDEX outbox_address ON outbox (address_key, made_at);
CREATE INDEX outbox_made ON outbox (made_at, id);
