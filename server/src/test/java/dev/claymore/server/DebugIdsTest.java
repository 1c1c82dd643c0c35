package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claymore.query.stacks.MalformedSourceMap;
import dev.claymore.query.stacks.SourceMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugIdsTest {

    private static final String MAP = "{\"version\":3,\"sources\":[\"größe.ts\"],\"names\":[],\"mappings\":\"AAAA\"}";

    @TempDir
    Path directory;

    private Path script;
    private Path map;

    private String inject(String code, String json) throws IOException, MalformedSourceMap {
        script = directory.resolve("app.js");
        map = directory.resolve("app.js.map");
        Files.writeString(script, code, StandardCharsets.ISO_8859_1);
        Files.writeString(map, json);
        return DebugIds.inject(script, map);
    }

    private String code() throws IOException {
        return Files.readString(script, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "let a=1;\n//# sourceMappingURL=app.js.map\n",
                "let a=1;//# sourceMappingURL=app.js.map",
                "let a=1;\r\n//# sourceMappingURL=app.js.map\r\n",
                "#!/usr/bin/env node\n'use strict';let a='//# sourceMappingURL=no';\nlet b=2",
                "let a='//# sourceMappingURL=';alert(a)",
                "let a='\u00e4\u00ff\u0080';",
                ""
            })
    void what_was_there_stays_where_it_is_to_the_byte(String before) throws Exception {
        String id = inject(before, MAP);
        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        int comment = before.contains("=app.js.map") ? before.indexOf("//# sourceMappingURL=app") : before.length();
        assertThat(code()).startsWith(before.substring(0, comment)).endsWith(before.substring(comment));
        assertThat(code().substring(comment))
                .contains("\n//# debugId=" + id + "\n")
                .contains("\"" + id + " \"");
        assertThat(Files.readString(map)).isEqualTo(MAP.replaceFirst("\\{", "{\"debugId\":\"" + id + "\","));
        assertThat(SourceMap.parse(Files.readAllBytes(map)).debugId()).isEqualTo(id);

        String once = code();
        assertThat(DebugIds.inject(script, map)).isEqualTo(id);
        assertThat(code()).isEqualTo(once);
    }

    @Test
    void the_same_build_has_the_same_id_and_another_has_another() throws Exception {
        String id = inject("let a=1;", MAP);
        assertThat(inject("let a=1;", MAP)).isEqualTo(id);
        assertThat(inject("let a=2;", MAP)).isNotEqualTo(id);
        assertThat(inject("let a=1;", MAP.replace("AAAA", "AACA"))).isNotEqualTo(id);
    }

    @Test
    void an_id_of_the_bundler_stays() throws Exception {
        String named = MAP.replaceFirst("\\{", "{\"debugId\":\"85314830-023f-4cf1-a267-535f4e37bb17\",");
        String before = "let a=1;\n//# debugId=85314830-023f-4cf1-a267-535f4e37bb17\n//# sourceMappingURL=app.js.map\n";
        assertThat(inject(before, named)).isEqualTo("85314830-023f-4cf1-a267-535f4e37bb17");
        assertThat(Files.readString(map)).isEqualTo(named);
        assertThat(code().split("# debugId=", -1)).hasSize(2);
    }

    @Test
    void what_is_no_map_or_no_id_is_refused_and_nothing_is_written() throws Exception {
        assertThatThrownBy(() -> inject("let a=1;", "{}")).isInstanceOf(MalformedSourceMap.class);
        assertThat(code()).isEqualTo("let a=1;");
        String hostile = MAP.replaceFirst("\\{", "{\"debugId\":\"\\\\\"});alert(1)//\",");
        assertThatThrownBy(() -> inject("let a=1;", hostile)).isInstanceOf(IOException.class);
        assertThat(code()).isEqualTo("let a=1;");
        assertThat(map).content(StandardCharsets.UTF_8).isEqualTo(hostile);
    }
}
