CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT);
INSERT INTO t VALUES (2);
CREATE TABLE mine (a INT);
INSERT INTO mine VALUES (1);
ANALYZE;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET name = 'sqlite_mine', tbl_name = 'sqlite_mine', sql = 'CREATE TABLE sqlite_mine (a INT)' WHERE name = 'mine';
