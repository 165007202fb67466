-- Proposals can lapse: what they rest on ended, and nobody settled them.

ALTER TABLE proposals DROP CONSTRAINT proposals_state_check;
ALTER TABLE proposals ADD CONSTRAINT proposals_state_check
    CHECK (state IN ('open', 'confirmed', 'turned_down', 'lapsed'));
ALTER TABLE proposals ADD CHECK ((state IN ('open', 'lapsed')) = (decided_by IS NULL));

CREATE INDEX proposals_person ON proposals (person_id) WHERE state = 'open';
