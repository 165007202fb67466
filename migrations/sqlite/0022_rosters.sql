-- Rosters and roster groups of an organisation, and roles limited to them. A role may be held several times: for the whole
-- organisation, and for any number of rosters and groups.

CREATE TABLE rosters (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    is_group INTEGER NOT NULL,
    -- The group that a roster stands in for good; a group stands in none.
    group_id BLOB REFERENCES rosters (id),
    name TEXT NOT NULL,
    -- Folded, for comparing and sorting.
    name_key TEXT NOT NULL,
    made_at TEXT NOT NULL,
    closed_at TEXT,
    CHECK (is_group = 0 OR group_id IS NULL)
) STRICT;

-- A name counts once among what is open: in its group, or beside the groups.
CREATE UNIQUE INDEX rosters_in_group ON rosters (group_id, name_key) WHERE group_id IS NOT NULL AND closed_at IS NULL;
CREATE UNIQUE INDEX rosters_alone ON rosters (organisation_id, is_group, name_key)
    WHERE group_id IS NULL AND closed_at IS NULL;
CREATE INDEX rosters_organisation ON rosters (organisation_id, name_key);

-- Members may come with an import.
CREATE TABLE members_now (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    state TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    since TEXT NOT NULL,
    -- Nobody, where a pre-approval or an import did.
    let_in_by BLOB REFERENCES people (id),
    let_in_how TEXT NOT NULL CHECK (let_in_how IN ('person', 'pre_approval', 'set_up', 'import')),
    revoked_at TEXT,
    revoked_by BLOB REFERENCES people (id),
    revoke_reason TEXT,
    UNIQUE (person_id, organisation_id),
    CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))
) STRICT;

INSERT INTO members_now
SELECT id, person_id, organisation_id, state, since, let_in_by, let_in_how, revoked_at, revoked_by, revoke_reason
FROM members;

CREATE TABLE member_roles_now (
    id BLOB NOT NULL PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES members_now (id),
    role TEXT NOT NULL,
    -- The roster or roster group to which it is limited; the whole organisation where absent.
    roster_id BLOB REFERENCES rosters (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    -- Who gave it, how and when; nobody, where a pre-approval, an import or the set-up did.
    granted_by BLOB REFERENCES people (id),
    granted_how TEXT NOT NULL CHECK (granted_how IN ('person', 'pre_approval', 'set_up', 'import')),
    granted_at TEXT NOT NULL
) STRICT;

INSERT INTO member_roles_now (id, member_id, role, starts_at, ends_at, granted_by, granted_how, granted_at)
SELECT r.id, r.member_id, r.role, r.starts_at, r.ends_at, m.let_in_by, m.let_in_how, m.since
FROM member_roles AS r
JOIN members AS m ON m.id = r.member_id;

DROP TABLE member_roles;
DROP TABLE members;
-- The reference of the roles follows the name.
ALTER TABLE members_now RENAME TO members;
ALTER TABLE member_roles_now RENAME TO member_roles;

CREATE INDEX members_active ON members (organisation_id) WHERE state = 'active';
CREATE INDEX members_organisation ON members (organisation_id, person_id);
CREATE UNIQUE INDEX member_roles_whole ON member_roles (member_id, role) WHERE roster_id IS NULL;
CREATE UNIQUE INDEX member_roles_limited ON member_roles (member_id, role, roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX member_roles_roster ON member_roles (roster_id) WHERE roster_id IS NOT NULL;

CREATE TABLE new_user_roles_now (
    id BLOB NOT NULL PRIMARY KEY,
    new_user_id BLOB NOT NULL REFERENCES new_users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    roster_id BLOB REFERENCES rosters (id),
    -- From when and until when it is to hold; from the start and without end where absent.
    starts_at TEXT,
    ends_at TEXT
) STRICT;

-- One role a row until now, so that any id will do.
INSERT INTO new_user_roles_now (id, new_user_id, role, starts_at, ends_at)
SELECT randomblob(16), new_user_id, role, starts_at, ends_at
FROM new_user_roles;

DROP TABLE new_user_roles;
ALTER TABLE new_user_roles_now RENAME TO new_user_roles;

CREATE UNIQUE INDEX new_user_roles_whole ON new_user_roles (new_user_id, role) WHERE roster_id IS NULL;
CREATE UNIQUE INDEX new_user_roles_limited ON new_user_roles (new_user_id, role, roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX new_user_roles_roster ON new_user_roles (roster_id) WHERE roster_id IS NOT NULL;
