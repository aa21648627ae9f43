CREATE TABLE "UserName" (a INT);
CREATE TABLE user_name ("a_b" INT, "aB" INT);
