CREATE TABLE t (a INT);
INSERT INTO t VALUES (1);
CREATE TABLE idx_data (a INT);
INSERT INTO idx_data VALUES (2);
PRAGMA writable_schema = ON;
INSERT INTO sqlite_schema VALUES ('table', 'SpatialIndex', 'SpatialIndex', 0, 'CREATE VIRTUAL TABLE SpatialIndex USING VirtualSpatialIndex()');
INSERT INTO sqlite_schema VALUES ('table', 'idx', 'idx', 0, 'CREATE VIRTUAL TABLE idx USING MyModule (a, b)');
