package dev.claymore.ingest;

/** What is known of the sender besides what it says itself. */
record Visitor(Place place, Client client) {

    static final Visitor UNKNOWN = new Visitor(Place.UNKNOWN, Client.UNKNOWN);

    /** The columns from country to bot, as in {@link Layout#EVENTS}. */
    void write(RowBuffer row) {
        row.string(place.country()).string(place.region()).string(place.city());
        row.string(client.browser()).string(client.browserVersion()).string(client.os());
        row.string(client.device()).int8(client.bot() ? 1 : 0);
    }

    /** @param country ISO 3166-1 alpha-2 */
    record Place(String country, String region, String city) {
        static final Place UNKNOWN = new Place("", "", "");
    }

    /** @param device desktop, mobile or tablet; empty for a robot */
    record Client(String browser, String browserVersion, String os, String device, boolean bot) {
        static final Client UNKNOWN = new Client("", "", "", "", false);
    }
}
