-- Access that ends is told before it does.

-- How far: 0 not yet, 1 a week before, 2 the day before. Another end begins afresh.
ALTER TABLE member_roles ADD COLUMN end_told INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_roles_end_told ON member_roles (ends_at) WHERE ends_at IS NOT NULL AND end_told < 2;
