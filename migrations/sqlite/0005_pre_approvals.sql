-- Pre-approvals: people who are let in at once when they ask with the address that was given.

CREATE TABLE pre_approvals (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Nobody gave the ones that come from a register.
    given_by BLOB REFERENCES people (id),
    source TEXT NOT NULL,
    given_at TEXT NOT NULL,
    starts_at TEXT,
    ends_at TEXT,
    used_at TEXT,
    used_by BLOB REFERENCES people (id),
    ended_at TEXT
) STRICT;

-- At most one that is live for each organisation and address.
CREATE UNIQUE INDEX pre_approvals_live ON pre_approvals (organisation_id, email_key)
    WHERE used_at IS NULL AND ended_at IS NULL;
CREATE INDEX pre_approvals_giver ON pre_approvals (given_by);
