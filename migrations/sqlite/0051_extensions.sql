-- Asking to keep a role that ends; and the first day of what an invitation offers.

CREATE TABLE extensions (
    id BLOB NOT NULL PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- Which of the member's roles, and the end that it had when the member asked.
    role TEXT NOT NULL,
    roster_id BLOB REFERENCES rosters (id),
    ends_at TEXT NOT NULL,
    -- Why the member needs it for longer.
    reason TEXT,
    asked_at TEXT NOT NULL,
    -- Over: the member asked anew, after the role had changed.
    state TEXT NOT NULL CHECK (state IN ('open', 'over', 'extended', 'turned_down')),
    answered_by BLOB REFERENCES people (id),
    answered_at TEXT,
    -- Until when it was extended, where it has an end; why it was turned down.
    extended_to TEXT,
    answer TEXT,
    CHECK ((state IN ('extended', 'turned_down')) = (answered_at IS NOT NULL))
) STRICT;

-- At most one that is open for each role; two indexes, for nothing is not equal to nothing.
CREATE UNIQUE INDEX extensions_open ON extensions (member_id, role) WHERE state = 'open' AND roster_id IS NULL;
CREATE UNIQUE INDEX extensions_open_limited ON extensions (member_id, role, roster_id)
    WHERE state = 'open' AND roster_id IS NOT NULL;
CREATE INDEX extensions_member ON extensions (member_id);
CREATE INDEX extensions_roster ON extensions (roster_id) WHERE roster_id IS NOT NULL;
CREATE INDEX extensions_answered ON extensions (answered_by) WHERE answered_by IS NOT NULL;

-- The first day of the role that is offered, 2026-11-22; at once where absent.
ALTER TABLE invitation_drafts ADD COLUMN starts TEXT;
ALTER TABLE several_invitations ADD COLUMN starts TEXT;
