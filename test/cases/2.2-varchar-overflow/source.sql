CREATE TABLE t (fits VARCHAR(3), long VARCHAR(3), blanks VARCHAR(3), wide NVARCHAR(2), none VARCHAR, odd VARCHAR2( 4 ));
INSERT INTO t VALUES ('abc', 'abcd', 'abc ', '😀é', 'x', 'abcd'), ('é😀é', '', '   ', '', '', NULL);
