-- People: one human, one account, one address.

CREATE TABLE people (
    id uuid NOT NULL PRIMARY KEY,
    email text COLLATE "C" NOT NULL,
    -- Normalised; what addresses are compared by, always whole.
    email_key text COLLATE "C" NOT NULL UNIQUE,
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    -- Last and first name, folded, for sorting.
    name_key text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL CHECK (language IN ('en', 'cy')),
    -- What the person is at work; it gives no right.
    position text COLLATE "C",
    state text COLLATE "C" NOT NULL CHECK (state IN ('unconfirmed', 'confirmed', 'disabled')),
    -- No password is kept for an unconfirmed address.
    password_hash text COLLATE "C" CHECK (password_hash IS NULL OR state <> 'unconfirmed'),
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_signed_in_at timestamptz,
    -- Raised by every change to the account, so that such changes queue.
    version bigint NOT NULL
);

-- For the sweep of accounts that were never confirmed.
CREATE INDEX people_unconfirmed ON people (created_at) WHERE state = 'unconfirmed';
