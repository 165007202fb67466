-- Second factors: what a person shows besides the password, and what waits between a question and its answer.

CREATE TABLE factors (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('app', 'passkey')),
    -- What its owner calls it.
    name TEXT NOT NULL,
    -- The key of an app, sealed with the service's key.
    sealed BLOB CHECK ((sealed IS NOT NULL) = (kind = 'app')),
    -- The newest step of 30 seconds whose code was accepted: none is accepted twice (RFC 6238, section 5.2).
    last_step INTEGER CHECK (last_step IS NULL OR kind = 'app'),
    -- A passkey: public key, counter and flags, as JSON. Nothing of it is secret.
    credential TEXT CHECK ((credential IS NOT NULL) = (kind = 'passkey')),
    credential_id BLOB UNIQUE CHECK ((credential_id IS NOT NULL) = (kind = 'passkey')),
    added_at TEXT NOT NULL,
    last_used_at TEXT
) STRICT;

CREATE INDEX factors_person ON factors (person_id);

CREATE TABLE recovery_codes (
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- SHA-256 of the code; the code itself is never kept in the clear.
    hash BLOB NOT NULL,
    used_at TEXT,
    PRIMARY KEY (person_id, hash)
) STRICT, WITHOUT ROWID;

-- What waits between a question and its answer: the key of an app to be added, a question to a passkey, codes to be
-- noted. Sealed with the service's key; found by the session, or by the hash of the browser's visit cookie.
CREATE TABLE ceremonies (
    id BLOB NOT NULL PRIMARY KEY,
    key BLOB NOT NULL,
    kind TEXT NOT NULL,
    person_id BLOB REFERENCES people (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    expires_at TEXT NOT NULL,
    UNIQUE (key, kind)
) STRICT;

CREATE INDEX ceremonies_expired ON ceremonies (expires_at);

-- When the person last showed that it is they.
ALTER TABLE sessions ADD COLUMN proven_at TEXT;
-- Whether the second step is missing: such a session opens nothing. Until then, the page that the person wanted.
ALTER TABLE sessions ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN wanted TEXT;
