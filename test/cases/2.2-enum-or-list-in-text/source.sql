CREATE TABLE t (status VARCHAR(6) NOT NULL, priority VARCHAR(10) CHECK (priority IN ('low', 'high')), weekdays TEXT, tags VARCHAR);
INSERT INTO t VALUES ('MEDIUM', 'low', '0,2,4', '["a"]'), ('LOW', NULL, '', '[]');
