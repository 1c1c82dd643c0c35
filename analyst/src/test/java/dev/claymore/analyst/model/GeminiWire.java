package dev.claymore.analyst.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Answers as Gemini sends them. */
final class GeminiWire {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GeminiWire() {}

    static ObjectNode gemini(String tool, String arguments, String text) throws IOException {
        ObjectNode answer = JSON.createObjectNode().put("modelVersion", "stub").put("responseId", "g1");
        ObjectNode candidate = answer.putArray("candidates")
                .addObject()
                .put("finishReason", "STOP")
                .put("index", 0);
        ObjectNode part = candidate
                .putObject("content")
                .put("role", "model")
                .putArray("parts")
                .addObject();
        if (tool == null) {
            part.put("text", text);
        } else {
            part.putObject("functionCall").put("name", tool).set("args", JSON.readTree(arguments));
        }
        answer.putObject("usageMetadata")
                .put("promptTokenCount", 100)
                .put("candidatesTokenCount", 20)
                .put("totalTokenCount", 120);
        return answer;
    }
}
