package dev.claymore.query.language;

/** @param field a column of the result of the query it stands in */
public record Order(String field, boolean descending) {

    public static Order highest(String field) {
        return new Order(field, true);
    }

    public static Order lowest(String field) {
        return new Order(field, false);
    }
}
