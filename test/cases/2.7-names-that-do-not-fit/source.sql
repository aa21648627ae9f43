CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, updated_at TEXT, CONSTRAINT "" CHECK (a <> 'x'), CONSTRAINT a_name_of_seventy_bytes_that_postgresql_cuts_at_the_sixty_third_byte__ UNIQUE (a, id));
CREATE INDEX "" ON t (a);
CREATE INDEX a_name_of_seventy_bytes_that_postgresql_cuts_at_the_sixty_third_byte__i ON t (a, updated_at);
CREATE VIEW a_name_of_seventy_bytes_that_postgresql_cuts_at_the_sixty_third_byte__v AS SELECT a AS a_name_of_seventy_bytes_that_postgresql_cuts_at_the_sixty_third_byte__, id AS xmin FROM t;
CREATE TRIGGER "" AFTER UPDATE ON t BEGIN UPDATE t SET updated_at = datetime('now') WHERE id = NEW.id; END;
CREATE TRIGGER a_name_of_seventy_bytes_that_postgresql_cuts_at_the_sixty_third_byte__t AFTER UPDATE ON t BEGIN UPDATE t SET updated_at = datetime('now') WHERE id = NEW.id; END;
INSERT INTO t VALUES (1, 'a', '2024-05-06 07:08:09');
