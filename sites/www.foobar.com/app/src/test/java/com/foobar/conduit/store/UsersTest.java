package com.foobar.conduit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.foobar.conduit.model.LookAlikes;
import com.foobar.conduit.model.UserChange;
import com.foobar.conduit.model.UserChange.Clearable;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People whose names are from before a rule keep them, and everything else. */
class UsersTest {

    /** "paul", with a Cyrillic a. */
    private static final String OLD_NAME = "p\u0430ul";

    private final List<String> statements = new ArrayList<>();

    @Test
    void aNameFromBeforeTheRuleMayStay() throws SQLException {
        assertThat(LookAlikes.problem(OLD_NAME)).isPresent();
        Account after = new Users().change(connection(), 1, changeTo(OLD_NAME));
        assertThat(after.username()).isEqualTo(OLD_NAME);
        assertThat(after.bio()).isEqualTo("a new text");
        assertThat(statements).hasSize(2);
    }

    @Test
    void andTheirOwnersStillSignIn() throws SQLException {
        assertThat(new Users().byEmail(connection(), "paul@example.org"))
                .get()
                .extracting(Account::username)
                .isEqualTo(OLD_NAME);
    }

    @Test
    void anotherLookAlikeIsRefusedAndNothingIsWritten() {
        assertThatThrownBy(() -> new Users().change(connection(), 1, changeTo("p\u0430u1")))
                .isInstanceOf(LookAlikeException.class)
                .hasMessage("mixes letters of different alphabets");
        assertThat(statements).singleElement().asString().startsWith("SELECT");
    }

    private static UserChange changeTo(@Nullable String name) {
        return new UserChange(name, null, null, new Clearable(true, "a new text"), new Clearable(false, null));
    }

    /** A table with one row in it, whoever is asked for. */
    private Connection connection() {
        return made(Connection.class, (method, argument) -> {
            if (method.equals("prepareStatement")) {
                statements.add(String.valueOf(argument));
                return statement();
            }
            return null;
        });
    }

    private static PreparedStatement statement() {
        return made(PreparedStatement.class, (method, argument) -> switch (method) {
            case "executeQuery" -> row();
            case "executeUpdate" -> 1;
            default -> null;
        });
    }

    private static ResultSet row() {
        boolean[] read = {false};
        return made(ResultSet.class, (method, argument) -> switch (method) {
            case "next" -> !read[0] && (read[0] = true);
            case "getLong" -> 1L;
            case "getInt" -> 0;
            case "getString" -> argument.equals("username") ? OLD_NAME : "text";
            default -> null;
        });
    }

    private interface Answers {
        @Nullable
        Object to(String method, @Nullable Object argument);
    }

    private static <T> T made(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments == null ? null : arguments[0])));
    }
}
