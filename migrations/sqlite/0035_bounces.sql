-- Bounces: a mail server that took a letter may report later that it could not deliver it (the letter is given up), or not
-- yet. The same is noted of a letter that is to be tried again.
ALTER TABLE outbox ADD COLUMN deferred INTEGER NOT NULL DEFAULT 0;
