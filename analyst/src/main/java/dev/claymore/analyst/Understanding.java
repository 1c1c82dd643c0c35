package dev.claymore.analyst;

import dev.claymore.analyst.story.Contrast;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import java.util.List;
import java.util.stream.Stream;

/** What became of a question. */
public sealed interface Understanding {

    /**
     * It can be answered.
     *
     * @param title what was understood, as a phrase
     * @param assumptions conventions that decided what the words left open
     * @param confidence 0 to 1: how much of the text is accounted for
     */
    record Answered(
            Query query, String title, Shape shape, List<Chip> chips, List<String> assumptions, double confidence)
            implements Understanding {

        Answered assuming(String more) {
            return new Answered(
                    query,
                    title,
                    shape,
                    chips,
                    Stream.concat(assumptions.stream(), Stream.of(more)).toList(),
                    confidence);
        }
    }

    /**
     * It asks why people leave at a step: the contrast of those who left with those who went on answers it.
     *
     * @param title what was understood, as a phrase
     */
    record Departure(Contrast.Step step, Range range, String title, List<Chip> chips, List<String> assumptions)
            implements Understanding {}

    /**
     * It has several readings that differ.
     *
     * @param question to ask back
     */
    record Ambiguous(String question, List<Choice> choices) implements Understanding {}

    /**
     * It cannot be answered.
     *
     * @param code forecast, external_data, not_recorded, other_project, changes_data, no_question or not_understood
     * @param words of the question that nothing of the project fits
     * @param nearest a question that can be answered; empty: none
     */
    record Unsupported(String code, String reason, List<String> words, String nearest) implements Understanding {}
}
