-- People: one human, one account, one address.

CREATE TABLE people (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    -- Normalised; what addresses are compared by, always whole.
    email_key TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    -- Last and first name, folded, for sorting.
    name_key TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    -- What the person is at work; it gives no right.
    position TEXT,
    state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'disabled')),
    -- No password is kept for an unconfirmed address.
    password_hash TEXT CHECK (password_hash IS NULL OR state <> 'unconfirmed'),
    created_at TEXT NOT NULL,
    confirmed_at TEXT,
    last_signed_in_at TEXT,
    -- Raised by every change to the account, so that such changes queue.
    version INTEGER NOT NULL
) STRICT;

-- For the sweep of accounts that were never confirmed.
CREATE INDEX people_unconfirmed ON people (created_at) WHERE state = 'unconfirmed';
