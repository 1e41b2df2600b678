package com.foobar.conduit;

import static com.foobar.conduit.ApiClient.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import com.foobar.conduit.ApiClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Walks the whole API of a running site from outside, as the public collections of the RealWorld project do
 * (realworld-apps/realworld, specs/api/hurl), and further: races, limits, sessions. It leaves its users behind, under names
 * that no other run uses.
 */
@Tag("lab")
class ConduitApiTest {

    private static final String BLANK = "can't be blank";
    private static final String ISO_TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z";
    private static final String RUN = Long.toString(System.nanoTime(), 36);

    private static int count;

    private static synchronized String unique(String prefix) {
        count++;
        return prefix + "_" + RUN + count;
    }

    private static Map<String, Object> article(String title, String... tags) {
        return Map.of(
                "article",
                Map.of(
                        "title",
                        title,
                        "description",
                        "About " + title,
                        "body",
                        "Body of " + title,
                        "tagList",
                        List.of(tags)));
    }

    private static Map<String, Object> user(Map<String, ?> fields) {
        return Map.of("user", fields);
    }

    private static Map<String, Object> change(String field, Object value) {
        return Map.of("article", Map.of(field, value));
    }

    private static String created(ApiClient author, String title, String... tags) {
        return author.post("/articles", article(title, tags)).expecting(201).text("article", "slug");
    }

