CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT, data TEXT, created DATETIME, deleted_at DATETIME, deleted BOOLEAN DEFAULT 0);
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE deleted_at IS NULL;
CREATE INDEX users_day ON users (substr(name, 6));
CREATE INDEX users_json ON users (JSON_EXTRACT(data, '$.id'));
CREATE UNIQUE INDEX users_json_unique ON users (json_extract(data, '$.id'));
CREATE INDEX users_hour ON users (strftime('%Y-%m-%d %H:00:00', created));
CREATE INDEX users_live ON users (name) WHERE deleted = 0 AND email != '';
INSERT INTO users VALUES (1, 'A@x', 'name-1', '{"id": 1}', '2024-05-06 07:08:09', NULL, 0), (2, 'a@x', 'é', '{"id": "1"}', NULL, '2024-05-06 07:08:09', 1);
