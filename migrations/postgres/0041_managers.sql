-- The register of practice managers: whom it lists for which practice, and the batches in which it comes.

-- A batch may bring it, too.
ALTER TABLE batches DROP CONSTRAINT batches_kind_check;
ALTER TABLE batches ADD CONSTRAINT batches_kind_check CHECK (kind IN ('organisations', 'medics', 'managers'));

-- The good lines of a file.
CREATE TABLE staged_managers (
    batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    line bigint NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_id, line)
);

CREATE TABLE managers (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- Names and address as the file has them.
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    -- The role that the pre-approval gives.
    role text COLLATE "C" NOT NULL,
    -- First and last day, as the file has them; empty where it has none.
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    -- When an import listed them for the first time; it stays, whatever later ones say.
    listed_at timestamptz NOT NULL,
    -- When an import listed them no longer.
    ended_at timestamptz,
    -- The pre-approval that the listing gave; none where it has given none, or has ended it itself.
    pre_approval_id uuid REFERENCES pre_approvals (id),
    UNIQUE (organisation_id, email_key)
);

CREATE INDEX managers_pre_approval ON managers (pre_approval_id) WHERE pre_approval_id IS NOT NULL;
CREATE INDEX managers_unlisted ON managers (ended_at, id) WHERE ended_at IS NOT NULL;

-- Many pre-approvals come at once: whoever refers to them is looked up, not read through.
CREATE INDEX join_requests_pre_approval ON join_requests (pre_approval_id) WHERE pre_approval_id IS NOT NULL;
