package dev.claymore.query.language;

/**
 * Who is active, by what they were before.
 *
 * <p>Answer, one row a bucket: time, newPeople (active for the first time in all data), returning (active in the bucket
 * before, too), resurrecting (active before, but not in the bucket before), dormant (active in the bucket before, not in this).
 *
 * @param event condition on an event that makes one active; null: having a session does
 * @param unit DAY, WEEK or MONTH
 */
public record LifecycleQuery(Scope scope, Condition event, Interval unit) implements Query {}
