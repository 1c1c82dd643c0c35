package dev.claymore.analyst.model;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A provider's wire protocol behind one call. */
final class ChatModels {

    /** Local servers need no key, but the protocol has a field for it. */
    private static final String NO_KEY = "none";

    private static final int MAX_OUTPUT_TOKENS = 4_000;
    private static final int RETRIES = 1;

    private ChatModels() {}

    /** One exchange with the model; blocks, and throws what the library throws. */
    @FunctionalInterface
    interface Chat {
        ChatResponse send(ChatRequest request);
    }

    static Chat open(ModelSettings settings, String key) {
        String secret = key.isEmpty() ? NO_KEY : key;
        if (settings.stream()) {
            StreamingChatModel model = streaming(settings, secret);
            return request -> whole(model, request);
        }
        ChatModel model = blocking(settings, secret);
        return model::chat;
    }

    private static ChatModel blocking(ModelSettings settings, String key) {
        Duration timeout = Duration.ofSeconds(settings.timeoutSeconds());
        return switch (settings.provider()) {
            case ModelSettings.OPENAI ->
                OpenAiChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .timeout(timeout)
                        .maxRetries(RETRIES)
                        .build();
            case ModelSettings.OPENAI_RESPONSES ->
                OpenAiResponsesChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .maxOutputTokens(MAX_OUTPUT_TOKENS)
                        .store(false)
                        .build();
            case ModelSettings.ANTHROPIC ->
                AnthropicChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .maxTokens(MAX_OUTPUT_TOKENS)
                        .timeout(timeout)
                        .maxRetries(RETRIES)
                        .build();
            default ->
                GoogleAiGeminiChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .timeout(timeout)
                        .maxRetries(RETRIES)
                        .build();
        };
    }

    private static StreamingChatModel streaming(ModelSettings settings, String key) {
        Duration timeout = Duration.ofSeconds(settings.timeoutSeconds());
        return switch (settings.provider()) {
            case ModelSettings.OPENAI ->
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .timeout(timeout)
                        .build();
            case ModelSettings.OPENAI_RESPONSES ->
                OpenAiResponsesStreamingChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .maxOutputTokens(MAX_OUTPUT_TOKENS)
                        .store(false)
                        .build();
            case ModelSettings.ANTHROPIC ->
                AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .maxTokens(MAX_OUTPUT_TOKENS)
                        .timeout(timeout)
                        .build();
            default ->
                GoogleAiGeminiStreamingChatModel.builder()
                        .httpClientBuilder(new ProviderHttp.Builder(timeout))
                        .baseUrl(url(settings))
                        .apiKey(key)
                        .modelName(settings.model())
                        .timeout(timeout)
                        .build();
        };
    }

    private static String url(ModelSettings settings) {
        if (!settings.baseUrl().isEmpty()) {
            return settings.baseUrl().replaceFirst("/+$", "");
        }
        return switch (settings.provider()) {
            case ModelSettings.ANTHROPIC -> "https://api.anthropic.com/v1";
            case ModelSettings.GEMINI -> "https://generativelanguage.googleapis.com/v1beta";
            default -> "https://api.openai.com/v1";
        };
    }

    private static ChatResponse whole(StreamingChatModel model, ChatRequest request) {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        try {
            return whole.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
