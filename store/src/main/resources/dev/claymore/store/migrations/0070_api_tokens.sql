-- Tokens that were given to people and programs, beside the keys of the project that they are of: they are read and change with it.
ALTER TABLE projects
    ADD COLUMN IF NOT EXISTS apiTokens String COMMENT 'JSON: id, name, role, SHA-256 of the token, when it was made; empty: none' AFTER settings;
