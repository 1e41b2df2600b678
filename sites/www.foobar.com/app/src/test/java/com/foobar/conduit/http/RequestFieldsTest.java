package com.foobar.conduit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.foobar.conduit.model.UserChange.Clearable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {

    private static RequestFields fields(String object) {
        return RequestFields.of(
                new Json().readObject(("{\"it\":" + object + "}").getBytes(StandardCharsets.UTF_8)), "it");
    }

    private static Map<String, List<String>> problems(RequestFields fields) {
        ApiException thrown = catchThrowableOfType(ApiException.class, fields::throwIfInvalid);
        assertThat(thrown.status()).isEqualTo(422);
        return thrown.errors();
    }

    @Test
    void everyProblemIsToldAtOnce() {
        RequestFields fields = fields("{\"title\":\"\",\"body\":3}");
        fields.required("title", TextRule.TITLE);
        fields.required("description", TextRule.DESCRIPTION);
        fields.required("body", TextRule.ARTICLE_BODY);
        assertThat(problems(fields))
                .containsExactly(
                        Map.entry("title", List.of("can't be blank")),
                        Map.entry("description", List.of("can't be blank")),
                        Map.entry("body", List.of("must be a text")));
    }

    @Test
    void whatIsNotThereIsNotChanged() {
        RequestFields fields = fields("{}");
        assertThat(fields.optional("title", TextRule.TITLE)).isNull();
        assertThat(fields.tags("tagList")).isNull();
        assertThat(fields.clearable("bio", TextRule.BIO)).isEqualTo(new Clearable(false, null));
        fields.throwIfInvalid();
    }

    @Test
    void whatIsThereButBlankIsRefused() {
        for (String blank : List.of("null", "\"\"", "\" \\n \"")) {
            RequestFields fields = fields("{\"title\":" + blank + "}");
            fields.optional("title", TextRule.TITLE);
            assertThat(problems(fields)).containsEntry("title", List.of("can't be blank"));
        }
    }

    @Test
    void whatCanBeTakenAwayIsTakenAwayByBlank() {
        for (String blank : List.of("null", "\"\"", "\"  \"")) {
            RequestFields fields = fields("{\"bio\":" + blank + "}");
            assertThat(fields.clearable("bio", TextRule.BIO)).isEqualTo(new Clearable(true, null));
            fields.throwIfInvalid();
        }
    }

    @Test
    void tagsKeepTheirOrderAndComeOnce() {
        RequestFields fields = fields("{\"tagList\":[\"b\",\" a \",\"b\"]}");
        assertThat(fields.tags("tagList")).containsExactly("b", "a");
        fields.throwIfInvalid();
    }

    @Test
    void tagsThatAreNoListOfTextsAreRefused() {
        for (String bad : List.of("null", "\"a\"", "[1]", "[null]", "[\"\"]", "[[]]", "[\"" + "x".repeat(41) + "\"]")) {
            RequestFields fields = fields("{\"tagList\":" + bad + "}");
            fields.tags("tagList");
            assertThat(problems(fields)).containsKey("tagList");
        }
    }

    @Test
    void tooManyTagsAreRefused() {
        RequestFields fields = fields("{\"tagList\":[0,1,2,3,4,5,6,7,8,9,10]}".replaceAll("(\\d+)", "\"$1\""));
        fields.tags("tagList");
        assertThat(problems(fields)).containsEntry("tagList", List.of("has too many tags (maximum is 10)"));
    }

    @Test
    void titlesLoseOuterSpacesAndBodiesDoNot() {
        RequestFields fields = fields("{\"title\":\" t \",\"body\":\"    code\\n\",\"password\":\" 8 signs \"}");
        assertThat(fields.required("title", TextRule.TITLE)).isEqualTo("t");
        assertThat(fields.required("body", TextRule.ARTICLE_BODY)).isEqualTo("    code\n");
        assertThat(fields.required("password", TextRule.PASSWORD)).isEqualTo(" 8 signs ");
    }

    @Test
    void anEnvelopeThatIsMissingIsNamed() {
        assertThatThrownBy(() -> RequestFields.of(Map.of("other", Map.of()), "article"))
                .hasMessage("422 {article=[must be an object]}");
    }
}
