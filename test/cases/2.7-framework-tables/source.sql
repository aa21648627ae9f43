CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('abc');
CREATE TABLE room_master_table (id INTEGER PRIMARY KEY);
INSERT INTO room_master_table VALUES (42);
CREATE TABLE t (a INT);
