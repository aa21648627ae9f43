-- As a GeoPackage has it: http://www.geopackage.org/spec/#extension_rtree
CREATE TABLE roads (fid INTEGER PRIMARY KEY, geom BLOB);
INSERT INTO roads VALUES (1, x'47500001');
CREATE TABLE contents (name TEXT PRIMARY KEY, rows INTEGER);
INSERT INTO contents VALUES ('roads', 1);
CREATE VIRTUAL TABLE rtree_roads_geom USING rtree (id, minx, maxx, miny, maxy);
INSERT INTO rtree_roads_geom VALUES (1, 0, 1, 0, 1);
CREATE TRIGGER "rtree_roads_geom_insert" AFTER INSERT ON "roads" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  INSERT OR REPLACE INTO "rtree_roads_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;
CREATE TRIGGER "rtree_roads_geom_update3" AFTER UPDATE ON "roads" WHEN OLD."fid" != NEW."fid"
BEGIN
  DELETE FROM "rtree_roads_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_roads_geom" VALUES (NEW."fid", CASE WHEN NEW.geom IS NULL THEN 0 ELSE ST_MinX(NEW."geom") END, 0, 0, 0);
END;
CREATE TRIGGER "rtree_roads_geom_delete" AFTER DELETE ON "roads" WHEN old."geom" NOT NULL
BEGIN
  DELETE FROM RTREE_ROADS_GEOM_rowid WHERE rowid = OLD."fid";
END;
CREATE TRIGGER aligned AFTER INSERT ON roads BEGIN
  SELECT RTreeAlign('rtree_roads_geom', NEW.fid, NEW.geom);
END;
CREATE TRIGGER counted AFTER INSERT ON roads BEGIN
  DELETE FROM rtree_roads_geom WHERE id = -1;
  UPDATE contents SET rows = rows + 1 WHERE name = 'roads';
END;
CREATE TRIGGER guarded BEFORE DELETE ON roads BEGIN
  DELETE FROM rtree_roads_geom WHERE id = (SELECT RAISE(ABORT, 'roads stay') WHERE OLD.fid < 0);
END;