    private static void eventually(Runnable assertion) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(assertion::run);
    }

    @Nested
    class Users {

        @Test
        void whoRegistersIsSignedInAndCanLogIn() {
            String name = unique("auth");
            ApiClient person = ApiClient.user(name);
            Answer login = ApiClient.visitor()
                    .post("/users/login", user(Map.of("email", name + "@test.com", "password", "password123")))
                    .expecting(200);
            assertThat(login.text("user", "username")).isEqualTo(name);
            assertThat(login.text("user", "email")).isEqualTo(name + "@test.com");
            assertThat(login.at("user", "bio")).isNull();
            assertThat(login.at("user", "image")).isNull();
            assertThat(login.text("user", "token")).isNotEmpty();
            assertThat(person.get("/user").expecting(200).text("user", "username"))
                    .isEqualTo(name);
            assertThat(person.saying("Bearer").get("/user").expecting(200).text("user", "username"))
                    .isEqualTo(name);
        }

        @Test
        void aUserChangesTheirProfileFieldByField() {
            String name = unique("upd");
            ApiClient person = ApiClient.user(name);
            Answer answer =
                    person.put("/user", user(Map.of("bio", "Updated bio"))).expecting(200);
            assertThat(answer.text("user", "bio")).isEqualTo("Updated bio");
            assertThat(answer.text("user", "username")).isEqualTo(name);
            person.put("/user", user(Map.of("image", "https://example.com/photo.jpg")))
                    .expecting(200);
            Answer seen = person.get("/user").expecting(200);
            assertThat(seen.text("user", "bio")).isEqualTo("Updated bio");
            assertThat(seen.text("user", "image")).isEqualTo("https://example.com/photo.jpg");
            person.put("/user", user(Map.of("username", name + "_b", "email", name + "_b@test.com")))
                    .expecting(200);
            assertThat(person.get("/user").text("user", "username")).isEqualTo(name + "_b");
            assertThat(person.get("/user").text("user", "bio")).isEqualTo("Updated bio");
        }

        @Test
        void bioAndImageAreTakenAwayByNullAndByNothing() {
            ApiClient person = ApiClient.user(unique("nul"));
            for (String field : List.of("bio", "image")) {
                String value = "https://example.com/" + field;
                person.put("/user", user(Map.of(field, value))).expecting(200);
                assertThat(person.put("/user", user(Map.of(field, "")))
                                .expecting(200)
                                .at("user", field))
                        .isNull();
                person.put("/user", user(Map.of(field, value))).expecting(200);
                assertThat(person.put("/user", user(fields(field, null)))
                                .expecting(200)
                                .at("user", field))
                        .isNull();
                assertThat(person.get("/user").at("user", field)).isNull();
            }
        }

        @Test
        void aNewPasswordEndsOldSessions() {
            String name = unique("pwd");
            ApiClient person = ApiClient.user(name);
            ApiClient elsewhere = ApiClient.visitor();
            elsewhere.signIn(person.token());
            Answer answer = person.put("/user", user(Map.of("password", "another-password")))
                    .expecting(200);
            elsewhere.get("/user").isError(401, "token", "is no longer valid");
            person.signIn(answer.text("user", "token"));
            person.get("/user").expecting(200);
            ApiClient.visitor()
                    .post("/users/login", user(Map.of("email", name + "@test.com", "password", "password123")))
                    .isError(401, "credentials", "invalid");
        }

        @Test
        void blankFieldsAreNamed() {
            ApiClient visitor = ApiClient.visitor();
            Map<String, String> good =
                    Map.of("username", unique("blank"), "email", unique("b") + "@test.com", "password", "password123");
            for (String field : good.keySet()) {
                Map<String, Object> bad = new HashMap<>(good);
                bad.put(field, "");
                visitor.post("/users", user(bad)).isError(422, field, BLANK);
            }
            Answer nothing = visitor.post("/users", user(Map.of())).expecting(422);
            assertThat(nothing.text("errors", "username", 0)).isEqualTo(BLANK);
            assertThat(nothing.text("errors", "email", 0)).isEqualTo(BLANK);
            assertThat(nothing.text("errors", "password", 0)).isEqualTo(BLANK);
        }

        @Test
        void aNameOrAddressInUseIsRefusedInAnyCase() {
            String name = unique("dup");
            ApiClient.user(name);
            ApiClient visitor = ApiClient.visitor();
            visitor.post("/users", registration(name, unique("other")))
                    .isError(422, "username", "has already been taken");
            visitor.post("/users", registration(name.toUpperCase(Locale.ROOT), unique("other")))
                    .isError(422, "username", "has already been taken");
            visitor.post("/users", registration(unique("other"), name)).isError(422, "email", "has already been taken");
            ApiClient other = ApiClient.user(unique("other"));
            other.put("/user", user(Map.of("username", name))).isError(422, "username", "has already been taken");
            other.put("/user", user(Map.of("email", name + "@test.com")))
                    .isError(422, "email", "has already been taken");
        }

        @Test
        void aNameThatLooksLikeAnotherIsRefused() {
            String name = unique("paul");
            ApiClient.user(name);
            String lookAlike = name.replace('a', '\u0430');
            ApiClient.visitor()
                    .post("/users", registration(lookAlike, unique("look")))
                    .isError(422, "username", "mixes letters of different alphabets");
            ApiClient.user(unique("other"))
                    .put("/user", user(Map.of("username", lookAlike)))
                    .isError(422, "username", "mixes letters of different alphabets");
        }

        @Test
        void ofManyWhoTakeOneNameAtOnceOneGetsIt() throws Exception {
            String name = unique("race");
            List<Integer> statuses = atOnce(
                    4,
                    () -> ApiClient.visitor()
                            .post("/users", registration(name, name))
                            .status());
            assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 422);
        }

        @Test
        void whatCannotBeBlankCannotBecomeBlank() {
            ApiClient person = ApiClient.user(unique("req"));
            for (String field : List.of("email", "username", "password")) {
                person.put("/user", user(Map.of(field, ""))).isError(422, field, BLANK);
                person.put("/user", user(fields(field, null))).isError(422, field, BLANK);
            }
            person.put("/user", user(Map.of())).expecting(422);
        }

        @Test
        void textsOfTheWrongFormAreRefused() {
            ApiClient person = ApiClient.user(unique("form"));
            person.put("/user", user(Map.of("email", "no address")))
                    .expecting(422)
                    .text("errors", "email", 0);
            person.put("/user", user(Map.of("username", "a/b"))).expecting(422).text("errors", "username", 0);
            person.put("/user", user(Map.of("username", "x".repeat(41))))
                    .expecting(422)
                    .text("errors", "username", 0);
            person.put("/user", user(Map.of("image", "javascript:alert(1)")))
                    .expecting(422)
                    .text("errors", "image", 0);
            person.put("/user", user(Map.of("password", "short")))
                    .expecting(422)
                    .text("errors", "password", 0);
            person.put("/user", user(Map.of("bio", 7))).expecting(422).text("errors", "bio", 0);
        }

        @Test
        void aLoginTellsNeitherWhoExistsNorWhatWasWrong() {
            String name = unique("login");
            ApiClient.user(name);
            ApiClient visitor = ApiClient.visitor();
            visitor.post("/users/login", user(Map.of("email", name + "@test.com", "password", "wrongpassword")))
                    .isError(401, "credentials", "invalid");
            visitor.post(
                            "/users/login",
                            user(Map.of("email", unique("nobody") + "@test.com", "password", "wrongpassword")))
                    .isError(401, "credentials", "invalid");
            visitor.post("/users/login", user(Map.of("email", "", "password", "password123")))
                    .isError(422, "email", BLANK);
            visitor.post("/users/login", user(Map.of("email", name + "@test.com", "password", "")))
                    .isError(422, "password", BLANK);
        }

        @Test
        void aForgedTokenIsRefused() {
            ApiClient person = ApiClient.user(unique("forge"));
            String token = person.token();
            String[] parts = token.split("\\.", 3);
            ApiClient forger = ApiClient.visitor();
            // {"alg":"none"}
            for (String forged :
                    List.of("x", "eyJhbGciOiJub25lIn0." + parts[1] + ".", parts[0] + "." + parts[1] + ".AAAA")) {
                forger.signIn(forged);
                forger.get("/user").isError(401, "token", "is invalid");
            }
        }

        private static Map<String, Object> registration(String username, String mailbox) {
            return user(Map.of("username", username, "email", mailbox + "@test.com", "password", "password123"));
        }
    }

    @Nested
    class Profiles {

        @Test
        void aProfileIsPublicAndCanBeFollowed() {
            String celebrity = unique("celeb");
            ApiClient.user(celebrity);
            ApiClient person = ApiClient.user(unique("prof"));
            eventually(() -> {
                Answer seen =
                        ApiClient.withoutCookies().get("/profiles/" + celebrity).expecting(200);
                assertThat(seen.text("profile", "username")).isEqualTo(celebrity);
                assertThat(seen.at("profile", "bio")).isNull();
                assertThat(seen.at("profile", "image")).isNull();
                assertThat(seen.at("profile", "following")).isEqualTo(false);
            });
            String path = "/profiles/" + celebrity;
            assertThat(person.get(path).expecting(200).at("profile", "following"))
                    .isEqualTo(false);
            assertThat(person.post(path + "/follow", null).expecting(200).at("profile", "following"))
                    .isEqualTo(true);
            assertThat(person.post(path + "/follow", null).expecting(200).at("profile", "following"))
                    .isEqualTo(true);
            assertThat(person.get(path).expecting(200).at("profile", "following"))
                    .isEqualTo(true);
            assertThat(person.delete(path + "/follow").expecting(200).at("profile", "following"))
                    .isEqualTo(false);
            assertThat(person.get(path).expecting(200).at("profile", "following"))
                    .isEqualTo(false);
        }

        @Test
        void nobodyFollowsThemselves() {
            String name = unique("self");
            ApiClient.user(name).post("/profiles/" + name + "/follow", null).expecting(422);
        }

        @Test
        void anUnknownProfileIsNotFound() {
            String path = "/profiles/" + unique("unknown");
            ApiClient visitor = ApiClient.visitor();
            visitor.get(path).isError(404, "profile", "not found");
            visitor.post(path + "/follow", null).isError(401, "token", "is missing");
            visitor.delete(path + "/follow").isError(401, "token", "is missing");
            ApiClient person = ApiClient.user(unique("ep"));
            person.post(path + "/follow", null).isError(404, "profile", "not found");
            person.delete(path + "/follow").isError(404, "profile", "not found");
        }
    }

    @Nested
    class Articles {

        @Test
        void anArticleIsWrittenReadChangedAndDeleted() {
            String name = unique("art");
            ApiClient author = ApiClient.user(name);
            String title = "Test Article " + unique("t");
            Answer created = author.post("/articles", article(title, "d_" + name, "a_" + name))
                    .expecting(201);
            assertThat(created.text("article", "title")).isEqualTo(title);
            assertThat(created.text("article", "body")).isEqualTo("Body of " + title);
            assertThat(created.list("article", "tagList")).isEqualTo(List.of("d_" + name, "a_" + name));
            assertThat(created.text("article", "createdAt")).matches(ISO_TIME);
            assertThat(created.text("article", "updatedAt")).matches(ISO_TIME);
            assertThat(created.at("article", "favorited")).isEqualTo(false);
            assertThat(created.number("article", "favoritesCount")).isZero();
            assertThat(created.text("article", "author", "username")).isEqualTo(name);
            String path = "/articles/" + created.text("article", "slug");

            Answer changed = author.put(path, change("body", "Updated body")).expecting(200);
            assertThat(changed.text("article", "body")).isEqualTo("Updated body");
            assertThat(changed.text("article", "title")).isEqualTo(title);
            assertThat(changed.list("article", "tagList")).hasSize(2);
            assertThat(changed.text("article", "createdAt")).isEqualTo(created.text("article", "createdAt"));
            assertThat(changed.text("article", "updatedAt")).isGreaterThan(created.text("article", "updatedAt"));
            assertThat(author.get(path).expecting(200).text("article", "body")).isEqualTo("Updated body");

            assertThat(author.delete(path).expecting(204).body()).isEmpty();
            author.get(path).isError(404, "article", "not found");
        }

        @Test
        void tagsStayUnlessTheyAreReplaced() {
            String name = unique("tags");
            ApiClient author = ApiClient.user(name);
            String path = "/articles/" + created(author, "Tagged " + name, "x_" + name, "y_" + name);
            author.put(path, change("description", "new")).expecting(200);
            assertThat(author.get(path).list("article", "tagList")).hasSize(2);
            assertThat(author.put(path, change("tagList", List.of("z_" + name))).list("article", "tagList"))
                    .isEqualTo(List.of("z_" + name));
            assertThat(author.put(path, change("tagList", List.of()))
                            .expecting(200)
                            .list("article", "tagList"))
                    .isEmpty();
            assertThat(author.get(path).list("article", "tagList")).isEmpty();
            author.put(path, Map.of("article", fields("tagList", null))).expecting(422);
        }

        @Test
        void aNewTitleGivesANewSlug() {
            String name = unique("ren");
            ApiClient author = ApiClient.user(name);
            String slug = created(author, "First " + name);
            String renamed = author.put("/articles/" + slug, change("title", "Second " + name))
                    .expecting(200)
                    .text("article", "slug");
            assertThat(renamed).startsWith("second-");
            author.get("/articles/" + slug).isError(404, "article", "not found");
            author.get("/articles/" + renamed).expecting(200);
        }

        @Test
        void equalTitlesGetSlugsOfTheirOwnEvenAtOnce() throws Exception {
            ApiClient author = ApiClient.user(unique("same"));
            String title = "Same title " + unique("s");
            List<String> slugs = atOnce(6, () -> created(author, title, "same"));
            assertThat(slugs).doesNotHaveDuplicates().hasSize(6);
        }

        @Test
        void titlesOfAnyScriptWork() {
            ApiClient author = ApiClient.user(unique("uni"));
            for (String title : List.of("Привет, мир", "日本語の記事 🎉", "!!!", "feed", "Crème brûlée")) {
                Answer answer = author.post("/articles", article(title)).expecting(201);
                String slug = answer.text("article", "slug");
                assertThat(slug).isNotEqualTo("feed");
                String encoded = URLEncoder.encode(slug, StandardCharsets.UTF_8);
                assertThat(author.get("/articles/" + encoded).expecting(200).text("article", "title"))
                        .isEqualTo(title);
                author.delete("/articles/" + encoded).expecting(204);
            }
        }

        @Test
        void blankFieldsAreNamed() {
            ApiClient author = ApiClient.user(unique("ba"));
            for (String field : List.of("title", "description", "body")) {
                Map<String, Object> bad = new HashMap<>(Map.of("title", "t", "description", "d", "body", "b"));
                bad.put(field, "  ");
                author.post("/articles", Map.of("article", bad)).isError(422, field, BLANK);
            }
        }

        @Test
        void onlyTheAuthorChangesAnArticle() {
            String path = "/articles/" + created(ApiClient.user(unique("owner")), "Owned " + unique("o"));
            ApiClient other = ApiClient.user(unique("thief"));
            other.delete(path).isError(403, "article", "forbidden");
            other.put(path, change("body", "hijacked")).isError(403, "article", "forbidden");
            other.get(path).expecting(200);
        }

        @Test
        void whoIsNotSignedInChangesNothing() {
            ApiClient visitor = ApiClient.visitor();
            visitor.post("/articles", article("x")).isError(401, "token", "is missing");
            visitor.put("/articles/some-slug", change("body", "x")).isError(401, "token", "is missing");
            visitor.delete("/articles/some-slug").isError(401, "token", "is missing");
            visitor.post("/articles/some-slug/favorite", null).isError(401, "token", "is missing");
            visitor.delete("/articles/some-slug/favorite").isError(401, "token", "is missing");
            visitor.get("/articles/feed").isError(401, "token", "is missing");
            visitor.get("/user").isError(401, "token", "is missing");
            visitor.put("/user", user(Map.of("bio", "x"))).isError(401, "token", "is missing");
        }

        @Test
        void anUnknownArticleIsNotFound() {
            String path = "/articles/unknown-" + unique("slug");
            ApiClient.visitor().get(path).isError(404, "article", "not found");
            ApiClient person = ApiClient.user(unique("unk"));
            person.put(path, change("body", "x")).isError(404, "article", "not found");
            person.delete(path).isError(404, "article", "not found");
            person.post(path + "/favorite", null).isError(404, "article", "not found");
            person.delete(path + "/favorite").isError(404, "article", "not found");
        }

        @Test
        void favouritesCountEachPersonOnce() throws Exception {
            String name = unique("fav");
            ApiClient person = ApiClient.user(name);
            ApiClient other = ApiClient.user(unique("fan"));
            String path = "/articles/" + created(person, "Favourite " + name);
            List<Integer> statuses =
                    atOnce(4, () -> person.post(path + "/favorite", null).status());
            assertThat(statuses).containsOnly(200);
            Answer twice = other.post(path + "/favorite", null).expecting(200);
            assertThat(twice.at("article", "favorited")).isEqualTo(true);
            assertThat(twice.number("article", "favoritesCount")).isEqualTo(2);
            assertThat(twice.text("article", "body")).isNotEmpty();
            other.delete(path + "/favorite").expecting(200);
            Answer once = other.delete(path + "/favorite").expecting(200);
            assertThat(once.at("article", "favorited")).isEqualTo(false);
            assertThat(once.number("article", "favoritesCount")).isEqualTo(1);
            assertThat(person.get(path).at("article", "favorited")).isEqualTo(true);
            Answer list = person.get("/articles?favorited=" + name).expecting(200);
            assertThat(list.number("articlesCount")).isEqualTo(1);
            assertThat(list.at("articles", 0, "favorited")).isEqualTo(true);
            assertThat(list.number("articles", 0, "favoritesCount")).isEqualTo(1);
        }
    }

    @Nested
    class Lists {

        @Test
        void aListHasEverythingButTheBody() {
            String name = unique("list");
            ApiClient author = ApiClient.user(name);
            String slug = created(author, "Listed " + name, "l_" + name, "b_" + name);
            for (String query : List.of("?author=" + name, "?tag=l_" + name, "?author=" + name + "&tag=b_" + name)) {
                Answer list = author.get("/articles" + query).expecting(200);
                assertThat(list.number("articlesCount")).as(query).isEqualTo(1);
                assertThat(list.text("articles", 0, "slug")).isEqualTo(slug);
                assertThat(list.list("articles", 0, "tagList")).isEqualTo(List.of("l_" + name, "b_" + name));
                assertThat(list.text("articles", 0, "createdAt")).matches(ISO_TIME);
                assertThat(list.at("articles", 0, "favorited")).isEqualTo(false);
                assertThat(list.text("articles", 0, "author", "username")).isEqualTo(name);
                assertThat(list.at("articles", 0)).asInstanceOf(MAP).doesNotContainKey("body");
            }
        }

        @Test
        void whoJustWroteSeesItFirstInTheListOfAll() {
            ApiClient author = ApiClient.user(unique("first"));
            String slug = created(author, "First of all " + unique("f"));
            Answer list = author.get("/articles").expecting(200);
            assertThat(list.list("articles")).hasSizeBetween(1, 20);
            assertThat(list.number("articlesCount")).isPositive();
            // Somebody else may have written in between, on a site with other users.
            assertThat(list.body()).contains("\"" + slug + "\"");
        }

        @Test
        void anybodyElseSeesItAMomentLater() {
            String name = unique("later");
            String slug = created(ApiClient.user(name), "Later " + name);
            eventually(() -> assertThat(ApiClient.withoutCookies()
                            .get("/articles?author=" + name)
                            .expecting(200)
                            .body())
                    .contains("\"" + slug + "\""));
        }

        @Test
        void pagesGoFromNewToOld() {
            String name = unique("page");
            ApiClient author = ApiClient.user(name);
            List<String> slugs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                slugs.addFirst(created(author, "Page " + i + " " + name));
            }
            for (int offset = 0; offset < 3; offset++) {
                Answer page = author.get("/articles?author=" + name + "&limit=1&offset=" + offset)
                        .expecting(200);
                assertThat(page.list("articles")).hasSize(1);
                assertThat(page.number("articlesCount")).isEqualTo(3);
                assertThat(page.text("articles", 0, "slug")).isEqualTo(slugs.get(offset));
            }
            Answer beyond = author.get("/articles?author=" + name + "&offset=3").expecting(200);
            assertThat(beyond.list("articles")).isEmpty();
            assertThat(beyond.number("articlesCount")).isEqualTo(3);
        }

        @Test
        void pagesThatCannotBeAreRefused() {
            ApiClient visitor = ApiClient.visitor();
            for (String bad : List.of("limit=0", "limit=101", "limit=many", "offset=-1", "limit=99999999999")) {
                visitor.get("/articles?" + bad).expecting(422);
            }
        }

        @Test
        void aQueryThatIsNoTextIsRefused() {
            ApiClient.visitor().get("/articles?author=%ff").expecting(422);
        }

        @Test
        void whatNobodyHasIsAnEmptyList() {
            for (String filter : List.of("tag", "author", "favorited")) {
                Answer list = ApiClient.visitor()
                        .get("/articles?" + filter + "=" + unique("none"))
                        .expecting(200);
                assertThat(list.list("articles")).isEmpty();
                assertThat(list.number("articlesCount")).isZero();
            }
        }

        @Test
        void theFeedHasTheArticlesOfThoseWhomOneFollows() {
            String celebrity = unique("feedc");
            ApiClient author = ApiClient.user(celebrity);
            ApiClient reader = ApiClient.user(unique("feedm"));
            assertThat(reader.get("/articles/feed").expecting(200).number("articlesCount"))
                    .isZero();
            created(author, "Feed 1 " + celebrity);
            String newest = created(author, "Feed 2 " + celebrity);
            reader.post("/profiles/" + celebrity + "/follow", null).expecting(200);
            Answer feed = reader.get("/articles/feed?limit=1").expecting(200);
            assertThat(feed.number("articlesCount")).isEqualTo(2);
            assertThat(feed.list("articles")).hasSize(1);
            assertThat(feed.text("articles", 0, "slug")).isEqualTo(newest);
            assertThat(feed.at("articles", 0, "author", "following")).isEqualTo(true);
            assertThat(reader.get("/articles/feed?limit=1&offset=1").list("articles"))
                    .hasSize(1);
            reader.delete("/profiles/" + celebrity + "/follow").expecting(200);
            assertThat(reader.get("/articles/feed").expecting(200).list("articles"))
                    .isEmpty();
        }

        @Test
        void newTagsAreListed() {
            String name = unique("tag");
            ApiClient author = ApiClient.user(name);
            created(author, "Tags " + name, "h_" + name, "t_" + name);
            eventually(() -> {
                List<String> tags = author.get("/tags").expecting(200).list("tags").stream()
                        .map(String::valueOf)
                        .toList();
                assertThat(tags).contains("h_" + name, "t_" + name);
            });
        }

        @Test
        void manyWhoUseTheSameNewTagsAtOnceAllSucceed() throws Exception {
            String name = unique("tagrace");
            ApiClient author = ApiClient.user(name);
            List<String> slugs =
                    atOnce(6, () -> created(author, "Race " + unique("r"), "a_" + name, "b_" + name, "c_" + name));
            assertThat(slugs).hasSize(6);
            assertThat(author.get("/articles?tag=c_" + name).number("articlesCount"))
                    .isEqualTo(6);
        }
    }

    @Nested
    class Comments {

        @Test
        void commentsAreWrittenListedAndDeleted() {
            String name = unique("cmt");
            ApiClient person = ApiClient.user(name);
            String path = "/articles/" + created(person, "Commented " + name) + "/comments";
            Answer first = person.post(path, comment("First comment")).expecting(201);
            assertThat(first.number("comment", "id")).isPositive();
            assertThat(first.text("comment", "body")).isEqualTo("First comment");
            assertThat(first.text("comment", "createdAt")).matches(ISO_TIME);
            assertThat(first.text("comment", "author", "username")).isEqualTo(name);
            person.post(path, comment("Second comment")).expecting(201);
            assertThat(person.get(path).expecting(200).list("comments")).hasSize(2);
            assertThat(person.get(path).text("comments", 0, "body")).isEqualTo("Second comment");
            person.delete(path + "/" + first.number("comment", "id")).expecting(204);
            Answer left = person.get(path).expecting(200);
            assertThat(left.list("comments")).hasSize(1);
            assertThat(left.text("comments", 0, "body")).isEqualTo("Second comment");
            eventually(() -> assertThat(
                            ApiClient.withoutCookies().get(path).expecting(200).list("comments"))
                    .hasSize(1));
        }

        @Test
        void onlyWhoWroteACommentDeletesIt() {
            ApiClient person = ApiClient.user(unique("cow"));
            String path = "/articles/" + created(person, "Comments " + unique("c")) + "/comments";
            long id = person.post(path, comment("mine")).number("comment", "id");
            ApiClient other = ApiClient.user(unique("cot"));
            other.delete(path + "/" + id).isError(403, "comment", "forbidden");
            assertThat(person.get(path).list("comments")).hasSize(1);
            String elsewhere = "/articles/" + created(other, "Elsewhere " + unique("c")) + "/comments";
            person.delete(elsewhere + "/" + id).isError(404, "comment", "not found");
        }

        @Test
        void whatCannotBeCommentedIsSaid() {
            ApiClient person = ApiClient.user(unique("cerr"));
            String path = "/articles/" + created(person, "Quiet " + unique("q")) + "/comments";
            String unknown = "/articles/unknown-" + unique("x") + "/comments";
            person.post(path, comment("")).isError(422, "body", BLANK);
            person.post(unknown, comment("orphan")).isError(404, "article", "not found");
            ApiClient.visitor().get(unknown).isError(404, "article", "not found");
            person.delete(unknown + "/99999").isError(404, "article", "not found");
            person.delete(path + "/999999999").isError(404, "comment", "not found");
            person.delete(path + "/x").isError(404, "comment", "not found");
            ApiClient.visitor().post(path, comment("x")).isError(401, "token", "is missing");
            ApiClient.visitor().delete(path + "/1").isError(401, "token", "is missing");
        }

        @Test
        void deletingAnArticleDeletesWhatHangsOnIt() {
            ApiClient person = ApiClient.user(unique("casc"));
            String path = "/articles/" + created(person, "Cascade " + unique("c"), "cascade");
            person.post(path + "/comments", comment("gone soon")).expecting(201);
            person.post(path + "/favorite", null).expecting(200);
            person.delete(path).expecting(204);
            person.get(path + "/comments").isError(404, "article", "not found");
        }

        private static Map<String, Object> comment(String body) {
            return Map.of("comment", Map.of("body", body));
        }
    }

    @Nested
    class Edges {

        @Test
        void healthSaysHowTheDatabaseIs() {
            Answer health = ApiClient.visitor().get("/health").expecting(200);
            assertThat(health.text("status")).isEqualTo("up");
            assertThat(health.text("database")).isEqualTo("up");
        }

        @Test
        void bodiesThatAreNoRequestsAreRefused() {
            ApiClient visitor = ApiClient.visitor();
            for (String body : List.of(
                    "", "[", "[]", "null", "{", "{\"user\":", "{\"user\":[]}", "{\"user\":" + "[".repeat(100_000))) {
                visitor.sendText("POST", "/users", body).expecting(422).at("errors");
            }
            visitor.sendText("POST", "/users", " ".repeat(1024 * 1024 + 1)).expecting(413);
        }

        @Test
        void unknownPathsAndMethodsAreTold() {
            ApiClient visitor = ApiClient.visitor();
            visitor.get("/nothing").isError(404, "path", "not found");
            Answer answer = visitor.send("PATCH", "/articles", null).expecting(405);
            assertThat(answer.headers().get("allow")).isEqualTo(List.of("GET, HEAD, POST"));
        }

        @Test
        void answersAreJsonThatNobodyKeepsOrGuesses() {
            Answer answer = ApiClient.visitor().get("/articles").expecting(200);
            assertThat(answer.headers().get("content-type")).isEqualTo(List.of("application/json;charset=utf-8"));
            assertThat(answer.headers().get("cache-control")).isEqualTo(List.of("no-store"));
            assertThat(answer.headers().get("x-content-type-options")).isEqualTo(List.of("nosniff"));
            assertThat(answer.headers().get("content-security-policy"))
                    .isEqualTo(List.of("default-src 'none'; frame-ancestors 'none'"));
        }
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(threads.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
