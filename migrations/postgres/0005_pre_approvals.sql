-- Pre-approvals: people who are let in at once when they ask with the address that was given.

CREATE TABLE pre_approvals (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    -- Nobody gave the ones that come from a register.
    given_by uuid REFERENCES people (id),
    source text COLLATE "C" NOT NULL,
    given_at timestamptz NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    used_at timestamptz,
    used_by uuid REFERENCES people (id),
    ended_at timestamptz
);

-- At most one that is live for each organisation and address.
CREATE UNIQUE INDEX pre_approvals_live ON pre_approvals (organisation_id, email_key)
    WHERE used_at IS NULL AND ended_at IS NULL;
CREATE INDEX pre_approvals_giver ON pre_approvals (given_by);
