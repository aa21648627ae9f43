CREATE TABLE t (a POINT, b CHARINT, c "FLOATING POINT", d STRING, e "FOO", f "FOO", g STRING);
INSERT INTO t VALUES ('POINT(1 2)', 'x', 0.5, '007', 1, 'x', 'x'), ('POINT(3 4)', 'y', 1.5, 'seven', 2.5, 'y', 'y');
