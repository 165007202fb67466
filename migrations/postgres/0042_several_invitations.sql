-- Several invitations at once: what somebody pasted, what they confirmed, and what came of each line.

CREATE TABLE several_invitations (
    id uuid NOT NULL PRIMARY KEY,
    -- Whose it is: nobody else finds it.
    inviter_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    role text COLLATE "C",
    -- What the role is limited to; the whole organisation where absent.
    roster_id uuid REFERENCES rosters (id),
    -- The last day of the role, 2026-11-22; without end where absent.
    ends text COLLATE "C",
    language text COLLATE "C" NOT NULL CHECK (language IN ('en', 'cy')),
    -- What was pasted, one person a line.
    people text COLLATE "C" NOT NULL,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    -- When it was confirmed, and the lines with a warning that are invited all the same (3 17); then nothing
    -- is changed any more.
    began_at timestamptz,
    ticked text COLLATE "C"
);

CREATE INDEX several_invitations_inviter ON several_invitations (inviter_id);
CREATE INDEX several_invitations_organisation ON several_invitations (organisation_id);
CREATE INDEX several_invitations_roster ON several_invitations (roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX several_invitations_changed ON several_invitations (changed_at);

CREATE TABLE several_invitation_lines (
    several_id uuid NOT NULL REFERENCES several_invitations (id) ON DELETE CASCADE,
    line bigint NOT NULL,
    -- What came of it (JSON).
    outcome text COLLATE "C" NOT NULL,
    PRIMARY KEY (several_id, line)
);
