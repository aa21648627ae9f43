CREATE TABLE t (double INT AS (half * 2), half INT);
INSERT INTO t (half) VALUES (2);
CREATE TABLE copied AS SELECT half, 'x' AS word FROM t;
