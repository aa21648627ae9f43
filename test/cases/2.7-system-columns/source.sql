CREATE TABLE t (ctid INT, ctid_ INT, xmin INT, xmax INT, cmin INT, cmax INT, tableoid INT, oid INT);
INSERT INTO t VALUES (1, 2, 3, 4, 5, 6, 7, 8);
CREATE TABLE unnamed_1 ("" INT, unnamed_1 INT);
INSERT INTO unnamed_1 VALUES (9, 10);
CREATE TABLE "" (a INT);
INSERT INTO "" VALUES (11);
