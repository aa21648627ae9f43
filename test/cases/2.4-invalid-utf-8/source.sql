CREATE TABLE t (id INTEGER PRIMARY KEY, latin TEXT, cut TEXT, surrogate TEXT, cesu TEXT, overlong TEXT, beyond TEXT, good TEXT);
INSERT INTO t VALUES (1, CAST(x'6df66c' AS TEXT), CAST(x'61e282' AS TEXT), CAST(x'eda080' AS TEXT), CAST(x'eda0bdedb880' AS TEXT), CAST(x'c0af' AS TEXT), CAST(x'f4908080' AS TEXT), 'mö€😀'),
  (2, 'a', 'a', 'a', 'a', 'a', 'a', 'a'), (3, CAST(x'82ac' AS TEXT), NULL, NULL, NULL, NULL, NULL, '�');
