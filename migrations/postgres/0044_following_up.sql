-- Requests that nobody decides: those who may decide are reminded, then support is told, and in the end they lapse.

-- How far: 0 not yet, 1 reminded, 2 reminded again, 3 support was told.
ALTER TABLE join_requests ADD COLUMN followed_up bigint NOT NULL DEFAULT 0;
CREATE INDEX join_requests_to_follow_up ON join_requests (confirmed_at, id) WHERE state = 'pending' AND followed_up < 3;
