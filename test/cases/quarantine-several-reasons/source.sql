PRAGMA foreign_keys = off;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  due DATE,
  done BOOLEAN,
  priority INTEGER CHECK (priority BETWEEN 1 AND 5)
);
INSERT INTO users VALUES (1, 'a@example.org');
PRAGMA ignore_check_constraints = on;
INSERT INTO tasks VALUES
  (1, 1, '2024-05-06', 1, 3),
  (2, 9, 'soon', 'maybe', 7),
  (3, 1, NULL, 0, NULL),
  (4, 9, NULL, NULL, 1);
