PRAGMA foreign_keys = OFF;
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob');
CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), title TEXT);
INSERT INTO tasks VALUES (10, 1, 'a'), (17, 99, 'b'), (90, 98, 'c'), (91, NULL, 'd');
CREATE TABLE comments (id INTEGER PRIMARY KEY, task_id INT REFERENCES tasks(id));
INSERT INTO comments VALUES (1, 10), (2, 17);
CREATE TABLE reactions (comment_id INT REFERENCES comments(id), kind TEXT);
INSERT INTO reactions VALUES (1, 'up'), (2, 'down');
