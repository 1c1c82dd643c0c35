package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharedPlacesTest {

    private static final String LOUD = "loud";
    private static final String QUIET = "quiet";

    private final SharedPlaces places = new SharedPlaces(8, 1);

    @Test
    void a_project_that_floods_leaves_a_quarter_to_the_others() {
        assertThat(taken(LOUD, 8)).isEqualTo(6);
        assertThat(taken(QUIET, 8)).isEqualTo(2);
    }

    @Test
    void a_place_given_back_is_free_for_anybody() {
        taken(LOUD, 6);
        taken(QUIET, 2);
        places.giveBack(LOUD);
        assertThat(places.take(QUIET)).isTrue();
        assertThat(places.take(LOUD)).isFalse();
    }

    @Test
    void who_finds_all_places_taken_keeps_none_of_its_own_share() {
        taken(LOUD, 6);
        taken(QUIET, 2);
        taken("third", 7);
        places.giveBack(LOUD);
        places.giveBack(QUIET);
        assertThat(taken("third", 7)).isEqualTo(2);
    }

    private int taken(String projectId, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += places.take(projectId) ? 1 : 0;
        }
        return taken;
    }
}
