CREATE TABLE t (a INTEGER, b TEXT, v TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;
INSERT INTO t VALUES (1, 'x', 'p'), (2, 'x', 'q');
CREATE TABLE s (i INT NOT NULL, r REAL, t TEXT, b BLOB, a ANY, UNIQUE (t, i)) STRICT;
INSERT INTO s VALUES (1, 0.5, 'x', x'00ff', '12'), (2, 2, NULL, NULL, 'y');
CREATE TABLE twice (a INT, b INT, PRIMARY KEY (a, b, a), UNIQUE (b, a, b));
INSERT INTO twice VALUES (1, 2);
