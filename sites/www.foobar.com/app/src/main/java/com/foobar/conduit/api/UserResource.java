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
import com.foobar.conduit.security.Asker;
import com.foobar.conduit.security.Guesses;
import com.foobar.conduit.security.Passwords;
import com.foobar.conduit.security.Tokens;
import com.foobar.conduit.security.Viewer;
import com.foobar.conduit.store.Account;
import com.foobar.conduit.store.Freshness;
import com.foobar.conduit.store.SessionEndedException;
import com.foobar.conduit.store.Transactions;
import com.foobar.conduit.store.Users;
import java.util.Locale;
import java.util.Optional;

/**
 * Registration, login and the signed-in user. Passwords are hashed outside of transactions: a login must not hold a
 * connection while it waits for its turn to compute.
 */
public final class UserResource {

    private final Transactions transactions;
    private final Users users;
    private final Passwords passwords;
    private final Guesses guesses;
    private final Tokens tokens;

    public UserResource(Transactions transactions, Users users, Passwords passwords, Guesses guesses, Tokens tokens) {
        this.transactions = transactions;
        this.users = users;
        this.passwords = passwords;
        this.guesses = guesses;
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
        NewUser user = new NewUser(username, email, passwords.hash(request.asker(), password));
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
        // By its id, because several ways to write the address find it; and of those who do not exist as of those who
        // do, so that
        // the answer does not tell who does.
        String name = account.map(known -> "id " + known.id()).orElseGet(() -> email.toLowerCase(Locale.ROOT));
        if (!guesses.mayTry(request.asker(), name)) {
            throw ApiException.tooMany("credentials", "were wrong too often; try again in a minute");
        }
        if (!matches(request.asker(), account, password)) {
            guesses.wasWrong(request.asker(), name);
            throw ApiException.unauthorized("credentials", "invalid");
        }
        guesses.wasRight(request.asker(), name);
        return ApiResponse.ok(answer(account.orElseThrow()));
    }

    private boolean matches(Asker asker, Optional<Account> account, String password) {
        if (account.isEmpty()) {
            passwords.matchNothing(asker, password);
            return false;
        }
        return passwords.matches(asker, password, account.get().passwordHash());
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
        String hash = password == null ? null : passwords.hash(request.asker(), password);
        UserChange change = new UserChange(username, email, hash, bio, image);
        Account account = transactions.write(viewer, connection -> users.change(connection, viewer.id(), change));
        return ApiResponse.ok(answer(account)).afterWrite();
    }

    private User.Envelope answer(Account account) {
        return new User.Envelope(account.withToken(tokens.issue(account.id(), account.tokenVersion())));
    }
}
