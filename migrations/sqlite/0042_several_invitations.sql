-- Several invitations at once: what somebody pasted, what they confirmed, and what came of each line.

CREATE TABLE several_invitations (
    id BLOB NOT NULL PRIMARY KEY,
    -- Whose it is: nobody else finds it.
    inviter_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    role TEXT,
    -- What the role is limited to; the whole organisation where absent.
    roster_id BLOB REFERENCES rosters (id),
    -- The last day of the role, 2026-11-22; without end where absent.
    ends TEXT,
    language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    -- What was pasted, one person a line.
    people TEXT NOT NULL,
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    -- When it was confirmed, and the lines with a warning that are invited all the same (3 17); then nothing
    -- is changed any more.
    began_at TEXT,
    ticked TEXT
) STRICT;

CREATE INDEX several_invitations_inviter ON several_invitations (inviter_id);
CREATE INDEX several_invitations_organisation ON several_invitations (organisation_id);
CREATE INDEX several_invitations_roster ON several_invitations (roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX several_invitations_changed ON several_invitations (changed_at);

CREATE TABLE several_invitation_lines (
    several_id BLOB NOT NULL REFERENCES several_invitations (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    -- What came of it (JSON).
    outcome TEXT NOT NULL,
    PRIMARY KEY (several_id, line)
) STRICT;
