CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'caf@', b TEXT DEFAULT 'cafe' CHECK (b <> 'caf@'));
CREATE INDEX i ON t (b) WHERE a = 'caf@';
CREATE VIEW v AS SELECT id FROM t WHERE a = 'caf@';
INSERT INTO t VALUES (1, 'x', 'y');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '@', CAST(x'E9' AS TEXT));
UPDATE sqlite_schema SET name = CAST(name AS BLOB) WHERE name = 'v';
