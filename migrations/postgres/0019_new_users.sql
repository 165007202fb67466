-- New users: people whom somebody adds to an organisation, until they confirm or accept; and the mark medical secretary.

-- Ticked when a new user is added; later only support changes it.
ALTER TABLE people ADD COLUMN medical_secretary boolean NOT NULL DEFAULT false;

CREATE TABLE new_users (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    -- Address and names as whoever added them typed it, never those of an account.
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    first_name text COLLATE "C" NOT NULL,
    last_name text COLLATE "C" NOT NULL,
    -- Last and first name, folded, for sorting.
    name_key text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL CHECK (language IN ('en', 'cy')),
    position text COLLATE "C",
    medical_secretary boolean NOT NULL,
    -- Whoever added them, or last sent the letter again: it holds only while that person could still give it.
    given_by uuid NOT NULL REFERENCES people (id),
    made_at timestamptz NOT NULL,
    sent_at timestamptz NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'in', 'declined', 'withdrawn')),
    ended_at timestamptz,
    -- The unconfirmed account that was made for it, where the address had none.
    made_id uuid REFERENCES people (id) ON DELETE SET NULL,
    -- Who confirmed the address, accepted or declined.
    person_id uuid REFERENCES people (id),
    CHECK ((state = 'open') = (ended_at IS NULL))
);

-- At most one that is open for each organisation and address.
CREATE UNIQUE INDEX new_users_open ON new_users (organisation_id, email_key) WHERE state = 'open';
CREATE INDEX new_users_address ON new_users (email_key) WHERE state = 'open';
CREATE INDEX new_users_sent ON new_users (sent_at, id) WHERE state = 'open';
CREATE INDEX new_users_made ON new_users (made_id) WHERE made_id IS NOT NULL;

-- The roles that wait for a new user.
CREATE TABLE new_user_roles (
    new_user_id uuid NOT NULL REFERENCES new_users (id) ON DELETE CASCADE,
    role text COLLATE "C" NOT NULL,
    -- From when and until when it is to hold; from the start and without end where absent.
    starts_at timestamptz,
    ends_at timestamptz,
    PRIMARY KEY (new_user_id, role)
);
