-- A pre-approved role may be limited to a roster or roster group. An organisation's own list reads them by place and time.

ALTER TABLE pre_approvals ADD COLUMN roster_id uuid REFERENCES rosters (id);
CREATE INDEX pre_approvals_organisation ON pre_approvals (organisation_id, used_at);
