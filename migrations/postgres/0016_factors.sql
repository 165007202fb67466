-- Second factors: what a person shows besides the password, and what waits between a question and its answer.

CREATE TABLE factors (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('app', 'passkey')),
    -- What its owner calls it.
    name text COLLATE "C" NOT NULL,
    -- The key of an app, sealed with the service's key.
    sealed bytea CHECK ((sealed IS NOT NULL) = (kind = 'app')),
    -- The newest step of 30 seconds whose code was accepted: none is accepted twice (RFC 6238, section 5.2).
    last_step bigint CHECK (last_step IS NULL OR kind = 'app'),
    -- A passkey: public key, counter and flags, as JSON. Nothing of it is secret.
    credential text COLLATE "C" CHECK ((credential IS NOT NULL) = (kind = 'passkey')),
    credential_id bytea UNIQUE CHECK ((credential_id IS NOT NULL) = (kind = 'passkey')),
    added_at timestamptz NOT NULL,
    last_used_at timestamptz
);

CREATE INDEX factors_person ON factors (person_id);

CREATE TABLE recovery_codes (
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- SHA-256 of the code; the code itself is never kept in the clear.
    hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (person_id, hash)
);

-- What waits between a question and its answer: the key of an app to be added, a question to a passkey, codes to be
-- noted. Sealed with the service's key; found by the session, or by the hash of the browser's visit cookie.
CREATE TABLE ceremonies (
    id uuid NOT NULL PRIMARY KEY,
    key bytea NOT NULL,
    kind text COLLATE "C" NOT NULL,
    person_id uuid REFERENCES people (id) ON DELETE CASCADE,
    sealed bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (key, kind)
);

CREATE INDEX ceremonies_expired ON ceremonies (expires_at);

-- When the person last showed that it is they.
ALTER TABLE sessions ADD COLUMN proven_at timestamptz;
-- Whether the second step is missing: such a session opens nothing. Until then, the page that the person wanted.
ALTER TABLE sessions ADD COLUMN awaits boolean NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN wanted text COLLATE "C";
