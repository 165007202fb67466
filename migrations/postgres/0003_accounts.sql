-- Accounts: links that prove an address, and registrations under way.

CREATE TABLE tokens (
    id uuid NOT NULL PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id uuid REFERENCES organisations (id),
    -- SHA-256 of the token; the token itself is never kept in the clear.
    hash bytea NOT NULL UNIQUE,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_at timestamptz
);

CREATE INDEX tokens_person ON tokens (person_id);

-- At most one live token for each purpose, person and organisation.
CREATE UNIQUE INDEX tokens_live ON tokens (purpose, person_id)
    WHERE used_at IS NULL AND replaced_at IS NULL AND organisation_id IS NULL;
CREATE UNIQUE INDEX tokens_live_there ON tokens (purpose, person_id, organisation_id)
    WHERE used_at IS NULL AND replaced_at IS NULL AND organisation_id IS NOT NULL;

-- The answers given so far in a wizard; found by the hash of the browser's visit cookie.
CREATE TABLE drafts (
    id uuid NOT NULL PRIMARY KEY,
    key_hash bytea NOT NULL,
    kind text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    person_id uuid REFERENCES people (id) ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (key_hash, kind)
);

CREATE INDEX drafts_changed ON drafts (changed_at);
