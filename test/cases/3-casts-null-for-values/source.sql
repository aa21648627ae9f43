CREATE TABLE t (id INTEGER PRIMARY KEY, age INTEGER, due DATE, must TEXT NOT NULL, guid UUID);
INSERT INTO t VALUES (1, '', '', 'x', ''), (2, 30, '2024-05-06', '', '00112233-4455-6677-8899-aabbccddeeff'), (3, 'abc', 'soon', 'y', NULL);
