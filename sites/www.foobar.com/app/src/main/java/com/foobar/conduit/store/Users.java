package com.foobar.conduit.store;

import com.foobar.conduit.model.LookAlikes;
import com.foobar.conduit.model.NewUser;
import com.foobar.conduit.model.UserChange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code users}, as their owners see it. */
public final class Users {

    private static final String SELECT =
            "SELECT id, username, email, password_hash, token_version, bio, image FROM users WHERE ";

    /**
     * Adds a user.
     *
     * @throws TakenException if the name or the address is in use
     */
    public Account create(Connection connection, NewUser user) throws SQLException {
        long id;
        try {
            id = Sql.of(
                            "INSERT INTO users (username, email, password_hash, created_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))")
                    .with(user.username(), user.email(), user.passwordHash())
                    .insert(connection);
        } catch (SQLException e) {
            throw takenOr(e, connection, user.username(), user.email(), 0);
        }
        return new Account(id, user.username(), user.email(), user.passwordHash(), 0, null, null);
    }

    /** The user with this id; empty if the user is gone, or has not reached the replica that was asked. */
    public Optional<Account> byId(Connection connection, long id) throws SQLException {
        return Sql.of(SELECT + "id = ?").with(id).first(connection, Users::account);
    }

    /** The user with this address, in any case. */
    public Optional<Account> byEmail(Connection connection, String email) throws SQLException {
        return Sql.of(SELECT + "email = ?").with(email).first(connection, Users::account);
    }

    /**
     * Changes a user who exists. A new password ends the tokens that were issued before.
     *
     * @throws TakenException if the new name or address is in use
     * @throws LookAlikeException if there is a new name and it looks like another one
     */
    public Account change(Connection connection, long id, UserChange change) throws SQLException {
        Account before = Sql.of(SELECT + "id = ? FOR UPDATE")
                .with(id)
                .first(connection, Users::account)
                .orElseThrow(SessionEndedException::new);
        refuseLookAlike(before.username(), change.username());
        boolean newPassword = change.passwordHash() != null;
        Account after = new Account(
                id,
                Objects.requireNonNullElse(change.username(), before.username()),
                Objects.requireNonNullElse(change.email(), before.email()),
                Objects.requireNonNullElse(change.passwordHash(), before.passwordHash()),
                before.tokenVersion() + (newPassword ? 1 : 0),
                change.bio().after(before.bio()),
                change.image().after(before.image()));
        store(connection, after);
        return after;
    }

    /** Who has a name from before the rule keeps it, and can change everything else. */
    private static void refuseLookAlike(String present, @Nullable String wanted) {
        if (wanted != null && !wanted.equals(present)) {
            LookAlikes.problem(wanted).ifPresent(problem -> {
                throw new LookAlikeException(problem);
            });
        }
    }

    private static void store(Connection connection, Account account) throws SQLException {
        try {
            Sql.of(
                            "UPDATE users SET username = ?, email = ?, password_hash = ?, token_version = ?, bio = ?, image = ? WHERE id = ?")
                    .with(account.username(), account.email(), account.passwordHash(), account.tokenVersion())
                    .with(account.bio(), account.image(), account.id())
                    .update(connection);
        } catch (SQLException e) {
            throw takenOr(e, connection, account.username(), account.email(), account.id());
        }
    }

    /** Asks which of the two is in use, since the message of the failure is not made for programs. */
    private static SQLException takenOr(
            SQLException failure, Connection connection, String username, String email, long ownId)
            throws SQLException {
        if (!SqlFailures.isDuplicate(failure)) {
            return failure;
        }
        List<String> fields = new ArrayList<>();
        for (String field : List.of("username", "email")) {
            // A locking read sees what others committed after this transaction began.
            boolean taken = Sql.of("SELECT id FROM users WHERE " + field + " = ? AND id <> ? LOCK IN SHARE MODE")
                    .with(field.equals("email") ? email : username, ownId)
                    .first(connection, row -> row.getLong(1))
                    .isPresent();
            if (taken) {
                fields.add(field);
            }
        }
        if (fields.isEmpty()) {
            return failure;
        }
        throw new TakenException(fields);
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getString("username"),
                row.getString("email"),
                row.getString("password_hash"),
                row.getInt("token_version"),
                row.getString("bio"),
                row.getString("image"));
    }
}
