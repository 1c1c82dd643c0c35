# Statements that would take the machine: each must be answered, by a refusal or a limit, and leave nothing running.
== bounded: a long text
SELECT length(repeat('x', 1000000000))
== bounded: a text of many rows
SELECT repeat(page, 10000000) FROM events
== bounded: a text doubled by a fold
SELECT length(arrayFold((acc, x) -> concat(acc, acc), range(40), 'x'))
== bounded: a fold without an end
SELECT arrayFold((acc, x) -> acc + sipHash64(acc, x), range(400000000), toUInt64(0))
== bounded: a fold for every row
SELECT sum(arrayFold((acc, x) -> acc + x, range(100000 + length(page)), toUInt64(0))) FROM events
== bounded: a large array
SELECT length(range(1000000000))
== bounded: arrays in arrays
SELECT arrayMap(x -> arrayMap(y -> range(1000), range(1000)), range(1000))
== bounded: a large constant array
SELECT arrayWithConstant(4000000000, 'x')
== bounded: a small array, resized
SELECT length(arrayResize([1], 4000000000))
== bounded: rows out of an array
SELECT count() FROM (SELECT arrayJoin(range(400000000)) AS a) WHERE sipHash64(a) % 3 = 0
== bounded: rows out of ARRAY JOIN
SELECT sum(sipHash64(a, b)) FROM events ARRAY JOIN range(30000) AS a, range(30000) AS b
== bounded: a join of everything with everything
SELECT count() FROM events AS a, events AS b, events AS c, events AS d, events AS e, events AS f WHERE cityHash64(a.page, b.page, c.page, d.page, e.page, f.page) % 7 = 1
== bounded: rows that fill
SELECT toUInt64(1) AS n FROM events ORDER BY n WITH FILL FROM 0 TO 100000000000
== bounded: rows that fill, in between
SELECT timestamp FROM events ORDER BY timestamp WITH FILL STEP INTERVAL 1 MILLISECOND
== bounded: a recursion without an end
WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT count() FROM t
== bounded: a recursion that doubles
WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t CROSS JOIN (SELECT arrayJoin([1, 2]) AS x) WHERE n < 40) SELECT count() FROM t
== bounded: every grouping of many columns
SELECT count() FROM events GROUP BY CUBE(page, url, title, referrer, selector, text, x, y, errorCode, errorType, errorMessage, name, type, userId, anonymousId, country, region, city, browser, os, device, locale, release, environment)
== bounded: a pattern that grows
SELECT match(repeat('a', 100000), concat(repeat('(a|aa)*', 300), 'b'))
== bounded: a pattern of many repetitions
SELECT match('a', '((((a{1,900}){1,900}){1,900}){1,900})')
== bounded: many patterns
SELECT multiMatchAny(page, arrayMap(x -> concat('(a|b|c){', toString(x), '}.*'), range(1, 900))) FROM events
== bounded: a text that grows with each replacement
SELECT length(replaceRegexpAll(repeat('a', 100000), '', repeat('b', 100000)))
== bounded: a text that grows with each replacement, plainly
SELECT length(replaceAll(repeat('a', 1000000), 'a', repeat('b', 100000)))
== bounded: padding
SELECT length(leftPad('x', 4000000000, 'y'))
== bounded: padding in letters
SELECT length(rightPadUTF8('x', 2000000000, 'ä'))
== bounded: blanks
SELECT length(space(4000000000))
== bounded: a pattern of dates as long as a book
SELECT length(formatDateTime(now(), repeat('%M', 10000000)))
== bounded: a sequence with many ways to match
SELECT sequenceMatch('(?1).*(?2).*(?1).*(?2).*(?1).*(?2).*(?3)')(toDateTime(timestamp), type != '', page != '', page = 'never') FROM events
== bounded: every pair of an array, sorted by each other
SELECT arraySort(x -> arraySum(arrayMap(y -> bitXor(x, y), range(30000))), range(30000))
== bounded: a state that claims to be huge
SELECT finalizeAggregation(CAST(unhex('FFFFFFFFFFFFFFFF7F'), 'AggregateFunction(groupArray, String)'))
== bounded: a state that claims to be a bitmap
SELECT finalizeAggregation(CAST(unhex('01FFFFFFFFFFFFFFFFFF3A300000FFFFFFFF'), 'AggregateFunction(groupBitmap, UInt64)'))
== bounded: a state that claims to be a sketch
SELECT finalizeAggregation(CAST(unhex('FFFFFFFFFFFF'), 'AggregateFunction(uniqTheta, UInt64)'))
== bounded: a state of quantiles that is none
SELECT finalizeAggregation(CAST(unhex('FFFFFFFFFFFFFF7F00'), 'AggregateFunction(quantileTDigest, Float64)'))
== bounded: a state of a map that is none
SELECT finalizeAggregation(CAST(unhex('FFFFFFFF0F61'), 'AggregateFunction(sumMap, Array(String), Array(UInt64))'))
== bounded: a state of positions that is none
SELECT finalizeAggregation(CAST(unhex('FFFFFFFFFFFFFFFFFFFF01'), 'AggregateFunction(sequenceCount(\'(?1)\'), DateTime, UInt8)'))
== bounded: an aggregate of absurd parameters
SELECT groupArray(4000000000)(page), topK(4000000000)(page), quantilesExact(0.1)(x) FROM events
== bounded: an aggregate that resamples without end
SELECT countResample(0, 100000000, 1)(x) FROM events
== bounded: a histogram of absurd size
SELECT histogram(1000000000)(x) FROM events
== bounded: an array at an absurd place
SELECT groupArrayInsertAt('x', 4000000000)(page, 3999999999) FROM events
== bounded: moving sums of absurd windows
SELECT length(groupArrayMovingSum(4000000000)(x)) FROM events
== bounded: bits of large numbers
SELECT length(bitPositionsToArray(arrayJoin(range(100000000))))
== bounded: many parentheses
SELECT @(x1000
== bounded: many subqueries
SELECT @[x200
== bounded: a long list
SELECT 1 IN (@,x15000)
== bounded: many columns
SELECT @,x15000
== bounded: CTEs that double
WITH a AS (SELECT * FROM events), b AS (SELECT * FROM a UNION ALL SELECT * FROM a), c AS (SELECT * FROM b UNION ALL SELECT * FROM b), d AS (SELECT * FROM c UNION ALL SELECT * FROM c), e AS (SELECT * FROM d UNION ALL SELECT * FROM d), f AS (SELECT * FROM e UNION ALL SELECT * FROM e), g AS (SELECT * FROM f UNION ALL SELECT * FROM f), h AS (SELECT * FROM g UNION ALL SELECT * FROM g), i AS (SELECT * FROM h UNION ALL SELECT * FROM h), j AS (SELECT * FROM i UNION ALL SELECT * FROM i) SELECT count() FROM j
== bounded: aliases that double
WITH 'x' AS a, concat(a, a, a, a, a, a, a, a) AS b, concat(b, b, b, b, b, b, b, b) AS c, concat(c, c, c, c, c, c, c, c) AS d, concat(d, d, d, d, d, d, d, d) AS e, concat(e, e, e, e, e, e, e, e) AS f SELECT length(f)
== bounded: more rows than an answer holds
SELECT arrayJoin(range(100000))
== bounded: more bytes than an answer holds
SELECT repeat('x', 100000) FROM (SELECT arrayJoin(range(2000)))
== bounded: one value larger than an answer
SELECT repeat('x', 50000000)
# One call of these is not interrupted by any limit, so they are not to be called at all.
== refused: a distance of long texts, for every row
SELECT max(editDistance(repeat(concat('ab', page), 6000), repeat(concat('ba', page), 6000))) FROM events
== refused: a distance of long texts, once
SELECT levenshteinDistance(repeat('ab', 30000), repeat('ba', 30000))
== refused: another distance
SELECT damerauLevenshteinDistance(repeat('ab', 3000), repeat('ba', 3000))
== refused: likeness of long texts
SELECT max(jaroWinklerSimilarity(repeat(page, 20000), repeat(url, 20000))) FROM events
== refused: another likeness
SELECT jaroSimilarity(repeat('ab', 30000), repeat('ba', 30000))
== refused: a distance by the function's name
SELECT arrayMap(editDistance, ['a'], ['b'])
== refused: a distance of arrays
SELECT arrayLevenshteinDistance(range(60000), range(60000))
== refused: a distance of weighted arrays
SELECT arraySimilarity(range(60000), range(60000), range(60000), range(60000))
== refused: what two long arrays share
SELECT max(arrayJaccardIndex(range(1000000 + x), range(1000000))) FROM events
== refused: polygons joined
SELECT length(polygonsUnionCartesian(arrayMap(x -> [[(toFloat64(x), 0.), (toFloat64(x) + 5, 90.), (toFloat64(x) + 9, 0.)]], range(3000)), [[[(0., 0.), (9., 9.), (1., 0.)]]]))
== refused: polygons crossed
SELECT polygonsIntersectionSpherical([[[(0., 0.), (9., 9.), (1., 0.)]]], [[[(0., 0.), (9., 9.), (1., 0.)]]])
== refused: cells of a polygon
SELECT length(h3PolygonToCells([(0., 0.), (0., 60.), (60., 60.), (60., 0.)], 9))
== refused: an exact test of distributions
SELECT kolmogorovSmirnovTest('two-sided', 'exact')(x, x % 2) FROM (SELECT arrayJoin(range(100000)) AS x)
== refused: a test of ranks
SELECT mannWhitneyUTest(x, x % 2) FROM (SELECT arrayJoin(range(20000000)) AS x)
== refused: a drawing of ten million points
SELECT largestTriangleThreeBuckets(1000000)(x, x) FROM (SELECT arrayJoin(range(10000000)) AS x)
== refused: seasons of a long series
SELECT length(seriesDecomposeSTL(arrayMap(x -> x % 7, range(1000000)), 50000))
