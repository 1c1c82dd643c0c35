package dev.claymore.ingest;

import java.util.Optional;

/** Whether who sends may send: the first thing every door asks. */
public sealed interface Admission {

    long RETRY_SECONDS = 2;

    record Granted(ProjectKeys.Project project) implements Admission {}

    record Refused(Answer answer) implements Admission {}

    static Admission of(ProjectKeys projects, String key) {
        if (key == null || key.isBlank()) {
            return new Refused(new Answer.Rejected(
                    Problem.MISSING_KEY, "send the project's key as Authorization: Bearer … or as ?key=…"));
        }
        Optional<ProjectKeys.Project> found;
        try {
            found = projects.find(key);
        } catch (RuntimeException unavailable) {
            return new Refused(
                    new Answer.Overloaded(Problem.OVERLOADED, "keys cannot be checked at the moment", RETRY_SECONDS));
        }
        return found.<Admission>map(Granted::new)
                .orElseGet(() -> new Refused(new Answer.Rejected(Problem.UNKNOWN_KEY, "no project has this key")));
    }
}
