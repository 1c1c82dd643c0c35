package dev.claymore.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.claymore.analyst.answer.Answer;
import dev.claymore.store.Rows;
import java.io.IOException;

/**
 * Holders of a project's key are told only how long a query took. Rows and bytes read also depend on other projects' rows in the same
 * granules, so that repeated probing could reveal their contents.
 */
final class WorkDone {

    private WorkDone() {}

    static Module timeOnly() {
        return new SimpleModule("time only")
                .addSerializer(Rows.Stats.class, new TimeOnly<Rows.Stats>() {
                    @Override
                    void times(Rows.Stats stats, JsonGenerator out) throws IOException {
                        out.writeNumberField("elapsedMs", stats.elapsedMs());
                    }
                })
                .addSerializer(Answer.Stats.class, new TimeOnly<Answer.Stats>() {
                    @Override
                    void times(Answer.Stats stats, JsonGenerator out) throws IOException {
                        out.writeNumberField("elapsedMs", stats.elapsedMs());
                        out.writeNumberField("totalMs", stats.totalMs());
                    }
                });
    }

    private abstract static class TimeOnly<T> extends JsonSerializer<T> {

        abstract void times(T stats, JsonGenerator out) throws IOException;

        @Override
        public final void serialize(T stats, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            times(stats, out);
            out.writeNullField("rowsRead");
            out.writeNullField("bytesRead");
            out.writeEndObject();
        }
    }
}
