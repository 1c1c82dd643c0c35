package dev.claymore.analyst.story;

import dev.claymore.analyst.story.Contrast.Finding;
import dev.claymore.analyst.story.Contrast.Step;
import java.util.List;
import java.util.Locale;

/** A contrast in a few sentences. */
final class ContrastText {

    private static final int NAMED = 3;

    private ContrastText() {}

    static String of(Step step, long left, long reached, List<Finding> findings) {
        if (reached == 0) {
            return "No session came to " + step.words() + ".";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d of %,d sessions that came to %s left there (%s).",
                left,
                reached,
                step.words(),
                percent((double) left / reached)));
        if (findings.isEmpty()) {
            return text.append(" Nothing sets them apart by more than chance.").toString();
        }
        text.append(" What sets them apart: ");
        for (int i = 0; i < Math.min(NAMED, findings.size()); i++) {
            Finding finding = findings.get(i);
            text.append(i == 0 ? "" : "; ")
                    .append(trait(finding))
                    .append(" ")
                    .append(percent(finding.leaveRateWith()))
                    .append(" leave, of the others ")
                    .append(percent(finding.leaveRateWithout()));
        }
        int more = findings.size() - NAMED;
        return text.append(more > 0 ? "; and " + more + " more." : ".").toString();
    }

    private static String trait(Finding finding) {
        String value = Seen.quoted(finding.value());
        return switch (finding.kind()) {
            case "error" -> "of those with the error " + value;
            case "failedRequest" -> "of those whose request failed (" + value + ")";
            case "slowRequest" -> "of those who waited for " + value;
            case "rageClick" -> "of those who clicked " + value + " again and again";
            case "deadClick" -> "of those whose click on " + value + " did nothing";
            case "event" -> "of those with event " + value;
            case "signedIn" -> finding.value().equals("yes") ? "of the signed-in" : "of the anonymous";
            case "cart" -> finding.value().equals("yes") ? "of those with a cart" : "of those without a cart";
            default -> "of those with " + finding.kind() + " " + value;
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
