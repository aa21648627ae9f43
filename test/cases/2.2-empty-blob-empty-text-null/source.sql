CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, b BLOB, x);
INSERT INTO t VALUES (1, '', x'', x''), (2, NULL, NULL, NULL), (3, 'null', x'00', x'00');
