CREATE TABLE t (i, r, wide, s, b, mixed, bytes, none, any ANY, numbers);
INSERT INTO t VALUES (1, 1.5, 9007199254740993, 'a', x'00', 1, x'61', NULL, 'x', 1), (-2, 2, 0.5, '1', x'', '1', 'a', NULL, 'y', 2), (NULL, NULL, NULL, '', NULL, 2.5, NULL, NULL, NULL, 3);
CREATE TABLE made AS SELECT i AS number, s AS word, i + 0.5 AS sum FROM t;
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, a ANY, n INT, r REAL, s TEXT, b BLOB) STRICT;
INSERT INTO strict_one VALUES (1, 1, 1, 1, 'a', x'00'), (2, 2, NULL, NULL, NULL, NULL);
CREATE TABLE empty (x, y ANY);
