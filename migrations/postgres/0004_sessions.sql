-- Sessions: one row for each sitting of a signed-in person in one browser.

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    -- SHA-256 of the session key.
    hash bytea NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    device text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL
);

CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_seen ON sessions (seen_at);
