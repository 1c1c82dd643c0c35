# Everything that is no SELECT, and clauses that make more of a SELECT than reading.
== fails: two statements
SELECT 1; SELECT * FROM projects
== fails: two statements, the first a comment
/* */; DROP TABLE events
== fails: a statement behind a line comment
SELECT 1 --
; DROP TABLE events
== fails: writing a file
SELECT * FROM events INTO OUTFILE '/tmp/claymore-attack-out'
== fails: writing a file and answering too
SELECT 1 INTO OUTFILE '/tmp/claymore-attack-out' AND STDOUT
== fails: writing a packed file
SELECT 1 INTO OUTFILE '/tmp/claymore-attack-out' TRUNCATE COMPRESSION 'gzip' LEVEL 3 FORMAT TSV
== refused: a format
SELECT 1 FORMAT Native
== refused: a format that is a null device
SELECT * FROM events FORMAT Null
== fails: settings
SELECT 1 SETTINGS max_threads = 1
== fails: settings that lift the filter
SELECT count() FROM events SETTINGS additional_table_filters = {}
== refused: settings that lift the filter, within
SELECT count() FROM (SELECT * FROM events SETTINGS additional_table_filters = {})
== refused: settings that lift the filter, in a CTE
WITH all AS (SELECT * FROM events SETTINGS additional_table_filters = {'x': '1'}) SELECT count() FROM all
== fails: settings that lift the filter, in a number
SELECT (SELECT count() FROM events SETTINGS additional_table_filters = map())
== refused: settings that lift the filter, behind IN
SELECT count() FROM sessions WHERE sessionId IN (SELECT sessionId FROM events SETTINGS additional_table_filters = {})
== fails: settings that lift the filter, after a union
SELECT page FROM events UNION ALL SELECT page FROM events SETTINGS additional_table_filters = {}
== refused: settings that lift the filter, in a union in parentheses
(SELECT page FROM events SETTINGS additional_table_filters = {}) UNION ALL (SELECT '')
== fails: settings with comments inside
SELECT 1 /**/SETTINGS/**/readonly/**/=/**/0
== fails: settings by parameter
SELECT 1 SETTINGS max_threads = {n:UInt64}
-- parameters {"n": 1}
== fails: limits lifted
SELECT count() FROM events SETTINGS max_execution_time = 0, max_memory_usage = 0
== refused: explain a plan with its filter
EXPLAIN PLAN actions = 1 SELECT * FROM events
== refused: explain indexes, which count everybody's granules
EXPLAIN indexes = 1 SELECT * FROM events
== refused: explain an estimate
EXPLAIN ESTIMATE SELECT * FROM events
== refused: explain a tree
EXPLAIN QUERY TREE SELECT 1
== refused: explain syntax
EXPLAIN SYNTAX SELECT 1
== refused: explain as a subquery
SELECT * FROM (EXPLAIN SELECT * FROM projects)
== refused: show tables
SHOW TABLES FROM claymore
== refused: show databases
SHOW DATABASES
== refused: show a table
SHOW CREATE TABLE projects
== refused: show settings
SHOW SETTINGS LIKE '%filters%'
== refused: show who runs
SHOW PROCESSLIST
== refused: show columns
SHOW COLUMNS FROM projects
== refused: show functions
SHOW FUNCTIONS
== refused: describe a table
DESCRIBE TABLE projects
== refused: describe a file
DESC file('/etc/passwd')
== refused: whether a table exists
EXISTS TABLE projects
== refused: check a table
CHECK TABLE events
== refused: another database
USE system
== refused: a setting
SET readonly = 0
== refused: a role
SET ROLE ALL
== refused: another dialect
SET dialect = 'kusto'
== refused: kill
KILL QUERY WHERE 1 SYNC
== refused: kill mutations
KILL MUTATION WHERE 1
== refused: shut down
SYSTEM SHUTDOWN
== refused: stop merges
SYSTEM STOP MERGES
== refused: flush logs
SYSTEM FLUSH LOGS
== refused: drop caches
SYSTEM DROP MARK CACHE
== refused: insert values
INSERT INTO events (projectId, sessionId, timestamp) VALUES ('theirs', generateUUIDv7(), now())
== refused: insert what was read
INSERT INTO events SELECT * FROM events
== refused: insert into a file
INSERT INTO FUNCTION file('/tmp/claymore-attack-out', 'TSV') SELECT * FROM events
== refused: insert into the network
INSERT INTO FUNCTION url('http://127.0.0.1:1/') SELECT * FROM events
== refused: insert behind a CTE
WITH x AS (SELECT 1) INSERT INTO events SELECT * FROM x
== refused: delete
DELETE FROM events WHERE 1
== refused: update
UPDATE events SET page = 'x' WHERE 1
== refused: a mutation
ALTER TABLE events DELETE WHERE 1
== refused: a column more
ALTER TABLE events ADD COLUMN attack String DEFAULT file('/etc/passwd')
== refused: a partition dropped
ALTER TABLE events DROP PARTITION ALL
== refused: a freeze, which copies files
ALTER TABLE events FREEZE
== refused: a drop
DROP TABLE events
== refused: a drop of everything
DROP DATABASE claymore
== refused: an undrop
UNDROP TABLE events
== refused: truncation
TRUNCATE TABLE events
== refused: renaming
RENAME TABLE events TO events2
== refused: exchanging
EXCHANGE TABLES events AND sessions
== refused: optimizing
OPTIMIZE TABLE events FINAL
== refused: detaching
DETACH TABLE events
== refused: attaching
ATTACH TABLE x FROM '/tmp' (a UInt8) ENGINE = Memory
== refused: a table
CREATE TABLE attack (x UInt8) ENGINE = Memory
== refused: a temporary table
CREATE TEMPORARY TABLE events AS SELECT * FROM projects
== refused: a table that is a file
CREATE TABLE attack (x String) ENGINE = File(LineAsString, '/etc/passwd')
== refused: a table that is the network
CREATE TABLE attack ENGINE = URL('http://127.0.0.1/', TSV) AS SELECT 1
== refused: a view
CREATE VIEW attack AS SELECT * FROM events
== refused: a view that runs later as somebody else
CREATE MATERIALIZED VIEW attack REFRESH EVERY 1 SECOND ENGINE = Memory AS SELECT * FROM events
== refused: a database
CREATE DATABASE attack ENGINE = Overlay
== refused: a function
CREATE FUNCTION attack AS (x) -> x
== refused: a named collection
CREATE NAMED COLLECTION attack AS x = 1
== refused: a dictionary
CREATE DICTIONARY attack (a UInt64) PRIMARY KEY a SOURCE(FILE(PATH '/etc/passwd' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)
== refused: a user
CREATE USER attack
== refused: a grant
GRANT ALL ON *.* TO default
== refused: a row policy
CREATE ROW POLICY attack ON events USING 1 TO ALL
== refused: a backup to a file
BACKUP DATABASE claymore TO File('/tmp/claymore-attack-out')
== refused: a restore
RESTORE TABLE events FROM File('/tmp/claymore-attack-out')
== refused: a transaction
BEGIN TRANSACTION
== refused: watching
WATCH events
== refused: as somebody else
EXECUTE AS default SELECT 1
== refused: side by side
SELECT 1 PARALLEL WITH SELECT 2
== fails: an old trick of another database
SELECT 1 /*!50000 ; DROP TABLE events */ ; DROP TABLE sessions
== fails: nothing
;
== fails: a comment alone
-- SELECT 1
