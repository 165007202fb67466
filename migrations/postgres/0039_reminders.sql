-- Reminding those who were invited, and telling whoever invited them when nobody answered in time. Both start afresh when
-- the letter is sent again.

-- How many reminders went since the letter was last sent.
ALTER TABLE new_users ADD COLUMN reminded bigint NOT NULL DEFAULT 0;
-- Whether whoever invited was told that the time is over.
ALTER TABLE new_users ADD COLUMN expiry_told boolean NOT NULL DEFAULT FALSE;
