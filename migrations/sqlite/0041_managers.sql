-- The register of practice managers: whom it lists for which practice, and the batches in which it comes.

-- A batch may bring it, too. A column takes its check along, so that nothing that refers to batches is touched.
ALTER TABLE batches ADD COLUMN brings TEXT NOT NULL DEFAULT 'organisations'
    CHECK (brings IN ('organisations', 'medics', 'managers'));
UPDATE batches SET brings = kind;
ALTER TABLE batches DROP COLUMN kind;
ALTER TABLE batches RENAME COLUMN brings TO kind;

-- The good lines of a file.
CREATE TABLE staged_managers (
    batch_id BLOB NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE managers (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    -- Names and address as the file has them.
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    -- The role that the pre-approval gives.
    role TEXT NOT NULL,
    -- First and last day, as the file has them; empty where it has none.
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    -- When an import listed them for the first time; it stays, whatever later ones say.
    listed_at TEXT NOT NULL,
    -- When an import listed them no longer.
    ended_at TEXT,
    -- The pre-approval that the listing gave; none where it has given none, or has ended it itself.
    pre_approval_id BLOB REFERENCES pre_approvals (id),
    UNIQUE (organisation_id, email_key)
) STRICT;

CREATE INDEX managers_pre_approval ON managers (pre_approval_id) WHERE pre_approval_id IS NOT NULL;
CREATE INDEX managers_unlisted ON managers (ended_at, id) WHERE ended_at IS NOT NULL;

-- Many pre-approvals come at once: whoever refers to them is looked up, not read through.
CREATE INDEX join_requests_pre_approval ON join_requests (pre_approval_id) WHERE pre_approval_id IS NOT NULL;
