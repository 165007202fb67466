-- The roles of one who is being added are read by who that is; the other indexes have only those with a limit, or without.
CREATE INDEX new_user_roles_user ON new_user_roles (new_user_id, role);
