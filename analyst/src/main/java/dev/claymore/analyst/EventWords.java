package dev.claymore.analyst;

import java.util.Set;
import java.util.function.Predicate;

/** Words that play a part in the names of events, or between them in a sentence. */
final class EventWords {

    static final Set<String> COMPOUNDS = Set.of(
            "signup",
            "signin",
            "signout",
            "login",
            "logout",
            "logon",
            "checkout",
            "optin",
            "optout",
            "setup",
            "dropoff",
            "addon",
            "playback");

    static final Set<String> BETWEEN = Set.of(
            "a",
            "an",
            "the",
            "to",
            "of",
            "for",
            "in",
            "into",
            "from",
            "their",
            "his",
            "her",
            "our",
            "my",
            "your",
            "something",
            "anything",
            "item",
            "thing",
            "product",
            "it",
            "them",
            "some",
            "any",
            "with",
            "on",
            "at",
            "out",
            "up",
            "article",
            "one",
            "good",
            "stuff",
            "be",
            "have",
            "get",
            "successful",
            "successfully",
            "own",
            "new",
            "event",
            "that");

    /** Says only that it happened. */
    static final Set<String> STATUS = Set.of(
            "complete",
            "submit",
            "success",
            "successful",
            "succeed",
            "event",
            "make",
            "done",
            "do",
            "finish",
            "confirm",
            "place",
            "process",
            "track",
            "perform",
            "user",
            "new",
            "customer",
            "action",
            "fire",
            "happen",
            "receive",
            "the",
            "to",
            "a",
            "of");

    static final Predicate<String> STATUS_OR_COMMON = Set.of(
            "open",
            "view",
            "see",
            "start",
            "end",
            "complete",
            "make",
            "use",
            "get",
            "take",
            "visit",
            "click",
            "page",
            "session",
            "add",
            "create",
            "event",
            "error",
            "request",
            "time",
            "user",
            "customer",
            "value",
            "rate",
            "new",
            "change",
            "app",
            "screen",
            "reach",
            "enter",
            "leave",
            "find",
            "show",
            "load")::contains;

    /** Says that it came to nothing: such an event is meant only where the word is said. */
    static final Set<String> UNDONE = Set.of(
                    "cancel", "pause", "stop", "fail", "abandon", "remove", "delete", "stall", "expire", "decline",
                    "reject", "refuse", "close", "dismiss", "skip", "refund", "error", "timeout", "undo", "revert",
                    "lose", "deny", "block")
            .stream()
            .map(Words::lemma)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());

    /** How people come by an error. */
    static final Set<String> MEETING =
            Set.of("hit", "meet", "get", "see", "run", "face", "encounter", "experience", "have");

    private EventWords() {}
}
