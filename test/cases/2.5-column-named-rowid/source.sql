CREATE TABLE t (rowid TEXT, v TEXT);
INSERT INTO t VALUES ('first', 'a'), ('second', 'b');
CREATE TABLE all_three (rowid TEXT, oid TEXT, _rowid_ INTEGER);
INSERT INTO all_three VALUES ('x', 'y', 7), (NULL, NULL, NULL);
CREATE TABLE o (oid INTEGER PRIMARY KEY, v TEXT);
INSERT INTO o VALUES (42, 'c');
