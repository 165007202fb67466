-- Members: who may act for an organisation, now or formerly, and in which roles.

CREATE TABLE members (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    state text COLLATE "C" NOT NULL CHECK (state IN ('active', 'revoked')),
    since timestamptz NOT NULL,
    -- Nobody, where a pre-approval or an import did.
    let_in_by uuid REFERENCES people (id),
    let_in_how text COLLATE "C" NOT NULL CHECK (let_in_how IN ('person', 'pre_approval', 'set_up')),
    revoked_at timestamptz,
    revoked_by uuid REFERENCES people (id),
    revoke_reason text COLLATE "C",
    UNIQUE (person_id, organisation_id),
    CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))
);

CREATE INDEX members_active ON members (organisation_id) WHERE state = 'active';

CREATE TABLE member_roles (
    id uuid NOT NULL PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members (id),
    role text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    UNIQUE (member_id, role)
);
