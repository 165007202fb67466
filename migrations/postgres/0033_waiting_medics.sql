-- Medics who have not confirmed stand in Manage registrations, those listed longest first.

CREATE INDEX medics_wait ON medics (listed_at, id) WHERE ended_at IS NULL AND in_at IS NULL;
CREATE INDEX medics_wait_there ON medics (organisation_id, listed_at) WHERE ended_at IS NULL AND in_at IS NULL;
