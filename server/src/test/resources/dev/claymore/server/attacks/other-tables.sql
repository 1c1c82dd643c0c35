# Tables that are not a project's: of the product, of the system, by every spelling.
== refused: projects has everybody's keys
SELECT * FROM projects
== refused: the same, qualified
SELECT writeKey, secretKeyHash FROM claymore.projects
== refused: the same, in backticks
SELECT writeKey FROM `claymore`.`projects`
== refused: the same, in double quotes
SELECT "writeKey" FROM "claymore"."projects"
== refused: the same, in typographic quotes, which the parser takes
SELECT writeKey FROM “projects”
== refused: the same, with an escape inside the backticks
SELECT writeKey FROM `\x70rojects`
== refused: the same, with another escape
SELECT writeKey FROM "proj\145cts"
== refused: the same, broken by comments
SELECT writeKey FROM/**/claymore/* . */./* */projects-- the end
== refused: the same, behind an alias that is a table of the contract
SELECT events.writeKey FROM projects AS events
== refused: the same, as the right side of a join
SELECT p.writeKey FROM events AS e CROSS JOIN projects AS p
== refused: the same, pasted
SELECT * FROM events PASTE JOIN projects
== refused: the same, in a subquery of a subquery
SELECT count() FROM (SELECT * FROM (SELECT writeKey FROM projects))
== refused: the same, as a number
SELECT (SELECT count() FROM projects)
== refused: the same, by EXISTS
SELECT EXISTS (SELECT 1 FROM projects WHERE startsWith(writeKey, 'wk_a'))
== refused: the same, one bit at a time
SELECT count() FROM events WHERE (SELECT any(substring(writeKey, 4, 1)) FROM projects WHERE projectId = 'theirs') = 'a'
== refused: a table behind IN
SELECT 'theirs' IN projects
== refused: a table behind IN, qualified
SELECT ('theirs', 'a') IN claymore.projects
== refused: a table behind IN, in parentheses
SELECT 'theirs' IN (projects)
== refused: a table behind GLOBAL NOT IN
SELECT count() FROM events WHERE projectId GLOBAL NOT IN (projects)
== refused: a table behind in()
SELECT in('theirs', projects)
== refused: a CTE of the same name, in another scope
SELECT (WITH projects AS (SELECT 1 AS one) SELECT count() FROM projects), writeKey FROM projects
== refused: a CTE of the same name, and the table qualified
WITH projects AS (SELECT 'x' AS writeKey) SELECT writeKey FROM claymore.projects
== refused: a CTE that reads the table it is named after
WITH projects AS (SELECT * FROM projects) SELECT writeKey FROM projects
== refused: a CTE whose name is a contract's table and whose body is not
WITH events AS (SELECT writeKey FROM projects) SELECT * FROM events
== refused: a union
SELECT page FROM events UNION ALL SELECT writeKey FROM projects
== refused: an intersection
SELECT projectId FROM projects INTERSECT SELECT 'theirs'
== refused: a difference
(SELECT projectId FROM projects) EXCEPT (SELECT 'mine')
== refused: the word FROM first
FROM projects SELECT writeKey
== refused: ORDER BY
SELECT page FROM events ORDER BY (SELECT count() FROM projects)
== refused: LIMIT
SELECT page FROM events LIMIT (SELECT count() FROM projects)
== refused: HAVING
SELECT page FROM events GROUP BY page HAVING count() > (SELECT count() FROM projects)
== refused: a window
SELECT row_number() OVER (ORDER BY (SELECT any(writeKey) FROM projects)) FROM events
== refused: QUALIFY
SELECT page FROM events QUALIFY row_number() OVER () > (SELECT count() FROM projects)
== refused: inside a lambda
SELECT arrayMap(x -> (SELECT any(writeKey) FROM projects), [1])
== refused: the condition of a join
SELECT 1 FROM events AS a JOIN sessions AS b ON a.sessionId = b.sessionId AND b.projectId = (SELECT any(writeKey) FROM projects)
== refused: a default of WITH FILL
SELECT toUInt64(x) AS n FROM events ORDER BY n WITH FILL FROM 0 TO (SELECT count() FROM projects)
== refused: the migrations
SELECT * FROM migrations
== refused: a materialized view
SELECT * FROM events_to_sessions
== refused: a view's own table
SELECT * FROM `.inner.events_to_sessions`
== refused: the tables of the system
SELECT name, create_table_query FROM system.tables
== refused: the columns of the system
SELECT table, sum(data_uncompressed_bytes) FROM system.columns GROUP BY table
== refused: the parts, which know how many rows everybody has
SELECT partition, rows FROM system.parts
== refused: what others run at the moment
SELECT query FROM system.processes
== refused: what others ran
SELECT query FROM system.query_log
== refused: the settings, which name the filter
SELECT * FROM system.settings WHERE changed
== refused: one row
SELECT * FROM system.one
== refused: endless rows
SELECT number FROM system.numbers LIMIT 3
== refused: the users
SELECT * FROM system.users
== refused: named collections
SELECT * FROM system.named_collections
== refused: dictionaries
SELECT * FROM system.dictionaries
== refused: disks and their paths
SELECT path FROM system.disks
== refused: the environment
SELECT * FROM system.build_options
== refused: stacks of the process
SELECT * FROM system.stack_trace
== refused: the standard's tables
SELECT * FROM information_schema.tables
== refused: the standard's tables, in capitals
SELECT * FROM INFORMATION_SCHEMA.COLUMNS
== refused: the database the engine begins with
SELECT * FROM default.events
== refused: the system, in backticks with an escape
SELECT * FROM `syst\x65m`.`tables`
== refused: a join with the system, using its columns
SELECT name FROM events JOIN system.tables USING (name)
== refused: a table by parameter
SELECT * FROM {table:Identifier}
-- parameters {"table": "projects"}
== refused: a qualified table by parameter
SELECT * FROM claymore.{table:Identifier}
-- parameters {"table": "projects"}
== refused: a database by parameter
SELECT * FROM {database:Identifier}.tables
-- parameters {"database": "system"}
== refused: the bound parameter as a name
SELECT * FROM {projectId:Identifier}
== refused: an alias by parameter that hides the filter's column
SELECT 'theirs' AS {name:Identifier} FROM events
-- parameters {"name": "projectId"}
== refused: source maps
SELECT * FROM source_maps
== refused: source maps, joined by nearness
SELECT * FROM events AS e ASOF JOIN source_maps AS s ON e.page = s.path AND e.timestamp > s.uploadedAt
== refused: source maps as a set
SELECT page FROM events WHERE page IN source_maps
== refused: source maps as a set of pairs
SELECT page FROM events WHERE (page, title) IN (source_maps)
== refused: source maps in place of a column
SELECT * EXCEPT(page) REPLACE((SELECT any(map) FROM source_maps) AS title) FROM events
== refused: source maps from the front
FROM source_maps SELECT map
