# Reading another project's rows: counts, values, positions, errors that echo them. All of these may run; none may tell anything.
== harmless: everything there is
SELECT * FROM events
== harmless: everything of them
SELECT * FROM events WHERE projectId = 'theirs'
== harmless: everything but mine
SELECT count(), any(userId) FROM events WHERE projectId != 'mine'
== harmless: or
SELECT count() FROM events WHERE projectId = 'mine' OR 1 = 1
== passes: counted without reading
SELECT count() FROM events
-- rows [[40]]
== passes: counted without reading, all tables
SELECT (SELECT count() FROM events), (SELECT count() FROM sessions), (SELECT count() FROM session_tags), (SELECT count() FROM replay_events), (SELECT count() FROM project_days)
-- rows [[40, 4, 4, 12, 1]]
== harmless: sums that the rollup has
SELECT sum(eventCount), max(lastEventAt) FROM project_days
== harmless: the ledger
SELECT sum(events), sum(bytes) FROM ledger
== passes: which projects there are
SELECT projectId, count() FROM events GROUP BY projectId
-- rows [["mine", 40]]
== harmless: the same by DISTINCT
SELECT DISTINCT projectId FROM sessions
== harmless: bounds, which the parts know without reading
SELECT min(projectId), max(projectId), min(timestamp), max(timestamp) FROM events
== harmless: bounds of the partition key
SELECT min(toMonday(timestamp)), max(toMonday(timestamp)) FROM events
== harmless: one partition, counted by its key
SELECT count() FROM events WHERE toMonday(timestamp) = '2026-03-02'
== harmless: the parameter that is bound already
SELECT count() FROM events WHERE projectId = {projectId:String}
-- parameters {"projectId": "theirs"}
== harmless: a parameter that would be a setting
SELECT count() FROM events WHERE 1 = {x:UInt8}
-- parameters {"x": "1", "additional_table_filters": "{}"}
== harmless: a parameter whose name would be more of the URL
SELECT count() FROM events
-- parameters {"x&additional_table_filters={}&y": "1"}
== harmless: a parameter whose name would be a header
SELECT count() FROM events
-- parameters {"x\r\nX-ClickHouse-Setting: y": "1"}
== harmless: a value that would end its quotes
SELECT count() FROM events WHERE page = {page:String}
-- parameters {"page": "' OR projectId = 'theirs' --"}
== harmless: a value that would end its escapes
SELECT count() FROM events WHERE page = {page:String} OR page = '/here'
-- parameters {"page": "\\' OR 1 = 1 --\t\n\\N"}
== harmless: an array that would end itself
SELECT count() FROM events WHERE has({pages:Array(String)}, page)
-- parameters {"pages": "['a'] , ['b']) OR 1 = 1 --"}
== harmless: a type that would be SQL
SELECT count() FROM events WHERE {x:String) OR 1 = 1 OR (String} = ''
-- parameters {"x": "a"}
== harmless: an alias that hides the column of the filter
SELECT count(), any(userId) FROM (SELECT 'mine' AS projectId, * EXCEPT (projectId) FROM events)
== harmless: an alias that hides it, declared before
WITH 'mine' AS projectId SELECT count(), any(userId) FROM events
== harmless: an alias that hides it, of an expression
SELECT count() FROM events WHERE ('mine' AS projectId) = 'mine'
== harmless: the column replaced
SELECT * REPLACE ('mine' AS projectId) FROM events LIMIT 3
== harmless: a table by another table's name
SELECT count(), any(sessions.userId) FROM events AS sessions
== harmless: a table by the name the filter knows it by
SELECT count() FROM events AS `claymore.sessions`
== harmless: tables by each other's names
SELECT count() FROM events AS sessions JOIN sessions AS events ON sessions.sessionId = events.sessionId
== harmless: a CTE by a table's name
WITH events AS (SELECT * FROM sessions) SELECT count() FROM events
== harmless: a CTE by its own table's name
WITH events AS (SELECT * FROM events) SELECT count(), any(userId) FROM events
== harmless: the database in another case
SELECT count() FROM CLAYMORE.events
== harmless: no merging
SELECT count() FROM events FINAL
== harmless: a sample
SELECT count() FROM events SAMPLE 1
== harmless: conditions before the filter
SELECT count() FROM events PREWHERE projectId = 'theirs'
== passes: a condition that fails on them
SELECT count() FROM events WHERE intDiv(1, toUInt8(projectId != 'theirs')) = 1
-- rows [[40]]
== passes: a condition that fails on them, earlier
SELECT count() FROM events PREWHERE intDiv(1, toUInt8(projectId != 'theirs')) = 1
-- rows [[40]]
== harmless: an error that would echo them
SELECT sum(toUInt64(userId)) FROM events
== harmless: an error that would echo them, in the condition
SELECT count() FROM events WHERE toUInt64(userId) > 1
== harmless: an error that would echo them, earlier
SELECT count() FROM events PREWHERE toUInt64(userId) > 1
== harmless: an error that would echo them, by their key
SELECT count() FROM events PREWHERE toUInt64(concat(projectId, page)) > 1
== harmless: an error that would echo them, where the key begins with them
SELECT count() FROM sessions PREWHERE toDate(userId) > '2020-01-01'
== harmless: an error that would echo their tags
SELECT count() FROM session_tags PREWHERE toUInt64(value) > 1
== harmless: an error that would echo their recordings
SELECT count() FROM replay_events PREWHERE toUInt64(payload) > 1
== harmless: an error that would echo them, thrown
SELECT count() FROM events PREWHERE throwIf(projectId = 'theirs', 'there')
== harmless: an error that would echo them, thrown in the condition
SELECT throwIf(count() > 100, 'more') FROM events WHERE projectId = 'theirs'
== harmless: an error that echoes only them, before the filter
SELECT count() FROM events PREWHERE toUInt64(if(projectId = 'mine', '1', userId)) > 0
== harmless: an error that echoes only them, known by another column
SELECT count() FROM events PREWHERE toUInt64(if(page = '/here', '1', errorMessage)) > 0
== harmless: an error that echoes only their tags
SELECT count() FROM session_tags FINAL PREWHERE toUInt64(if(value = 'free', '1', value)) > 0 AND key = 'plan'
== harmless: an error that echoes only their sessions
SELECT count() FROM sessions PREWHERE toUInt64(if(projectId = 'mine', '1', exitPage)) > 0
== harmless: an error that echoes only their recordings
SELECT count() FROM replay_events PREWHERE toUInt64(if(payload = '{"source":1}', '1', payload)) > 0
== harmless: an error that echoes only them, in the condition
SELECT count() FROM events WHERE toUInt64(if(page = '/here', '1', userId)) > 0
== harmless: an error that echoes only them, behind a condition
SELECT count() FROM session_tags WHERE key != '' AND toUInt64(if(value = 'free', '1', value)) > 0
== harmless: an error that echoes only them, in a subquery's condition
SELECT * FROM (SELECT toUInt64(if(page = '/here', '1', userId)) AS n, * FROM events) WHERE n > 0 LIMIT 1
== harmless: an error that echoes only them, in a join's condition
SELECT a.value FROM session_tags AS a JOIN session_tags AS b ON toUInt64(if(a.value = 'free', '1', a.value)) = toUInt64(if(b.value = 'free', '1', b.value)) LIMIT 1
== harmless: an error that echoes only them, by a lambda
SELECT count() FROM events WHERE arrayExists(x -> toUInt64(if(projectId = 'mine', '1', x)) > 0, [userId])
== passes: an error that tells one bit of them
SELECT count() FROM events PREWHERE intDiv(1, toUInt8(userId NOT LIKE 'whi%er-user-7%')) = 1
-- rows [[40]]
== harmless: an error that would echo them in a join
SELECT count() FROM events AS a JOIN events AS b ON toUInt64(a.userId) = toUInt64(b.userId)
== harmless: an error that would echo them as a date
SELECT parseDateTime(userId, '%Y') FROM events ORDER BY projectId DESC
== harmless: an error that would echo them as JSON
SELECT CAST(errorMessage AS JSON) FROM events ORDER BY projectId DESC LIMIT 1
== harmless: an error that would echo them as an enum
SELECT CAST(userId AS Enum8('a' = 1)) FROM events
== harmless: an error that would echo them, found by an index
SELECT count() FROM session_tags WHERE value = 'whis' || 'per-tag-1' AND throwIf(1)
== harmless: their session, by its number
SELECT * FROM sessions WHERE sessionId = '019cab00-0000-7000-8000-000000000001'
== harmless: their recording, by its session
SELECT payload FROM replay_events WHERE sessionId = '019cab00-0000-7000-8000-000000000001'
== harmless: their recording, by a join
SELECT r.payload FROM events AS e RIGHT JOIN replay_events AS r ON e.sessionId = r.sessionId WHERE e.projectId != 'mine'
== harmless: a full join that keeps what does not fit
SELECT a.userId, b.userId FROM events AS a FULL OUTER JOIN sessions AS b ON a.sessionId = b.sessionId AND a.projectId != b.projectId
== harmless: a join without a condition
SELECT count(), uniqExact(b.projectId) FROM sessions AS a CROSS JOIN sessions AS b
== harmless: an ASOF join
SELECT a.userId, b.userId FROM sessions AS a ASOF JOIN sessions AS b ON a.projectId = b.projectId AND a.createdAt >= b.createdAt LIMIT 5
== harmless: a correlated subquery
SELECT page, (SELECT count() FROM sessions AS s WHERE s.sessionId = e.sessionId) FROM events AS e LIMIT 5
== harmless: a correlated EXISTS
SELECT count() FROM events AS e WHERE EXISTS (SELECT 1 FROM sessions AS s WHERE s.projectId != e.projectId)
== harmless: a set of theirs
SELECT count() FROM events WHERE sessionId IN (SELECT sessionId FROM sessions WHERE projectId = 'theirs')
== harmless: a whole table as a set
SELECT count() FROM events WHERE (projectId, page) IN (SELECT projectId, page FROM events)
== harmless: neighbours in a window
SELECT page, lagInFrame(userId) OVER (ORDER BY projectId) FROM events
== harmless: ranks in a window
SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY projectId, eventId) AS n FROM events)
== harmless: totals of a grouping
SELECT projectId, count() FROM events GROUP BY projectId WITH TOTALS
== harmless: every grouping
SELECT projectId, page, count() FROM events GROUP BY GROUPING SETS ((projectId), (page), ())
== harmless: extremes by LIMIT BY
SELECT * FROM events ORDER BY timestamp LIMIT 1 BY projectId
== harmless: the rest of a key
SELECT DISTINCT tags FROM events
== harmless: all keys of tags
SELECT groupUniqArray(key), uniqExact(value) FROM session_tags
== harmless: a union of all
SELECT projectId, userId FROM events UNION ALL SELECT projectId, userId FROM sessions
== harmless: states of an aggregate
SELECT hex(groupUniqArrayState(userId)) FROM events
== harmless: a recursion over sessions
WITH RECURSIVE walk AS (SELECT sessionId, 1 AS depth FROM sessions UNION ALL SELECT s.sessionId, depth + 1 FROM sessions AS s JOIN walk AS w ON s.sessionId > w.sessionId WHERE depth < 2) SELECT count() FROM walk
== harmless: a column that a table makes on reading
SELECT * FROM sessions ORDER BY projectId DESC LIMIT 1
== harmless: names matched by a pattern
SELECT COLUMNS('.*') FROM sessions ORDER BY projectId DESC LIMIT 1
== harmless: names of the tuple beneath
SELECT person, visitor, place, entry FROM sessions
== harmless: a subcolumn
SELECT tags.keys, tags.values FROM events ORDER BY projectId DESC LIMIT 1
== harmless: the part a row lies in
SELECT DISTINCT _part FROM events
== refused: the place of a row within its part, which counts the neighbours before it
SELECT min(_part_offset), max(_part_offset) FROM events
== refused: the same, of sessions
SELECT _part_offset FROM sessions LIMIT 1
== refused: the same, where a part begins among all
SELECT max(_part_starting_offset) FROM events
== refused: numbers of blocks, which count everybody's inserts
SELECT max(_block_number) FROM events
== refused: offsets in blocks
SELECT max(_block_offset) FROM events
== refused: the row's place, in quotes with an escape
SELECT max(`_part\x5foffset`) FROM events
== refused: the row's place, by a pattern of a subquery
SELECT * FROM (SELECT events._part_offset FROM events) ORDER BY 1 DESC LIMIT 1
== refused: granules
SELECT max(_part_granule_offset) FROM events
== passes: a condition that fails on them, within a set
SELECT count() FROM events WHERE sessionId IN (SELECT sessionId FROM events PREWHERE intDiv(1, toUInt8(projectId != 'theirs')) = 1)
-- rows [[40]]
== passes: a condition that fails on them, within a condition that is early itself
SELECT count() FROM events PREWHERE page IN (SELECT page FROM events PREWHERE intDiv(1, toUInt8(projectId != 'theirs')) = 1 WHERE type = 'click')
-- rows [[40]]
== passes: a condition that fails on them, in each part of a union
SELECT n FROM (SELECT count() AS n FROM events PREWHERE intDiv(1, toUInt8(projectId != 'theirs')) = 1 UNION ALL SELECT count() FROM sessions PREWHERE intDiv(1, toUInt8(projectId != 'theirs')) = 1 WHERE 1) ORDER BY n
-- rows [[4], [40]]
== passes: a condition that fails on them, behind a join
SELECT count() FROM sessions AS s JOIN events AS e ON s.sessionId = e.sessionId PREWHERE intDiv(1, toUInt8(s.projectId != 'theirs')) = 1
-- rows [[40]]
