package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LedgerBookTest {

    @Test
    void what_does_not_fit_is_counted_and_what_is_open_goes_on() {
        LedgerBook book = new LedgerBook();
        for (int i = 0; i < 50_000; i++) {
            book.add("shop" + i, 0, "refused", "overloaded", 1, 100);
        }
        assertThat(book.dropped()).isZero();

        book.add("shop0", 0, "refused", "overloaded", 1, 100);
        assertThat(book.dropped()).as("a line that is open").isZero();

        book.add("another", 0, "refused", "overloaded", 1, 100);
        assertThat(book.dropped()).isEqualTo(1);
    }
}
