package com.foobar.conduit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.foobar.conduit.model.Article;
import com.foobar.conduit.model.Profile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private final Json json = new Json();

    private Map<String, @Nullable Object> read(String text) {
        return json.readObject(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyKindOfValueIsRead() {
        Map<String, @Nullable Object> tree =
                read(" {\"a\":\"é\\n\\u0041🎉\",\"b\":[1,-2.5e3,true,false,null,[]],\"c\":{\"d\":null}} ");
        assertThat(tree).containsEntry("a", "é\nA🎉");
        assertThat(tree.get("b"))
                .isEqualTo(Arrays.asList(new BigDecimal(1), new BigDecimal("-2.5e3"), true, false, null, List.of()));
        assertThat(tree.get("c")).asInstanceOf(MAP).containsEntry("d", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "7",
                "\"x\"",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":tru}",
                "{\"a\":\"",
                "{a:1}",
                "{\"a\":1-}"
            })
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Json.MalformedException.class);
    }

    @Test
    void aMillionBracketsAreRefused() {
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(1_000_000)))
                .isInstanceOf(Json.MalformedException.class)
                .hasMessage("is nested too deeply");
        assertThatThrownBy(() -> read("{\"a\":".repeat(200_000))).hasMessage("is nested too deeply");
    }

    /** A mebibyte of empty values is tens of mebibytes in memory; forty of those at a time were more than two servers have. */
    @Test
    void aBodyHasNoMoreValuesThanAnybodySends() {
        assertThatThrownBy(() -> read("{\"a\":[" + "{\"\":0},".repeat(100_000) + "0]}"))
                .hasMessage("has too many values");
        assertThat(read("{\"a\":[" + "0,".repeat(900) + "0]}")).containsKey("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "-%s", "0.%s", "1e%s", "[[%s]]"})
    void aNumberOfAMillionDigitsIsRefusedBeforeItIsRead(String form) {
        assertThatThrownBy(() -> read("{\"a\":" + form.formatted("9".repeat(1_000_000)) + "}"))
                .isInstanceOf(Json.MalformedException.class)
                .hasMessage("has a number with too many digits");
    }

    @Test
    void whatIsNotThereIsWrittenAsNull() {
        Article article = new Article(
                "s",
                "T \"q\"",
                "d",
                "</script>",
                List.of("x"),
                "c",
                "u",
                false,
                0,
                new Profile("me", null, null, true));
        assertThat(new String(json.write(new Article.Envelope(article)), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"article\":{\"slug\":\"s\",\"title\":\"T \\\"q\\\"\",\"description\":\"d\",\"body\":\"</script>\","
                                + "\"tagList\":[\"x\"],\"createdAt\":\"c\",\"updatedAt\":\"u\",\"favorited\":false,\"favoritesCount\":0,"
                                + "\"author\":{\"username\":\"me\",\"bio\":null,\"image\":null,\"following\":true}}}");
    }
}
