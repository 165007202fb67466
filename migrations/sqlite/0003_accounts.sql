-- Accounts: links that prove an address, and registrations under way.

CREATE TABLE tokens (
    id BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id BLOB REFERENCES organisations (id),
    -- SHA-256 of the token; the token itself is never kept in the clear.
    hash BLOB NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    replaced_at TEXT
) STRICT;

CREATE INDEX tokens_person ON tokens (person_id);

-- At most one live token for each purpose, person and organisation.
CREATE UNIQUE INDEX tokens_live ON tokens (purpose, person_id)
    WHERE used_at IS NULL AND replaced_at IS NULL AND organisation_id IS NULL;
CREATE UNIQUE INDEX tokens_live_there ON tokens (purpose, person_id, organisation_id)
    WHERE used_at IS NULL AND replaced_at IS NULL AND organisation_id IS NOT NULL;

-- The answers given so far in a wizard; found by the hash of the browser's visit cookie.
CREATE TABLE drafts (
    id BLOB NOT NULL PRIMARY KEY,
    key_hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    person_id BLOB REFERENCES people (id) ON DELETE CASCADE,
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (key_hash, kind)
) STRICT;

CREATE INDEX drafts_changed ON drafts (changed_at);
