-- New users: people whom somebody adds to an organisation, until they confirm or accept; and the mark medical secretary.

-- Ticked when a new user is added; later only support changes it.
ALTER TABLE people ADD COLUMN medical_secretary INTEGER NOT NULL DEFAULT 0;

CREATE TABLE new_users (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- Address and names as whoever added them typed it, never those of an account.
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    -- Last and first name, folded, for sorting.
    name_key TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    position TEXT,
    medical_secretary INTEGER NOT NULL,
    -- Whoever added them, or last sent the letter again: it holds only while that person could still give it.
    given_by BLOB NOT NULL REFERENCES people (id),
    made_at TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'in', 'declined', 'withdrawn')),
    ended_at TEXT,
    -- The unconfirmed account that was made for it, where the address had none.
    made_id BLOB REFERENCES people (id) ON DELETE SET NULL,
    -- Who confirmed the address, accepted or declined.
    person_id BLOB REFERENCES people (id),
    CHECK ((state = 'open') = (ended_at IS NULL))
) STRICT;

-- At most one that is open for each organisation and address.
CREATE UNIQUE INDEX new_users_open ON new_users (organisation_id, email_key) WHERE state = 'open';
CREATE INDEX new_users_address ON new_users (email_key) WHERE state = 'open';
CREATE INDEX new_users_sent ON new_users (sent_at, id) WHERE state = 'open';
CREATE INDEX new_users_made ON new_users (made_id) WHERE made_id IS NOT NULL;

-- The roles that wait for a new user.
CREATE TABLE new_user_roles (
    new_user_id BLOB NOT NULL REFERENCES new_users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    -- From when and until when it is to hold; from the start and without end where absent.
    starts_at TEXT,
    ends_at TEXT,
    PRIMARY KEY (new_user_id, role)
) STRICT, WITHOUT ROWID;
