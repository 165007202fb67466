-- The list of invitations: the last letter of each, and corrections of an address.

-- The letter that was last posted for it, an invitation or a reminder; where it stands is in the outbox.
ALTER TABLE new_users ADD COLUMN letter_id BLOB;

UPDATE new_users SET letter_id = (
    SELECT l.id FROM outbox AS l
    WHERE l.address_key = new_users.email_key AND l.organisation_id = new_users.organisation_id
      AND l.letter IN ('invitation', 'invitation_reminder')
    ORDER BY l.made_at DESC, l.id DESC
    LIMIT 1)
WHERE invited_until IS NOT NULL;

-- The orders of the list, of all invitations and of those in one state.
CREATE INDEX new_users_list_sent ON new_users (sent_at, id) WHERE invited_until IS NOT NULL;
CREATE INDEX new_users_list_name ON new_users (name_key, id) WHERE invited_until IS NOT NULL;
CREATE INDEX new_users_list_state_sent ON new_users (state, sent_at, id) WHERE invited_until IS NOT NULL;
CREATE INDEX new_users_list_state_name ON new_users (state, name_key, id) WHERE invited_until IS NOT NULL;
CREATE INDEX new_users_list_place ON new_users (organisation_id, sent_at) WHERE invited_until IS NOT NULL;

-- The invitation that a draft takes the place of, because its address is wrong: it ends when the draft is sent.
ALTER TABLE invitation_drafts ADD COLUMN replaces BLOB REFERENCES new_users (id) ON DELETE SET NULL;

CREATE INDEX invitation_drafts_replaces ON invitation_drafts (replaces) WHERE replaces IS NOT NULL;
