package dev.claymore.analyst.model;

import java.util.Set;
import java.util.regex.Pattern;

/** What of a project's values may be told to a model: names of things, not of people. */
final class PersonalData {

    private static final Set<String> FIELDS = Set.of(
            "userId",
            "anonymousId",
            "person",
            "visitorId",
            "sessionId",
            "errorMessage",
            "text",
            "url",
            "title",
            "referrer",
            "traceId",
            "spanId",
            "errorFingerprint",
            "requestUrl",
            "entryUrl",
            "windowId");
    private static final Pattern ID = Pattern.compile(
            "@|\\d{5,}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}|(?=[A-Za-z]*\\d)[A-Za-z0-9_-]{20,}|^\\+?[\\d ()/-]{7,}$");
    private static final int MANY_VALUES = 40;
    private static final int MAX_LENGTH = 80;

    private PersonalData() {}

    /** @param values how many the field has: a tag with many is an id */
    static boolean field(String field, int values) {
        return FIELDS.contains(field) || (field.startsWith("tags.") && values > MANY_VALUES);
    }

    static boolean value(String value) {
        return value.length() > MAX_LENGTH || ID.matcher(value).find();
    }
}
