package dev.tandem.agent.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final JsonType<Object> JSON = Jsonb.builder().build().type(Object.class);

    private static Outcome answer(String json) {
        return new Outcome((Map<?, ?>) JSON.fromJson(json));
    }

    @Test
    void whatIsComparedAndWrittenIsBase64() {
        assertThat(JSON.toJson(
                        new Transaction().ifRevision("k", 7).put("k", "v").asJson()))
                .contains("\"mod_revision\":\"7\"", "\"target\":\"MOD\"", "\"key\":\"aw==\"", "\"value\":\"dg==\"");
    }

    @Test
    void aFailedComparisonHasNoFieldThatSaysSo() {
        assertThat(answer("{\"header\":{\"revision\":\"12\"}}").succeeded()).isFalse();
    }

    @Test
    void anAnswerHasItsRevision() {
        Outcome outcome = answer("{\"header\":{\"revision\":\"12\"},\"succeeded\":true}");
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.revision()).isEqualTo(12);
    }

    @Test
    void aKeyThatIsNotThereHasNoValue() {
        Outcome outcome = answer("{\"succeeded\":true,\"responses\":[{\"response_range\":{\"header\":{}}},"
                + "{\"response_range\":{\"kvs\":[{\"key\":\"aw==\",\"value\":\"dg==\",\"mod_revision\":\"5\"}]}}]}");
        assertThat(outcome.value(0)).isEmpty();
        assertThat(outcome.value(1)).contains(new Outcome.Value("k", "v", 5));
    }
}
