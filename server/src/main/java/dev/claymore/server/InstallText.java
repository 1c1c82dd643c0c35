package dev.claymore.server;

/** What a person pastes to send events of a site of their own. */
final class InstallText {

    private InstallText() {}

    /** For the head of every page; loads without holding the page up. */
    static String snippet(String origin, String writeKey) {
        return "<script async src=\"" + origin + "/sdk/claymore.js\" data-key=\"" + writeKey + "\"></script>\n";
    }

    /** For an application that is bundled. */
    static String npm(String origin, String writeKey) {
        return """
                import { init } from '@claymore/browser';

                init({ key: '%s', endpoint: '%s' });
                """.formatted(writeKey, origin);
    }
}
