package dev.claymore.server;

import java.util.UUID;

/** Who asks. */
sealed interface Caller {

    /** Holds the admin token: reaches everything. */
    record Admin() implements Caller {
        @Override
        public boolean reaches(String projectId) {
            return true;
        }
    }

    /** Holds a project's secret key: reaches that project. */
    record Project(String projectId) implements Caller {
        @Override
        public boolean reaches(String other) {
            return projectId.equals(other);
        }
    }

    /** Holds a token of a project that reads and changes nothing. */
    record Viewer(String projectId, UUID tokenId) implements Caller {
        @Override
        public boolean reaches(String other) {
            return projectId.equals(other);
        }
    }

    boolean reaches(String projectId);
}
