package dev.claymore.analyst.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Answers as Anthropic sends them, whole and as streams of named events. */
final class AnthropicWire {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AnthropicWire() {}

    static ObjectNode messages(String tool, String arguments, String text) throws IOException {
        ObjectNode answer = JSON.createObjectNode()
                .put("id", "a1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "stub")
                .put("stop_reason", tool == null ? "end_turn" : "tool_use");
        ObjectNode block = answer.putArray("content").addObject();
        if (tool == null) {
            block.put("type", "text").put("text", text);
        } else {
            block.put("type", "tool_use").put("id", "t1").put("name", tool).set("input", JSON.readTree(arguments));
        }
        answer.putObject("usage").put("input_tokens", 100).put("output_tokens", 20);
        return answer;
    }

    static String messagesStream(String tool, String arguments, String text) throws IOException {
        ObjectNode begun = messages(tool, tool == null ? null : "{}", tool == null ? "" : null);
        begun.putArray("content");
        StringBuilder stream = new StringBuilder();
        stream.append(event("message_start", e -> e.set("message", begun)));
        stream.append(event("content_block_start", e -> {
            ObjectNode block = e.put("index", 0).putObject("content_block");
            if (tool == null) {
                block.put("type", "text").put("text", "");
            } else {
                block.put("type", "tool_use").put("id", "t1").put("name", tool).putObject("input");
            }
        }));
        stream.append(event("content_block_delta", e -> {
            ObjectNode delta = e.put("index", 0).putObject("delta");
            if (tool == null) {
                delta.put("type", "text_delta").put("text", text);
            } else {
                delta.put("type", "input_json_delta").put("partial_json", arguments);
            }
        }));
        stream.append(event("content_block_stop", e -> e.put("index", 0)));
        stream.append(event("message_delta", e -> {
            e.putObject("delta").put("stop_reason", tool == null ? "end_turn" : "tool_use");
            e.putObject("usage").put("output_tokens", 20);
        }));
        return stream.append(event("message_stop", e -> {})).toString();
    }

    static String event(String type, java.util.function.Consumer<ObjectNode> fill) {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        fill.accept(event);
        return "event: " + type + "\ndata: " + event + "\n\n";
    }
}
