-- Organisations: the register, and what each organisation says about itself.

CREATE TABLE organisations (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'commissioner', 'trust')),
    -- Who may decide there.
    policy TEXT NOT NULL CHECK (policy IN ('any_member', 'approver_role', 'support_only')),
    -- From here to `setting` as the register has it: empty where it has nothing, days as YYYY-MM-DD.
    name TEXT NOT NULL,
    -- Folded, for sorting.
    name_key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'closed', 'dormant', 'proposed')),
    national_grouping TEXT NOT NULL,
    geography TEXT NOT NULL,
    address_lines TEXT NOT NULL,
    town TEXT NOT NULL,
    postcode TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    sub_type TEXT NOT NULL,
    commissioner_code TEXT NOT NULL,
    joined_on TEXT NOT NULL,
    left_on TEXT NOT NULL,
    -- The number that support calls; a practice's profile has one of its own.
    telephone TEXT NOT NULL,
    amended TEXT NOT NULL,
    provider TEXT NOT NULL,
    setting TEXT NOT NULL,
    -- Raised by every change to its people, so that such changes queue.
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

CREATE INDEX organisations_commissioner ON organisations (commissioner_code);

-- What an organisation is found by: words of name and town, code, postcode whole and in its parts; all folded.
CREATE TABLE organisation_terms (
    term TEXT NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (term, organisation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX organisation_terms_organisation ON organisation_terms (organisation_id);

-- What a practice's own people say about it.
CREATE TABLE profiles (
    organisation_id BLOB NOT NULL PRIMARY KEY REFERENCES organisations (id),
    email TEXT,
    telephone TEXT,
    address_lines TEXT,
    opening_hours TEXT,
    primary_contact BLOB REFERENCES people (id),
    -- Raised by every change, so that nobody overwrites what they have not seen.
    version INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by BLOB NOT NULL REFERENCES people (id)
) STRICT;
