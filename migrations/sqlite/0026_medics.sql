-- Rostered medics: what an organisation's imports say of its medics, and the batches in which they come.

-- What a batch brings: the register of organisations, or the medics of one.
ALTER TABLE batches ADD COLUMN kind TEXT NOT NULL DEFAULT 'organisations' CHECK (kind IN ('organisations', 'medics'));
ALTER TABLE batches ADD COLUMN organisation_id BLOB REFERENCES organisations (id);
-- What came of it, where that is not counted in lines.
ALTER TABLE batches ADD COLUMN unchanged_ones INTEGER;

CREATE INDEX batches_organisation ON batches (organisation_id, made_at, id) WHERE organisation_id IS NOT NULL;

-- The good lines of a file.
CREATE TABLE staged_medics (
    batch_id BLOB NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    gmc_number TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    roster TEXT NOT NULL,
    -- Empty where the roster stands in no group.
    roster_group TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

-- GMC numbers and addresses that stand on refused lines: nobody loses a role because a line could not be read.
CREATE TABLE staged_doubts (
    batch_id BLOB NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    who TEXT NOT NULL,
    PRIMARY KEY (batch_id, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE medics (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    gmc_number TEXT NOT NULL,
    -- Names and address as the file has them.
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    -- The account; none where it lapsed before it was confirmed.
    person_id BLOB REFERENCES people (id) ON DELETE SET NULL,
    -- Whether an import made the account.
    made_account INTEGER NOT NULL,
    -- Since when they are listed, and when an import listed them no longer.
    listed_at TEXT NOT NULL,
    ended_at TEXT,
    -- When the roles were given: at once to whoever had confirmed, else on confirming.
    in_at TEXT,
    -- From when on a letter waits to be sent that asks to confirm the address.
    letter_due TEXT,
    UNIQUE (organisation_id, gmc_number)
) STRICT;

CREATE INDEX medics_person ON medics (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX medics_address ON medics (email_key) WHERE ended_at IS NULL;
CREATE INDEX medics_due ON medics (letter_due, id) WHERE letter_due IS NOT NULL;

-- The rosters for which a medic is listed.
CREATE TABLE medic_roles (
    medic_id BLOB NOT NULL REFERENCES medics (id) ON DELETE CASCADE,
    roster_id BLOB NOT NULL REFERENCES rosters (id),
    -- First and last day, as the file has them; empty where it has none.
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    PRIMARY KEY (medic_id, roster_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX medic_roles_roster ON medic_roles (roster_id);
