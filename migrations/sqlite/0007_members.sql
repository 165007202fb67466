-- Members: who may act for an organisation, now or formerly, and in which roles.

CREATE TABLE members (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    state TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    since TEXT NOT NULL,
    -- Nobody, where a pre-approval or an import did.
    let_in_by BLOB REFERENCES people (id),
    let_in_how TEXT NOT NULL CHECK (let_in_how IN ('person', 'pre_approval', 'set_up')),
    revoked_at TEXT,
    revoked_by BLOB REFERENCES people (id),
    revoke_reason TEXT,
    UNIQUE (person_id, organisation_id),
    CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))
) STRICT;

CREATE INDEX members_active ON members (organisation_id) WHERE state = 'active';

CREATE TABLE member_roles (
    id BLOB NOT NULL PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES members (id),
    role TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    UNIQUE (member_id, role)
) STRICT;
