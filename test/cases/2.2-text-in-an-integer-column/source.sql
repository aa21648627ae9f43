CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
INSERT INTO t VALUES (1, 12), (2, 'abc'), (3, '0x1F'), (4, '\N'), (5, NULL);
-- SQLite turns such texts into numbers when they are stored; these were stored before the column was declared so.
CREATE TABLE plain (a);
INSERT INTO plain VALUES (12), ('34'), ('-5.50');
CREATE TABLE zeros (a);
INSERT INTO zeros VALUES (12), ('007');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE ' || name || ' (a INTEGER)' WHERE name IN ('plain', 'zeros');
PRAGMA writable_schema = OFF;
