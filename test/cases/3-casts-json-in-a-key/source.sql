CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT UNIQUE);
INSERT INTO t VALUES (1, '{"b": 1,  "a": 2}'), (2, '[]');
