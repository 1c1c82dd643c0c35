package dev.claymore.analyst.model;

import dev.claymore.analyst.model.ModelRegistry.Opened;
import dev.claymore.query.Outcome;
import dev.claymore.query.Problem;
import dev.claymore.query.Result;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** One question to one model: its proposal is run, and a refusal goes back to it, at most three times. Of one thread. */
final class Dialogue {

    static final int MAX_ATTEMPTS = 3;

    private static final int MAX_LOOKUPS = 4;
    private static final Set<String> MENDABLE =
            Set.of("sql_refused", "sql_error", "invalid_query", "unknown_field", "limit_exceeded");

    private final Opened opened;
    private final String projectId;
    private final BiFunction<String, String, List<String>> search;
    private final Proposals proposals;
    private final Meter meter;
    private final List<ChatMessage> messages = new ArrayList<>();
    private int attempts;
    private int lookups;
    private long inputTokens;
    private long outputTokens;

    /** Counts tokens, also of answers that came to nothing. */
    interface Meter {
        void used(long inputTokens, long outputTokens);
    }

    Dialogue(
            Opened opened,
            String projectId,
            String system,
            String user,
            BiFunction<String, String, List<String>> search,
            Proposals proposals,
            Meter meter) {
        this.opened = opened;
        this.projectId = projectId;
        this.search = search;
        this.proposals = proposals;
        this.meter = meter;
        messages.add(SystemMessage.from(system));
        messages.add(UserMessage.from(user));
    }

    ModelReading hold() {
        ChatModels.Chat chat = ChatModels.open(opened.settings(), opened.key());
        String refusal = "";
        while (attempts < MAX_ATTEMPTS) {
            AiMessage message;
            try {
                message = ask(chat);
            } catch (RuntimeException e) {
                return reading("failed", null, null, ProviderProblem.of(e, opened.key()));
            }
            if (lookedUp(message)) {
                continue;
            }
            attempts++;
            switch (Proposal.read(ModelTools.answered(message))) {
                case Proposal.Malformed(String problem) -> refusal = problem;
                case Proposal.Good(Proposal proposal) -> {
                    if (proposal.kind().equals("unsupported") || proposal.kind().equals("ambiguous")) {
                        return reading(proposal.kind(), proposal, null, proposal.reason());
                    }
                    switch (proposals.run(projectId, proposal)) {
                        case Outcome.Ok<Result>(Result result) -> {
                            return reading("used", proposal, result, "");
                        }
                        case Outcome.Refused<Result>(Problem problem) -> {
                            refusal = (problem.field().isEmpty() ? "" : problem.field() + ": ") + problem.message();
                            if (!MENDABLE.contains(problem.code())) {
                                return reading("failed", null, null, refusal);
                            }
                        }
                    }
                }
            }
            refuse(message, refusal);
        }
        return reading("refused", null, null, refusal);
    }

    private AiMessage ask(ChatModels.Chat chat) {
        ChatResponse response = chat.send(ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(lookups < MAX_LOOKUPS ? ModelTools.ALL : ModelTools.ANSWER_ONLY)
                .build());
        TokenUsage usage = response.tokenUsage();
        if (usage != null) {
            long input = usage.inputTokenCount() == null ? 0 : usage.inputTokenCount();
            long output = usage.outputTokenCount() == null ? 0 : usage.outputTokenCount();
            inputTokens += input;
            outputTokens += output;
            meter.used(input, output);
        }
        return response.aiMessage();
    }

    /** Whether the model wanted to know values first; it is told. */
    private boolean lookedUp(AiMessage message) {
        List<ToolExecutionRequest> calls = message.toolExecutionRequests();
        if (calls.isEmpty() || calls.stream().anyMatch(call -> call.name().equals(ModelTools.ANSWER))) {
            return false;
        }
        if (lookups++ >= MAX_LOOKUPS) {
            return false;
        }
        messages.add(message);
        calls.forEach(
                call -> messages.add(ToolExecutionResultMessage.from(call, ModelTools.find(search, call.arguments()))));
        return true;
    }

    private void refuse(AiMessage message, String refusal) {
        String told = "Refused: " + refusal + ". Mend it and answer again.";
        messages.add(message);
        if (message.toolExecutionRequests().isEmpty()) {
            messages.add(UserMessage.from(told));
        } else {
            message.toolExecutionRequests().forEach(call -> messages.add(ToolExecutionResultMessage.from(call, told)));
        }
    }

    private ModelReading reading(String outcome, Proposal proposal, Result result, String reason) {
        return new ModelReading(
                opened.settings().provider(),
                opened.settings().model(),
                outcome,
                proposal == null ? "" : proposal.title(),
                proposal == null ? null : proposal.query(),
                result,
                proposal == null ? List.of() : proposal.assumptions(),
                reason,
                attempts,
                inputTokens,
                outputTokens);
    }
}
