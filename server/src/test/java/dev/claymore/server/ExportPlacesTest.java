package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportPlacesTest {

    private final ExportPlaces places = new ExportPlaces();

    @Test
    void oneProjectLeavesPlacesForOthers() {
        assertThat(places.take("a")).isEmpty();
        assertThat(places.take("a")).isEmpty();
        assertThat(places.take("a"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("2", "this project"));
        assertThat(places.take("b")).isEmpty();
        assertThat(places.take("c")).isEmpty();
        assertThat(places.take("d"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("4 exports"));

        places.giveBack("a");
        assertThat(places.take("d")).isEmpty();
        places.giveBack("b");
        assertThat(places.take("a")).isEmpty();
    }
}
