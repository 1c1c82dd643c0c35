# Functions that tell about the machine, wait, or do more than compute.
== refused: sleeping
SELECT sleep(3)
== refused: sleeping for every row
SELECT sleepEachRow(1) FROM events
== refused: sleeping where nobody looks
SELECT if(1, 'no', toString(sleep(3)))
== refused: the host
SELECT hostName()
== refused: the host, by another name
SELECT hostname()
== refused: the host, whole
SELECT FQDN()
== refused: the version
SELECT version()
== refused: the build
SELECT buildId()
== refused: how long it runs
SELECT uptime()
== refused: its port
SELECT tcpPort()
== refused: any of its ports
SELECT getServerPort('http_port')
== refused: its id
SELECT serverUUID()
== refused: its name
SELECT displayName()
== refused: who asks
SELECT currentUser()
== refused: who asks, by the standard
SELECT user()
== refused: who asked first
SELECT initialQueryID()
== refused: the number of the query
SELECT queryID()
== refused: a setting, the filter itself
SELECT getSetting('additional_table_filters')
== refused: a setting or else
SELECT getSettingOrDefault('max_memory_usage', 1)
== refused: a setting of the server
SELECT getServerSetting('max_connections')
== refused: a setting of merges
SELECT getMergeTreeSetting('index_granularity')
== refused: a macro
SELECT getMacro('x')
== refused: an option
SELECT getOSKernelVersion()
== refused: roles
SELECT currentRoles()
== refused: profiles
SELECT currentProfiles()
== refused: where an address lies
SELECT addressToSymbol(toUInt64(1))
== refused: which line an address is
SELECT addressToLine(toUInt64(1))
== refused: names of the linker
SELECT demangle('_Z1f')
== refused: a trap
SELECT trap('access violation')
== refused: a failing function
SELECT logTrace('attack')
== refused: a function of the settings
SELECT changeYear(now(), getSetting('max_threads'))
== refused: another query's text, fuzzed
SELECT fuzzQuery('SELECT 1')
== refused: ZooKeeper
SELECT zookeeperSessionUptime()
== refused: a number that counts across statements
SELECT generateSerialID('attack')
== refused: a thread
SELECT tid()
== refused: the shard
SELECT shardNum()
== refused: a part's log
SELECT partitionId(page) || version() FROM events
== refused: a function in the window of another
SELECT sum(sleepEachRow(1)) OVER () FROM events
== refused: a function as an aggregate's argument
SELECT max(hostName()) FROM events
== refused: a function in the condition of an aggregate
SELECT countIf(sleepEachRow(1) = 0) FROM events
== refused: an aggregate by its name
SELECT arrayReduce('maxIntersections', [1], [2], sleep(1))
== refused: an aggregate begun by name
SELECT initializeAggregation('flameGraphState', toUInt64(1))
== refused: a function behind a column's pattern
SELECT * EXCEPT (page) APPLY(sleepEachRow) FROM events
== refused: a function by its case
SELECT HOSTNAME()
== refused: a function in quotes
SELECT "hostName"()
== refused: a function with an escape
SELECT `host\x4eame`()
== refused: a function with a comment in the middle
SELECT hostName/**/(/**/)
== refused: a function that is not there
SELECT attack(1)
== harmless: where it is said to be
SELECT currentDatabase()
== harmless: the zone of the server
SELECT timezone()
== refused: made-up bytes as the state of a count
SELECT finalizeAggregation(CAST(unhex('0B'), 'AggregateFunction(count)'))
== refused: made-up bytes as a state, with the short cast
SELECT unhex('FFFFFFFFFFFFFFFFFF')::AggregateFunction(groupBitmap, UInt32)
== refused: made-up bytes as a state, inside of an array
SELECT CAST([unhex('FF')], 'Array(AggregateFunction(uniq, String))')
== refused: made-up bytes as a state, the type in pieces
SELECT CAST(unhex('FF'), concat('Aggregate', 'Function(uniq, String)'))
== refused: made-up bytes as a state, the type by another name
WITH 'AggregateFunction(uniq, String)' AS t SELECT CAST(unhex('FF'), t)
== refused: made-up bytes as a state, read anew
SELECT reinterpret(unhex('FF'), 'AggregateFunction(uniq, String)')
== refused: made-up bytes as a state, cast exactly
SELECT accurateCastOrNull(unhex('FF'), 'AggregateFunction(uniq, String)')
== refused: a setting of the statement
SELECT getSettingOrDefault('additional_table_filters', '')
== refused: the header with the key
SELECT getClientHTTPHeader('Authorization')
== refused: a setting of tables
SELECT getMergeTreeSetting('index_granularity')
== refused: a function given its setting by a lambda
SELECT arrayMap(getSetting, ['additional_table_filters'])
== fails: a lambda inside of a lambda
SELECT arrayMap((x) -> (y -> file(y))(x), ['/etc/passwd'])
== refused: a lambda with a name
WITH (x -> file(x)) AS f SELECT f('/etc/passwd')
== refused: a model that calls out
SELECT aiClassify('x', ['a'])
