CREATE/*c*/TABLE--x
 IF NOT EXISTS t /* (a int) */ ( --first, column
 id /* , b */ INTEGER--type
 PRIMARY/**/KEY , "b,c)" VARCHAR ( 10 /* ten */ ) DEFAULT 'a,b)--' CHECK( "b,c)" <> ')' -- not so
 ), c DOUBLE
 PRECISION, [d] -- no type
 , `e` 'TEXT' NOT
 NULL DEFAULT(/*)*/'x'), CONSTRAINT
 one UNIQUE(c) -- last
);
INSERT INTO t (id, "b,c)", c, d) VALUES (1, 'q', 2.5, 'd');
CREATE INDEX /* on x */ 'by c' -- y
 ON t(c /*c*/ DESC) WHERE c > 1 --end
;
