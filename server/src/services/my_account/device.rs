//! What a browser calls itself, shortened for people.
