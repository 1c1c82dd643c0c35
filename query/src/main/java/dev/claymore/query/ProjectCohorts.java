package dev.claymore.query;

import dev.claymore.query.compile.Cohorts;

/** The saved cohorts of each project. */
@FunctionalInterface
public interface ProjectCohorts {

    Cohorts of(String projectId);
}
