CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT, required TEXT NOT NULL);
INSERT INTO t VALUES (1, '5', '1'), (2, '', '2'), (3, 'five', '3'), (4, NULL, ''), (5, '7', 'x');
