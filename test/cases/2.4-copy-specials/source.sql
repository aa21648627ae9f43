CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, j JSON, v VARCHAR(20));
INSERT INTO t VALUES (1, 'a' || char(9) || 'b', '"\t"', char(9)), (2, char(13, 10), '"\\"', char(10)), (3, '\N', '"\u005cN"', '\N'), (4, '\.', '["\\."]', '\.'), (5, NULL, NULL, NULL), (6, '\', '"a\nb"', '\\'), (7, char(10) || '\.' || char(10), NULL, '\t'), (8, '', NULL, '');
