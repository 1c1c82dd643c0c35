package dev.claymore.analyst.model;

import java.util.List;

/** Questions of a project whose answers a person has checked. */
@FunctionalInterface
public interface CheckedQuestions {

    CheckedQuestions NONE = projectId -> List.of();

    /** @param answer JSON of the query, or SQL */
    record Checked(String question, String answer) {}

    List<Checked> of(String projectId);
}
