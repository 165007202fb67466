-- Organisations: the register, and what each organisation says about itself.

CREATE TABLE organisations (
    id uuid NOT NULL PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('practice', 'commissioner', 'trust')),
    -- Who may decide there.
    policy text COLLATE "C" NOT NULL CHECK (policy IN ('any_member', 'approver_role', 'support_only')),
    -- From here to `setting` as the register has it: empty where it has nothing, days as YYYY-MM-DD.
    name text COLLATE "C" NOT NULL,
    -- Folded, for sorting.
    name_key text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'closed', 'dormant', 'proposed')),
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
    -- The number that support calls; a practice's profile has one of its own.
    telephone text COLLATE "C" NOT NULL,
    amended text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    setting text COLLATE "C" NOT NULL,
    -- Raised by every change to its people, so that such changes queue.
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE INDEX organisations_commissioner ON organisations (commissioner_code);

-- What an organisation is found by: words of name and town, code, postcode whole and in its parts; all folded.
CREATE TABLE organisation_terms (
    term text COLLATE "C" NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (term, organisation_id)
);

CREATE INDEX organisation_terms_organisation ON organisation_terms (organisation_id);

-- What a practice's own people say about it.
CREATE TABLE profiles (
    organisation_id uuid NOT NULL PRIMARY KEY REFERENCES organisations (id),
    email text COLLATE "C",
    telephone text COLLATE "C",
    address_lines text COLLATE "C",
    opening_hours text COLLATE "C",
    primary_contact uuid REFERENCES people (id),
    -- Raised by every change, so that nobody overwrites what they have not seen.
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL REFERENCES people (id)
);
