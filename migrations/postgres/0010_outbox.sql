-- Outbox: letters that wait, and letters that went.

CREATE TABLE outbox (
    -- Also the Message-ID, so that a letter sent twice is seen to be one.
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL,
    organisation_id uuid,
    address text COLLATE "C" NOT NULL,
    -- Normalised; what addresses are compared by, always whole.
    address_key text COLLATE "C" NOT NULL,
    first_name text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL CHECK (language IN ('en', 'cy')),
    letter text COLLATE "C" NOT NULL,
    -- Blanked 30 days after sending.
    body text COLLATE "C",
    -- The token that the letter carries, sealed with the service's key; blanked once sent or given up.
    sealed bytea,
    state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'sent', 'gave_up')),
    made_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    leased_until timestamptz NOT NULL,
    attempts bigint NOT NULL,
    last_answer text COLLATE "C",
    sent_at timestamptz,
    CHECK (sealed IS NULL OR state = 'waiting')
);

CREATE INDEX outbox_waiting ON outbox (due_at, id) WHERE state = 'waiting';
-- For "at most three letters an hour to one address".
CREATE INDEX outbox_address ON outbox (address_key, made_at);
CREATE INDEX outbox_made ON outbox (made_at, id);
