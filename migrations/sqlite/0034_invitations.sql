-- Invitations: a new user whom a letter with a link of its own asks; and the answers given so far in the wizard.

-- Until when the invitation holds; absent for those whom *New user* added.
ALTER TABLE new_users ADD COLUMN invited_until TEXT;

CREATE INDEX new_users_invited ON new_users (invited_until, id) WHERE state = 'open' AND invited_until IS NOT NULL;

-- The invitation that a link opens, whatever became of it.
ALTER TABLE tokens ADD COLUMN new_user_id BLOB REFERENCES new_users (id) ON DELETE CASCADE;

CREATE INDEX tokens_new_user ON tokens (new_user_id) WHERE new_user_id IS NOT NULL;

-- One row for each invitation that somebody writes; each step fills its columns.
CREATE TABLE invitation_drafts (
    id BLOB NOT NULL PRIMARY KEY,
    -- Whose draft it is: nobody else finds it.
    inviter_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    organisation_id BLOB REFERENCES organisations (id),
    role TEXT,
    -- What the role is limited to; the whole organisation where absent.
    roster_id BLOB REFERENCES rosters (id),
    -- The last day of the role, 2026-11-22; without end where absent.
    ends TEXT,
    language TEXT NOT NULL CHECK (language IN ('en', 'cy')),
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    -- What came of it, once it was sent.
    new_user_id BLOB REFERENCES new_users (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX invitation_drafts_inviter ON invitation_drafts (inviter_id);
CREATE INDEX invitation_drafts_organisation ON invitation_drafts (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX invitation_drafts_changed ON invitation_drafts (changed_at);
CREATE INDEX invitation_drafts_new_user ON invitation_drafts (new_user_id) WHERE new_user_id IS NOT NULL;
