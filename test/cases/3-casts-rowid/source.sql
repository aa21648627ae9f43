CREATE TABLE t (name TEXT);
INSERT INTO t (rowid, name) VALUES (5, 'five'), (-3, 'minus three'), (9, NULL);
CREATE TABLE keyed (id INTEGER PRIMARY KEY, x TEXT);
INSERT INTO keyed VALUES (1, 'a');
CREATE TABLE own (rowid TEXT, x TEXT);
INSERT INTO own VALUES ('1', 'a');
