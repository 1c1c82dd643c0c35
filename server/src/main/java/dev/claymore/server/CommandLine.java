package dev.claymore.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** {@code claymore ask | eval | export | mcp | sourcemaps | storage}: speak to a server that runs. */
public final class CommandLine {

    private static final int MISUSE = 2;
    /** As of a process that the signal SIGPIPE ended. */
    private static final int OUTPUT_CLOSED = 128 + 13;

    private CommandLine() {}

    /** What was given on the command line: {@code --name value}, {@code --flag}, and the rest as one text. */
    record Arguments(Map<String, String> options, Set<String> flags, String text) {

        static Arguments parse(Deque<String> words, Set<String> options, Set<String> flags) {
            Map<String, String> given = new HashMap<>();
            Set<String> set = new HashSet<>();
            StringBuilder text = new StringBuilder();
            boolean literal = false;
            while (!words.isEmpty()) {
                String word = words.removeFirst();
                if (literal || !word.startsWith("--")) {
                    text.append(text.isEmpty() ? "" : " ").append(word);
                } else if (word.equals("--")) {
                    literal = true;
                } else if (flags.contains(word)) {
                    set.add(word);
                } else if (options.contains(word) && !words.isEmpty()) {
                    given.put(word, words.removeFirst());
                } else {
                    throw new ClientFailure("unknown or incomplete option " + word);
                }
            }
            return new Arguments(given, set, text.toString());
        }

        String option(String name, String fallback) {
            return options.getOrDefault(name, fallback);
        }
    }

    public static void main(String[] arguments) {
        // System.out would swallow what a write met with.
        System.exit(run(arguments, System.getenv(), new FileOutputStream(FileDescriptor.out), System.err));
    }

    /** @return the process's exit status */
    static int run(String[] arguments, Map<String, String> environment, OutputStream output, PrintStream errors) {
        Deque<String> words = new ArrayDeque<>(Arrays.asList(arguments));
        String command = words.isEmpty() ? "" : words.removeFirst();
        try (ApiClient api = ApiClient.of(environment)) {
            PrintStream out = CommandOutput.printing(output, System.out.charset());
            int status = switch (command) {
                case "ask" -> AskCommand.run(api, words, out);
                case "eval" -> EvalCommand.run(api, words, out);
                case "export" -> ExportCommand.run(api, words, environment, out, errors);
                case "sourcemaps" -> SourceMapsCommand.run(api, words, out);
                case "storage" -> StorageCommand.run(api, words, out);
                case "mcp" -> McpBridge.run(api, words, System.in, out);
                default -> throw new ClientFailure("no such command: " + command);
            };
            out.flush();
            return status;
        } catch (CommandOutput.Closed e) {
            return OUTPUT_CLOSED;
        } catch (ClientFailure e) {
            errors.println("claymore: " + e.getMessage());
            return MISUSE;
        }
    }
}
