package dev.claymore.query.compile;

import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What the compilation of one statement shares.
 *
 * @param range of the rows that are read here
 * @param asked range of the question, which is what a person did "in the range" is about
 * @param depth of conditions inside conditions
 */
record Context(
        SemanticModel model, SqlBuilder sql, Range range, Range asked, ZoneId timezone, Cohorts cohorts, int depth) {

    /** One person, as a column that is quick to count, group and look up. */
    static final String PERSON = "personKey";

    /** Whom it stands for: the user id, or the anonymous id where there is none. */
    static final String PERSON_NAME = "if(userId != '', userId, anonymousId)";

    static final String OF_PROJECT = "projectId = {projectId:String}";

    /** Milliseconds, as functions over sequences of events need them. */
    static final String MILLIS = "toUnixTimestamp64Milli(timestamp)";

    /** How long after its start a session may still get events: browsers end one after a day, backends may add some later. */
    static final Duration SESSION_REACH = Duration.ofDays(7);

    /** How far the start of a session may lie ahead of its events: the device says the one by its own clock, and the other is corrected. */
    private static final Duration CLOCK_AHEAD = Duration.ofHours(25);

    /** Of a week on, with half a million people of whom a quarter comes in a week, leaving out the others costs as much as it saves. */
    private static final Duration SHORT = Duration.ofDays(3);

    static Context of(SemanticModel model, String projectId, Range range, ZoneId timezone, Cohorts cohorts) {
        SqlBuilder sql = new SqlBuilder();
        sql.named("projectId", "String", projectId);
        sql.named("timezone", "String", zone(timezone));
        if (range.bounded() && !range.from().isBefore(range.to())) {
            throw Refusal.invalid("from", "must be before to, got " + range.from() + " and " + range.to());
        }
        return new Context(model, sql, range, range, timezone, cohorts.ofOneQuestion(), 0);
    }

    /** The zone by a name that ClickHouse knows; it knows no offsets. */
    private static String zone(ZoneId zone) {
        if (!(zone.normalized() instanceof ZoneOffset offset)) {
            return zone.getId();
        }
        int hours = offset.getTotalSeconds() / 3600;
        if (hours * 3600 != offset.getTotalSeconds()) {
            throw Refusal.invalid("timezone", "must be a name such as Asia/Kolkata, not an offset");
        }
        return hours == 0 ? "UTC" : "Etc/GMT" + (hours > 0 ? "-" : "+") + Math.abs(hours);
    }

    /** The same question, of the rows of another range. */
    Context over(Range other) {
        return new Context(model, sql, other, asked, timezone, cohorts, depth);
    }

    /** Another question of the same statement, about another range. */
    Context asking(Range other) {
        return new Context(model, sql, other, other, timezone, cohorts, depth);
    }

    Context deeper() {
        return new Context(model, sql, range, asked, timezone, cohorts, depth + 1);
    }

    /** The table, as it stands behind FROM. */
    static String table(Entity entity) {
        return entity == Entity.SESSION ? Tables.SESSIONS : Tables.EVENTS;
    }

    /** The column that a time range is about. */
    static String time(Entity entity) {
        return entity == Entity.SESSION ? "createdAt" : "timestamp";
    }

    /** The project and the range, of the rows that are counted. */
    List<String> rows(Entity entity) {
        return rows(entity, range);
    }

    List<String> rows(Entity entity, Range other) {
        List<String> conditions = new ArrayList<>(List.of(OF_PROJECT));
        conditions.addAll(bounds(time(entity), other));
        return conditions;
    }

    List<String> bounds(String column, Range other) {
        List<String> conditions = new ArrayList<>();
        if (other.from() != null) {
            conditions.add(column + " >= " + sql.bindTime(other.from()));
        }
        if (other.to() != null) {
            conditions.add(column + " < " + sql.bindTime(other.to()));
        }
        return conditions;
    }

    /** The field as it is told of sessions that began in the range. */
    Dimension ofSessions(Dimension dimension) {
        if (!dimension.of(Entity.SESSION) || !dimension.ofPeople(Entity.SESSION)) {
            return dimension;
        }
        return dimension.among(fewPeople(range) ? " AND " + personAmong(Tables.SESSIONS, rows(Entity.SESSION)) : "");
    }

    /**
     * Whether the range is so short that it most likely has rows of few of all people. Then what is told of all that a person ever did reads
     * the rows of those alone, instead of making a group of everybody.
     */
    static boolean fewPeople(Range range) {
        return range.bounded() && Duration.between(range.from(), range.to()).compareTo(SHORT) <= 0;
    }

    static String personAmong(String table, List<String> conditions) {
        return PERSON + " IN (SELECT " + PERSON + " FROM " + table + " WHERE " + Text.andInline(conditions) + ")";
    }

    /** The starts of sessions that the rows of the entity may belong to. */
    Range starts(Entity entity) {
        if (entity == Entity.SESSION) {
            return range;
        }
        Instant from = range.from() == null ? null : range.from().minus(SESSION_REACH);
        return new Range(from, range.to() == null ? null : range.to().plus(CLOCK_AHEAD));
    }

    Dimension dimension(String field, String at) {
        return model.dimension(field)
                .orElseThrow(
                        () -> Refusal.unknown(at, "there is no field '" + field + "'; custom tags are tags.<key>"));
    }

    Instant fromOr(Instant fallback) {
        return range.from() == null ? fallback : range.from();
    }
}
