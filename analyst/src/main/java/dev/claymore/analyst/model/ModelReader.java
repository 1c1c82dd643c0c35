package dev.claymore.analyst.model;

import dev.claymore.analyst.Question;
import dev.claymore.analyst.model.ModelRegistry.Opened;
import dev.claymore.query.SqlConsole;
import dev.claymore.query.Values;
import dev.claymore.query.model.SemanticModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Reads questions with the model that a project allows. Safe for use by many threads. */
public final class ModelReader implements AutoCloseable {

    private final ModelRegistry registry;
    private final ModelPrompt prompt;
    private final ProjectWords words;
    private final Proposals proposals;
    private final Function<String, List<ModelPrompt.Example>> examples;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    public ModelReader(
            ModelRegistry registry,
            SemanticModel model,
            Values values,
            QueryDoor queries,
            SqlConsole sql,
            CheckedQuestions checked) {
        this.registry = registry;
        this.prompt = new ModelPrompt(model);
        this.words = new ProjectWords(values);
        this.proposals = new Proposals(queries, sql);
        this.examples = projectId -> checked.of(projectId).stream()
                .map(one -> new ModelPrompt.Example(one.question(), one.answer()))
                .toList();
    }

    /** Whether the project allows a model. */
    public boolean available(String projectId) {
        return registry.open(projectId).isPresent();
    }

    /**
     * Asks the model, runs what it proposes, and lets it mend what was refused, at most three times. Never throws for what the model or
     * its provider does.
     *
     * @return empty when the project allows no model
     */
    public Optional<ModelReading> read(String projectId, Question question) {
        return registry.open(projectId).map(opened -> {
            ModelSettings settings = opened.settings();
            if (settings.tokensPerDay() > 0 && registry.today(projectId).tokens() >= settings.tokensPerDay()) {
                return ModelReading.none(settings, "budget", "the tokens of the day are used up");
            }
            return timed(projectId, question, opened);
        });
    }

    private ModelReading timed(String projectId, Question question, Opened opened) {
        boolean shared = opened.settings().shareValues();
        Dialogue dialogue = new Dialogue(
                opened,
                projectId,
                prompt.system(words.sample(projectId, question.now(), shared)),
                ModelPrompt.user(question, Similar.to(question.text(), examples.apply(projectId))),
                (field, search) -> words.find(projectId, field, search, question.now(), shared),
                proposals,
                (input, output) -> registry.used(projectId, opened.settings(), input, output));
        Future<ModelReading> reading = calls.submit(dialogue::hold);
        try {
            return reading.get(
                    Duration.ofSeconds(opened.settings().timeoutSeconds()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reading.cancel(true);
            return ModelReading.none(
                    opened.settings(),
                    "timeout",
                    "the model took longer than " + opened.settings().timeoutSeconds() + " s");
        } catch (InterruptedException e) {
            reading.cancel(true);
            Thread.currentThread().interrupt();
            return ModelReading.none(opened.settings(), "failed", "interrupted");
        } catch (ExecutionException e) {
            System.getLogger(ModelReader.class.getName())
                    .log(System.Logger.Level.WARNING, "a model's answer could not be handled", e.getCause());
            return ModelReading.none(opened.settings(), "failed", "the model's answer could not be handled");
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
