CREATE TABLE t (iso CHAR(2), long CHAR(2), zero CHAR(0), huge VARCHAR(20000000));
INSERT INTO t VALUES ('DE', 'DEU', '', 'x'), ('F ', 'F', 'x', NULL);
