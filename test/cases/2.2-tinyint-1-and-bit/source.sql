CREATE TABLE t (plain TINYINT(1), bit BIT, checked TINYINT(1) CHECK (checked IN (0, 1)), defaulted BIT DEFAULT FALSE, two TINYINT(1) DEFAULT TRUE, tiny TINYINT CHECK (tiny >= 0));
INSERT INTO t VALUES (0, 1, 0, 1, 2, 1), (1, 0, 1, 0, 1, 0);
