-- Sessions: one row for each sitting of a signed-in person in one browser.

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    -- SHA-256 of the session key.
    hash BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT,
    device TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_seen ON sessions (seen_at);
