package dev.claymore.ingest;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ua_parser.Parser;

/** Browser, system and device of a sender: from client hints where there are any, else from the user agent. Safe for many threads. */
final class UserAgents {

    /** The parser's patterns take longer the longer the text is; no browser sends more. */
    private static final int MAX_LENGTH = 512;

    private static final int CACHED = 10_000;
    private static final Pattern BRAND = Pattern.compile("\"([^\"]{1,64})\"\\s*;\\s*v=\"([0-9.]{1,32})\"");
    private static final Pattern ROBOT =
            Pattern.compile("bot\\b|bot/|crawl|spider|slurp|lighthouse|pingdom|uptime", Pattern.CASE_INSENSITIVE);

    /** Reading the patterns takes a moment; the first batch may need them, the start does not. */
    private final CompletableFuture<Parser> parser = new CompletableFuture<>();

    private final BoundedCache<Hints, Visitor.Client> cache = new BoundedCache<>(CACHED);

    UserAgents() {
        Thread.ofPlatform().name("user-agents").daemon(true).start(() -> {
            try {
                parser.complete(new Parser());
            } catch (RuntimeException | Error e) {
                parser.completeExceptionally(e);
            }
        });
    }

    Visitor.Client of(BatchRequest request) {
        return cache.get(
                new Hints(
                        cut(request.headerOrEmpty("user-agent")),
                        cut(request.headerOrEmpty("sec-ch-ua")),
                        cut(request.headerOrEmpty("sec-ch-ua-platform")),
                        cut(request.headerOrEmpty("sec-ch-ua-mobile"))),
                this::parse);
    }

    private static String cut(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    private Visitor.Client parse(Hints hints) {
        if (hints.userAgent().isEmpty() && hints.brands().isEmpty()) {
            return Visitor.Client.UNKNOWN;
        }
        ua_parser.Client parsed = parser.join().parse(hints.userAgent());
        boolean bot = "Spider".equals(parsed.device.family)
                || ROBOT.matcher(hints.userAgent()).find();
        String browser = known(parsed.userAgent.family);
        String version = parsed.userAgent.major == null ? "" : parsed.userAgent.major;
        String os = known(parsed.os.family);
        Matcher brand = brand(hints.brands());
        if (brand != null) {
            browser = brand.group(1);
            version = brand.group(2).split("\\.", 2)[0];
        }
        String platform = hints.platform().replace("\"", "");
        if (!platform.isEmpty() && !platform.equals("Unknown")) {
            os = platform;
        }
        String device = bot ? "" : device(hints, os);
        return new Visitor.Client(plainBrowser(browser), version, plainOs(os), device, bot);
    }

    /** The brand that is neither the engine's nor made up to keep parsers honest. */
    private static Matcher brand(String brands) {
        Matcher matcher = BRAND.matcher(brands);
        while (matcher.find()) {
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            if (!name.equals("chromium") && !name.contains("not") && !name.contains("brand")) {
                return matcher;
            }
        }
        return null;
    }

    private static String device(Hints hints, String os) {
        String agent = hints.userAgent();
        boolean android = os.startsWith("Android");
        if (agent.contains("iPad") || agent.contains("Tablet") || (android && !agent.contains("Mobile"))) {
            return "tablet";
        }
        return hints.mobile().equals("?1") || agent.contains("Mobi") || agent.contains("iPhone") ? "mobile" : "desktop";
    }

    private static String plainBrowser(String name) {
        return switch (name) {
            case "Google Chrome", "Chrome Mobile", "Chrome Mobile iOS", "Chrome Mobile WebView" -> "Chrome";
            case "Microsoft Edge", "Edge Mobile" -> "Edge";
            case "Mobile Safari", "Mobile Safari UI/WKWebView" -> "Safari";
            case "Firefox Mobile", "Firefox iOS" -> "Firefox";
            case "Opera Mobile" -> "Opera";
            default -> name;
        };
    }

    private static String plainOs(String name) {
        return name.equals("Mac OS X") ? "macOS" : name;
    }

    private static String known(String family) {
        return family == null || family.equals("Other") ? "" : family;
    }

    private record Hints(String userAgent, String brands, String platform, String mobile) {}
}
