-- Imports: rows of a file, staged until one short transaction applies them all.

CREATE TABLE batches (
    id uuid NOT NULL PRIMARY KEY,
    file_name text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('staging', 'applied', 'abandoned')),
    made_at timestamptz NOT NULL,
    applied_at timestamptz
);

CREATE TABLE staged_organisations (
    batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    code text COLLATE "C" NOT NULL,
    -- The id that the organisation gets if it is new.
    organisation_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    policy text COLLATE "C" NOT NULL,
    -- What it will be found by, divided by spaces.
    terms text COLLATE "C" NOT NULL,
    -- As in `organisations`.
    name text COLLATE "C" NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    national_grouping text COLLATE "C" NOT NULL,
    geography text COLLATE "C" NOT NULL,
    address_lines text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    postcode text COLLATE "C" NOT NULL,
    opened_on text COLLATE "C" NOT NULL,
    closed_on text COLLATE "C" NOT NULL,
    sub_type text COLLATE "C" NOT NULL,
    commissioner_code text COLLATE "C" NOT NULL,
    joined_on text COLLATE "C" NOT NULL,
    left_on text COLLATE "C" NOT NULL,
    telephone text COLLATE "C" NOT NULL,
    amended text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    setting text COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_id, code)
);
