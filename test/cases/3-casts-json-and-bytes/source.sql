CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT, raw TEXT, code TEXT, n INTEGER);
INSERT INTO t VALUES (1, '{"a": 1}', 'é', 'abc', 7), (2, 'null', NULL, 'abcd', NULL);
