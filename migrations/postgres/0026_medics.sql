-- Rostered medics: what an organisation's imports say of its medics, and the batches in which they come.

-- What a batch brings: the register of organisations, or the medics of one.
ALTER TABLE batches ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'organisations' CHECK (kind IN ('organisations', 'medics'));
ALTER TABLE batches ADD COLUMN organisation_id uuid REFERENCES organisations (id);
-- What came of it, where that is not counted in lines.
ALTER TABLE batches ADD COLUMN unchanged_ones bigint;

CREATE INDEX batches_organisation ON batches (organisation_id, made_at, id) WHERE organisation_id IS NOT NULL;

-- The good lines of a file.
CREATE TABLE staged_medics (
    batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    line bigint NOT NULL,
    gmc_number text COLLATE "C" NOT NULL,
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    roster text COLLATE "C" NOT NULL,
    -- Empty where the roster stands in no group.
    roster_group text COLLATE "C" NOT NULL,
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_id, line)
);

-- GMC numbers and addresses that stand on refused lines: nobody loses a role because a line could not be read.
CREATE TABLE staged_doubts (
    batch_id uuid NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    who text COLLATE "C" NOT NULL,
    PRIMARY KEY (batch_id, who)
);

CREATE TABLE medics (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    gmc_number text COLLATE "C" NOT NULL,
    -- Names and address as the file has them.
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    -- The account; none where it lapsed before it was confirmed.
    person_id uuid REFERENCES people (id) ON DELETE SET NULL,
    -- Whether an import made the account.
    made_account boolean NOT NULL,
    -- Since when they are listed, and when an import listed them no longer.
    listed_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- When the roles were given: at once to whoever had confirmed, else on confirming.
    in_at timestamptz,
    -- From when on a letter waits to be sent that asks to confirm the address.
    letter_due timestamptz,
    UNIQUE (organisation_id, gmc_number)
);

CREATE INDEX medics_person ON medics (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX medics_address ON medics (email_key) WHERE ended_at IS NULL;
CREATE INDEX medics_due ON medics (letter_due, id) WHERE letter_due IS NOT NULL;

-- The rosters for which a medic is listed.
CREATE TABLE medic_roles (
    medic_id uuid NOT NULL REFERENCES medics (id) ON DELETE CASCADE,
    roster_id uuid NOT NULL REFERENCES rosters (id),
    -- First and last day, as the file has them; empty where it has none.
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    PRIMARY KEY (medic_id, roster_id)
);

CREATE INDEX medic_roles_roster ON medic_roles (roster_id);
