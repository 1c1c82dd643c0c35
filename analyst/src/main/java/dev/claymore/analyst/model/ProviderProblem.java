package dev.claymore.analyst.model;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;

/** What a provider's failure means to a person; what the provider itself says may repeat a key or a prompt, and stays inside. */
final class ProviderProblem {

    private static final System.Logger LOG = System.getLogger(ProviderProblem.class.getName());
    private static final int MAX_LOGGED = 300;

    private ProviderProblem() {}

    static String of(RuntimeException failure, String key) {
        String said = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
        String clean = key.isEmpty() ? said : said.replace(key, "(key)");
        LOG.log(
                System.Logger.Level.WARNING,
                "a model provider failed: {0}: {1}",
                failure.getClass().getSimpleName(),
                clean.length() <= MAX_LOGGED ? clean : clean.substring(0, MAX_LOGGED));
        return switch (failure) {
            case ProviderHttp.TooLong e ->
                "the provider's answer does not end: it is longer than " + (ProviderHttp.MAX_ANSWER_BYTES >> 20)
                        + " MiB";
            case AuthenticationException e -> "the provider refused the key";
            case RateLimitException e -> "the provider's rate limit is reached";
            case ModelNotFoundException e -> "the provider has no such model";
            case TimeoutException e -> "the provider did not answer in time";
            case InvalidRequestException e -> "the provider refused the request";
            case InternalServerException e -> "the provider failed";
            case UnresolvedModelServerException e -> "the provider cannot be reached";
            default -> "the provider cannot be reached, or answered what its protocol does not allow";
        };
    }
}
