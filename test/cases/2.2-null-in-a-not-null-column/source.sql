CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL);
INSERT INTO t VALUES (1, NULL, 'x'), (2, 'y', 'y'), (3, NULL, '');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL)' WHERE name = 't';
PRAGMA writable_schema = OFF;
