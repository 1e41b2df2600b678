package dev.tandem.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "  select 1 ;  ",
                "(SELECT 1) UNION (SELECT 2)",
                "/* by: articles */ INSERT INTO t VALUES (1)",
                "-- hint\nUPDATE t SET a = 1",
                "# hint\n/* and */DELETE FROM t",
                "WITH a AS (SELECT 1) SELECT * FROM a"
            })
    void oneStatementThatLeavesTheTransactionOpenIsPlain(String sql) {
        assertThat(SqlText.of(sql).isPlain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ALTER TABLE t ADD a INT",
                "TRUNCATE t",
                "SELECT 1; COMMIT",
                "/*! COMMIT */",
                "/*M!100000 COMMIT */",
                "/* no end",
                "selection",
                "START TRANSACTION",
                "{call p()}",
                "LOCK TABLES t WRITE"
            })
    void anythingElseIsNotPlain(String sql) {
        assertThat(SqlText.of(sql).isPlain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET @a = 1", "SELECT @a", "SELECT LAST_INSERT_ID()", "SELECT get_lock('a', 1)", "CALL p()"})
    void whatBelongsToTheSessionIsSeen(String sql) {
        assertThat(SqlText.of(sql).usesSession()).isTrue();
    }

    @Test
    void anOrdinaryStatementUsesNothingOfTheSession() {
        assertThat(SqlText.of("INSERT INTO t VALUES (1)").usesSession()).isFalse();
        assertThat(SqlText.NONE.usesSession()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"INSERT INTO t VALUES (1)", "CALL p()", "CREATE TABLE t (a INT)", "", "SELECT 1; DELETE FROM t"})
    void whatMayWriteIsSeen(String sql) {
        assertThat(SqlText.of(sql).mayWrite()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 FOR UPDATE", "SHOW TABLES", "SET @a = 1", "EXPLAIN SELECT 1"})
    void aReadWritesNothing(String sql) {
        assertThat(SqlText.of(sql).mayWrite()).isFalse();
    }
}
