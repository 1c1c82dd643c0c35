package dev.claymore.query.language;

/**
 * On how many days (weeks, months) of the range people are active.
 *
 * <p>Answer: {@code buckets} (from 1), {@code people} active in exactly so many, {@code peopleAtLeast} active in so many or more,
 * {@code share} of all active people that are active in exactly so many.
 *
 * @param event condition on an event that makes one active; null: having a session does
 * @param unit DAY, WEEK or MONTH
 */
public record StickinessQuery(Scope scope, Condition event, Interval unit) implements Query {}
