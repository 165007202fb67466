-- Rosters and roster groups of an organisation, and roles limited to them. A role may be held several times: for the whole
-- organisation, and for any number of rosters and groups.

CREATE TABLE rosters (
    id uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    is_group boolean NOT NULL,
    -- The group that a roster stands in for good; a group stands in none.
    group_id uuid REFERENCES rosters (id),
    name text COLLATE "C" NOT NULL,
    -- Folded, for comparing and sorting.
    name_key text COLLATE "C" NOT NULL,
    made_at timestamptz NOT NULL,
    closed_at timestamptz,
    CHECK (NOT is_group OR group_id IS NULL)
);

-- A name counts once among what is open: in its group, or beside the groups.
CREATE UNIQUE INDEX rosters_in_group ON rosters (group_id, name_key) WHERE group_id IS NOT NULL AND closed_at IS NULL;
CREATE UNIQUE INDEX rosters_alone ON rosters (organisation_id, is_group, name_key)
    WHERE group_id IS NULL AND closed_at IS NULL;
CREATE INDEX rosters_organisation ON rosters (organisation_id, name_key);

-- Members may come with an import.
ALTER TABLE members DROP CONSTRAINT members_let_in_how_check;
ALTER TABLE members ADD CHECK (let_in_how IN ('person', 'pre_approval', 'set_up', 'import'));

ALTER TABLE member_roles DROP CONSTRAINT member_roles_member_id_role_key;
-- The roster or roster group to which it is limited; the whole organisation where absent.
ALTER TABLE member_roles ADD COLUMN roster_id uuid REFERENCES rosters (id);
-- Who gave it, how and when; nobody, where a pre-approval, an import or the set-up did.
ALTER TABLE member_roles ADD COLUMN granted_by uuid REFERENCES people (id);
ALTER TABLE member_roles ADD COLUMN granted_how text COLLATE "C"
    CHECK (granted_how IN ('person', 'pre_approval', 'set_up', 'import'));
ALTER TABLE member_roles ADD COLUMN granted_at timestamptz;
UPDATE member_roles AS r SET granted_by = m.let_in_by, granted_how = m.let_in_how, granted_at = m.since
FROM members AS m
WHERE m.id = r.member_id;
ALTER TABLE member_roles ALTER COLUMN granted_how SET NOT NULL;
ALTER TABLE member_roles ALTER COLUMN granted_at SET NOT NULL;

CREATE UNIQUE INDEX member_roles_whole ON member_roles (member_id, role) WHERE roster_id IS NULL;
CREATE UNIQUE INDEX member_roles_limited ON member_roles (member_id, role, roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX member_roles_roster ON member_roles (roster_id) WHERE roster_id IS NOT NULL;

ALTER TABLE new_user_roles DROP CONSTRAINT new_user_roles_pkey;
ALTER TABLE new_user_roles ADD COLUMN id uuid;
ALTER TABLE new_user_roles ADD COLUMN roster_id uuid REFERENCES rosters (id);
-- One role a row until now, so that any id will do.
UPDATE new_user_roles SET id = gen_random_uuid();
ALTER TABLE new_user_roles ADD PRIMARY KEY (id);

CREATE UNIQUE INDEX new_user_roles_whole ON new_user_roles (new_user_id, role) WHERE roster_id IS NULL;
CREATE UNIQUE INDEX new_user_roles_limited ON new_user_roles (new_user_id, role, roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX new_user_roles_roster ON new_user_roles (roster_id) WHERE roster_id IS NOT NULL;
