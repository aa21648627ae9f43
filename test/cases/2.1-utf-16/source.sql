PRAGMA encoding = 'UTF-16be';
CREATE TABLE "Ünï" ("ключ" TEXT PRIMARY KEY, b BLOB, c TEXT DEFAULT 'é');
INSERT INTO "Ünï" ("ключ", b) VALUES ('日本😀', x'00ff'), ('a' || char(9) || 'b' || char(10), x'01');
