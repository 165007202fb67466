-- Registrations: whatever waits, of every organisation, oldest first; the list that administrators work through all day.

CREATE INDEX join_requests_waits ON join_requests (made_at, id) WHERE state IN ('awaiting_confirmation', 'pending');
