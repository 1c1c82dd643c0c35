package dev.claymore.analyst.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers as OpenAI sends them: chat completions and responses, whole and as streams. */
final class OpenAiWire {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiWire() {}

    static ObjectNode chat(String tool, String arguments, String text) {
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "c1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "stub");
        ObjectNode choice = answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", tool == null ? "stop" : "tool_calls");
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").put("content", text);
        if (tool != null) {
            message.putArray("tool_calls")
                    .addObject()
                    .put("id", "t1")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool)
                    .put("arguments", arguments);
        }
        answer.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 20)
                .put("total_tokens", 120);
        return answer;
    }

    /** The arguments come in two pieces, as they do. */
    static String chatStream(String tool, String arguments, String text) {
        StringBuilder stream = new StringBuilder();
        if (tool == null) {
            stream.append(chunk(delta -> delta.put("role", "assistant").put("content", text), null));
        } else {
            int half = arguments.length() / 2;
            stream.append(chunk(
                    delta -> delta.put("role", "assistant")
                            .putArray("tool_calls")
                            .addObject()
                            .put("index", 0)
                            .put("id", "t1")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", tool)
                            .put("arguments", arguments.substring(0, half)),
                    null));
            stream.append(chunk(
                    delta -> delta.putArray("tool_calls")
                            .addObject()
                            .put("index", 0)
                            .putObject("function")
                            .put("arguments", arguments.substring(half)),
                    null));
        }
        stream.append(chunk(delta -> {}, tool == null ? "stop" : "tool_calls"));
        ObjectNode usage = JSON.createObjectNode()
                .put("id", "c1")
                .put("object", "chat.completion.chunk")
                .put("created", 1)
                .put("model", "stub");
        usage.putArray("choices");
        usage.putObject("usage")
                .put("prompt_tokens", 100)
                .put("completion_tokens", 20)
                .put("total_tokens", 120);
        return stream.append("data: ")
                .append(usage)
                .append("\n\ndata: [DONE]\n\n")
                .toString();
    }

    private static String chunk(java.util.function.Consumer<ObjectNode> fill, String finish) {
        ObjectNode chunk = JSON.createObjectNode()
                .put("id", "c1")
                .put("object", "chat.completion.chunk")
                .put("created", 1)
                .put("model", "stub");
        ObjectNode choice =
                chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        fill.accept(choice.putObject("delta"));
        return "data: " + chunk + "\n\n";
    }

    static ObjectNode responses(String tool, String arguments, String text) {
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "r1")
                .put("object", "response")
                .put("created_at", 1)
                .put("status", "completed")
                .put("model", "stub");
        item(answer.putArray("output").addObject(), tool, arguments, text);
        answer.putObject("usage")
                .put("input_tokens", 100)
                .put("output_tokens", 20)
                .put("total_tokens", 120);
        return answer;
    }

    private static ObjectNode item(ObjectNode item, String tool, String arguments, String text) {
        if (tool == null) {
            item.put("type", "message")
                    .put("id", "m1")
                    .put("role", "assistant")
                    .put("status", "completed")
                    .putArray("content")
                    .addObject()
                    .put("type", "output_text")
                    .put("text", text);
        } else {
            item.put("type", "function_call")
                    .put("id", "f1")
                    .put("call_id", "t1")
                    .put("status", "completed")
                    .put("name", tool)
                    .put("arguments", arguments);
        }
        return item;
    }

    static String responsesStream(ObjectNode whole, String tool, String arguments, String text) {
        StringBuilder stream = new StringBuilder();
        ObjectNode created = whole.deepCopy().put("status", "in_progress");
        created.putArray("output");
        stream.append(AnthropicWire.event("response.created", e -> e.set("response", created)));
        stream.append(AnthropicWire.event(
                "response.output_item.added",
                e -> e.put("output_index", 0)
                        .set(
                                "item",
                                item(
                                        JSON.createObjectNode(),
                                        tool,
                                        tool == null ? null : "",
                                        tool == null ? "" : null))));
        if (tool == null) {
            stream.append(AnthropicWire.event(
                    "response.output_text.delta",
                    e -> e.put("item_id", "m1")
                            .put("output_index", 0)
                            .put("content_index", 0)
                            .put("delta", text)));
        } else {
            stream.append(AnthropicWire.event(
                    "response.function_call_arguments.delta",
                    e -> e.put("item_id", "f1").put("output_index", 0).put("delta", arguments)));
            stream.append(AnthropicWire.event(
                    "response.function_call_arguments.done",
                    e -> e.put("item_id", "f1").put("output_index", 0).put("arguments", arguments)));
        }
        stream.append(AnthropicWire.event(
                "response.output_item.done",
                e -> e.put("output_index", 0).set("item", item(JSON.createObjectNode(), tool, arguments, text))));
        stream.append(AnthropicWire.event("response.completed", e -> e.set("response", whole)));
        return stream.toString();
    }
}
