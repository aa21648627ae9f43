CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT, c REAL);
CREATE INDEX ix_t_id ON t (id);
CREATE INDEX ix_ab ON t (a, b DESC);
CREATE UNIQUE INDEX ux_bc ON t (b, c);
CREATE INDEX ix_twice ON t (a, a DESC, a);
CREATE INDEX "Ix Odd" ON t (c DESC);
INSERT INTO t VALUES (1, 'x', 1, 0.5), (2, NULL, NULL, NULL), (3, NULL, NULL, NULL), (4, 'z', 0, 0.0), (5, 'z', 1, -0.0);
