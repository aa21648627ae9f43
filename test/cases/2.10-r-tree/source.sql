CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO places VALUES (1, 'home');
CREATE VIRTUAL TABLE area USING rtree (id, low, high, +label TEXT);
INSERT INTO area VALUES (1, 0.5, 1.5, 'north');
CREATE TABLE area_nodes (a INT);
INSERT INTO area_nodes VALUES (5);
