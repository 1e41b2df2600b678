package com.foobar.conduit.api;

import com.foobar.conduit.http.ApiException;
import com.foobar.conduit.http.ApiRequest;
import com.foobar.conduit.http.ApiResponse;
import com.foobar.conduit.http.RequestFields;
import com.foobar.conduit.http.Router;
import com.foobar.conduit.http.TextRule;
import com.foobar.conduit.model.NewUser;
import com.foobar.conduit.model.User;
import com.foobar.conduit.model.UserChange;
import com.foobar.conduit.security.Passwords;
import com.foobar.conduit.security.Tokens;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.Account;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.SessionEndedException;
import com.foobar.conduit.store.Transactions;
import com.foobar.conduit.store.Users;
import java.util.Optional;

/**
 * Registration, login and the signed-in user. Passwords are hashed outside of transactions: a login must not hold a
 * connection while it waits for its turn to compute.
 */
public final class UserResource {

    private final Transactions transactions;
    private final Users users;
    private final Passwords passwords;
    private final Tokens tokens;

    public UserResource(Transactions transactions, Users users, Passwords passwords, Tokens tokens) {
        this.transactions = transactions;
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    public void addTo(Router router) {
        router.add("POST", "/users", this::register)
                .add("POST", "/users/login", this::login)
                .add("GET", "/user", this::current)
                .add("PUT", "/user", this::change);
    }

    private ApiResponse register(ApiRequest request) {
        RequestFields fields = request.body("user");
        String username = fields.required("username", TextRule.NEW_USERNAME);
        String email = fields.required("email", TextRule.EMAIL);
        String password = fields.required("password", TextRule.PASSWORD);
        fields.throwIfInvalid();
        NewUser user = new NewUser(username, email, passwords.hash(password));
        Account account = transactions.write(Viewer.anonymous(false), connection -> users.create(connection, user));
        return ApiResponse.created(answer(account)).afterWrite();
    }

    private ApiResponse login(ApiRequest request) {
        RequestFields fields = request.body("user");
        String email = fields.credential("email").strip();
        String password = fields.credential("password");
        fields.throwIfInvalid();
        Optional<Account> account = transactions.read(
                Viewer.anonymous(false), Freshness.LATEST, connection -> users.byEmail(connection, email));
        if (account.isEmpty()) {
            passwords.matchNothing(password);
        }
        return account.filter(known -> passwords.matches(password, known.passwordHash()))
                .map(known -> ApiResponse.ok(answer(known)))
                .orElseThrow(() -> ApiException.unauthorized("credentials", "invalid"));
    }

    private ApiResponse current(ApiRequest request) {
        Viewer viewer = request.user();
        Account account = transactions
                .read(viewer, Freshness.OWN, connection -> users.byId(connection, viewer.id()))
                .orElseThrow(SessionEndedException::new);
        return ApiResponse.ok(answer(account));
    }

    private ApiResponse change(ApiRequest request) {
        Viewer viewer = request.user();
        RequestFields fields = request.body("user");
        String username = fields.optional("username", TextRule.USERNAME);
        String email = fields.optional("email", TextRule.EMAIL);
        String password = fields.optional("password", TextRule.PASSWORD);
        UserChange.Clearable bio = fields.clearable("bio", TextRule.BIO);
        UserChange.Clearable image = fields.clearable("image", TextRule.IMAGE);
        fields.throwIfInvalid();
        if (username == null && email == null && password == null && !bio.mentioned() && !image.mentioned()) {
            throw ApiException.invalid("user", "has nothing to change");
        }
        String hash = password == null ? null : passwords.hash(password);
        UserChange change = new UserChange(username, email, hash, bio, image);
        Account account = transactions.write(viewer, connection -> users.change(connection, viewer.id(), change));
        return ApiResponse.ok(answer(account)).afterWrite();
    }

    private User.Envelope answer(Account account) {
        return new User.Envelope(account.withToken(tokens.issue(account.id(), account.tokenVersion())));
    }
}
