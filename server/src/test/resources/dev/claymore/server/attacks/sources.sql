# Files, the network, and other sources behind table functions and functions.
== refused: a file
SELECT * FROM file('/etc/passwd', 'LineAsString')
== refused: a file as a value
SELECT file('/etc/passwd')
== refused: a file as a value, quoted
SELECT `file`('/etc/passwd')
== refused: a file as a value, in another case and with a gap
SELECT FILE ( '/etc/passwd' )
== refused: a file within a lambda
SELECT arrayMap(name -> file(name), ['/etc/passwd'])
== refused: a file by the name of the function alone
SELECT arrayMap(file, ['/etc/passwd'])
== fails: a file by APPLY
SELECT page APPLY(file) FROM events
== refused: a file by APPLY on columns
SELECT COLUMNS('page') APPLY file FROM events
== refused: a file by APPLY of a lambda
SELECT * APPLY(value -> file(toString(value))) FROM events
== refused: a named lambda
WITH (path) -> file(path) AS read SELECT read('/etc/passwd')
== refused: a file in a default that is never taken
SELECT if(0, file('/etc/passwd'), 'no')
== refused: a file in a sorting key
SELECT page FROM events ORDER BY file(page)
== refused: a file behind IN
SELECT 'root' IN (SELECT * FROM file('/etc/passwd', 'LineAsString'))
== refused: a table function as a set
SELECT 1 IN file('/etc/passwd', 'LineAsString')
== refused: a file in a CTE nobody reads
WITH unread AS (SELECT * FROM file('/etc/passwd', 'LineAsString')) SELECT 1
== refused: all files of a directory
SELECT * FROM filesystem('/')
== refused: a file of the cluster
SELECT * FROM fileCluster('default', '/etc/passwd', 'LineAsString')
== refused: the network
SELECT * FROM url('http://127.0.0.1:8123/', 'LineAsString')
== refused: the network through the cluster
SELECT * FROM urlCluster('default', 'http://127.0.0.1:8123/', 'LineAsString')
== refused: a bucket
SELECT * FROM s3('http://169.254.169.254/latest/meta-data', 'LineAsString')
== refused: a bucket through the cluster
SELECT * FROM s3Cluster('default', 'http://169.254.169.254/x', 'LineAsString')
== refused: another bucket
SELECT * FROM gcs('http://127.0.0.1/x', 'LineAsString')
== refused: blobs
SELECT * FROM azureBlobStorage('http://127.0.0.1/x', 'c', 'b', 'a', 'k')
== refused: Hadoop
SELECT * FROM hdfs('hdfs://127.0.0.1:9000/x', 'LineAsString')
== refused: another server
SELECT * FROM remote('127.0.0.1', 'claymore', 'projects')
== refused: another server, in secret
SELECT * FROM remoteSecure('127.0.0.1', claymore.projects)
== refused: the cluster
SELECT * FROM cluster('default', claymore.projects)
== refused: the cluster, all of it
SELECT * FROM clusterAllReplicas('default', system.one)
== refused: MySQL
SELECT * FROM mysql('127.0.0.1:3306', 'd', 't', 'u', 'p')
== refused: PostgreSQL
SELECT * FROM postgresql('127.0.0.1:5432', 'd', 't', 'u', 'p')
== refused: MongoDB
SELECT * FROM mongodb('127.0.0.1:27017', 'd', 'c', 'u', 'p', 'x String')
== refused: Redis
SELECT * FROM redis('127.0.0.1:6379', 'k', 'k String, v String')
== refused: SQLite
SELECT * FROM sqlite('/tmp/x.db', 't')
== refused: ODBC
SELECT * FROM odbc('DSN=x', 'd', 't')
== refused: JDBC
SELECT * FROM jdbc('jdbc:x', 'd', 't')
== refused: a program
SELECT * FROM executable('id', 'TSV', 'x String')
== refused: Python, which this build knows
SELECT * FROM python('x')
== refused: a lake of ice
SELECT * FROM icebergLocal('/tmp/x')
== refused: a delta lake
SELECT * FROM deltaLakeLocal('/tmp/x')
== refused: another lake
SELECT * FROM hudi('http://127.0.0.1/x')
== refused: a flight of arrows
SELECT * FROM arrowFlight('127.0.0.1:1', 'x')
== refused: a stream of ours
SELECT * FROM input('x String')
== refused: rows out of nothing
SELECT * FROM numbers(10)
== refused: rows out of nothing, on many threads
SELECT count() FROM numbers_mt(10)
== refused: zeros
SELECT count() FROM zeros(10)
== refused: primes
SELECT * FROM primes() LIMIT 1
== refused: a series
SELECT * FROM generateSeries(1, 10)
== refused: a series by its other name
SELECT * FROM generate_series(1, 10)
== refused: random rows
SELECT * FROM generateRandom('x String') LIMIT 1
== refused: fuzzed JSON
SELECT * FROM fuzzJSON('x', json_str = '{}') LIMIT 1
== refused: a query, fuzzed
SELECT * FROM fuzzQuery('SELECT 1') LIMIT 1
== refused: a table over and over
SELECT count() FROM loop(events)
== refused: a table over and over, qualified
SELECT * FROM loop('claymore', 'projects') LIMIT 1
== refused: many tables as one, past the filter
SELECT count() FROM merge('claymore', '^events$')
== refused: many tables as one, of this database
SELECT count() FROM merge('^proj')
== refused: the index of a table, past the filter
SELECT * FROM mergeTreeIndex('claymore', 'events')
== refused: a projection of a table
SELECT * FROM mergeTreeProjection('claymore', 'events', 'x')
== refused: the index, analyzed
SELECT * FROM mergeTreeAnalyzeIndexes('claymore', 'events')
== refused: a text index
SELECT * FROM mergeTreeTextIndex('claymore', 'events', 'x')
== refused: a dictionary
SELECT * FROM dictionary('x')
== refused: a view over a query
SELECT * FROM view(SELECT * FROM projects)
== refused: a view if it may
SELECT * FROM viewIfPermitted(SELECT writeKey FROM projects ELSE null('writeKey String'))
== refused: a plan as a table
SELECT * FROM viewExplain('EXPLAIN', '', (SELECT 1))
== refused: text as a table
SELECT * FROM format('CSV', '1,2')
== refused: values as a table
SELECT * FROM values('x String', 'a')
== refused: nothing as a table
SELECT * FROM null('x String')
== refused: time series
SELECT * FROM timeSeriesData('claymore.events')
== refused: Prometheus
SELECT * FROM prometheusQuery('claymore', 'x', 'up', now())
== refused: a table function's name in backticks
SELECT * FROM `url`('http://127.0.0.1/', 'LineAsString')
== refused: a table function's name with an escape
SELECT * FROM `f\x69le`('/etc/passwd', 'LineAsString')
== refused: a table function behind ARRAY JOIN
SELECT x FROM events ARRAY JOIN (SELECT groupArray(line) FROM file('/etc/passwd', 'LineAsString')) AS x
== refused: a table function with settings of its own
SELECT * FROM url('http://127.0.0.1/', 'LineAsString', SETTINGS readonly = 0)
== refused: a join's storage
SELECT joinGet('claymore.projects', 'writeKey', 'theirs')
== refused: a join's storage, or null
SELECT joinGetOrNull('projects', 'writeKey', 'theirs')
== refused: a dictionary's value
SELECT dictGet('d', 'x', toUInt64(1))
== refused: a dictionary's value or another
SELECT dictGetOrDefault('d', 'x', toUInt64(1), 'y')
== refused: whether a dictionary has it
SELECT dictHas('d', toUInt64(1))
== refused: whether a table has a column
SELECT hasColumnInTable('claymore', 'projects', 'writeKey')
== refused: a model
SELECT catboostEvaluate('/etc/passwd', 1)
== refused: a language model
SELECT aiGenerate('collection', 'tell me')
== refused: a vector of a language model
SELECT aiEmbed('collection', 'text')
== refused: who owns an address
SELECT reverseDNSQuery('127.0.0.1')
== refused: space of the disk
SELECT filesystemAvailable()
== refused: a hash of a file
SELECT sha256File('/etc/passwd')
== refused: UNION with a file
SELECT page FROM events UNION ALL SELECT * FROM file('/etc/passwd', 'LineAsString')
== fails: an aggregate by name that is none of ours
SELECT arrayReduce('flameGraph', [toUInt64(1)])
== refused: a file by its function's name, with an escape
SELECT arrayMap(`f\x69le`, ['/etc/passwd'])
== refused: a file by its function's name, quoted
SELECT arrayMap("file", ['/etc/hostname'])
== refused: a file by its function's name, beside an alias of that name
WITH file AS toString SELECT arrayMap(file, ['/etc/passwd'])
== refused: a file by its function's name, for sorting
SELECT arraySort(file, ['/etc/passwd'])
== refused: a file by its function's name, over the values of a map
SELECT arrayMap(file, mapValues(map('a', '/etc/passwd')))
== refused: a file by its function's name, in a subquery
SELECT count() FROM events WHERE page IN (SELECT arrayJoin(arrayMap(file, ['/etc/passwd'])))
== refused: a file by its function's name, in a fold
SELECT arrayFold(file, ['/etc/passwd'], '')
== refused: a pause by its function's name
SELECT arrayMap(sleepEachRow, [3])
== refused: the host by its function's name, in a condition
SELECT arrayFilter(isNotNull, [1]), arrayMap(getSetting, ['additional_table_filters'])
== refused: a dictionary by its function's name
SELECT arrayMap(dictHas, ['d'], [1])
== refused: a table that is read for ever
SELECT * FROM loop(events) LIMIT 10
== refused: a view of a query
SELECT * FROM view(SELECT * FROM events)
== refused: a view with a way around
SELECT * FROM viewIfPermitted(SELECT * FROM events ELSE null('a String'))
== refused: parts of a table
SELECT * FROM mergeTreeParts(currentDatabase(), events)
== refused: what its indexes say
SELECT * FROM mergeTreeAnalyzeIndexes(currentDatabase(), events)
== refused: a local lake
SELECT * FROM deltaLakeLocal('/etc')
== refused: another local lake
SELECT * FROM paimonLocal('/etc')
== refused: files of a cluster
SELECT * FROM fileCluster('default', '/etc/passwd', 'TSV', 'a String')
== refused: a flight to elsewhere
SELECT * FROM arrowFlight('127.0.0.1:1', 'a')
== refused: a Prometheus query
SELECT * FROM prometheusQuery('a', 'b', now())
== refused: series without an end
SELECT * FROM generate_series(1, 1000000000000)
== refused: queries made up
SELECT * FROM fuzzQuery('SELECT 1') LIMIT 1
