package com.foobar.conduit.http;

import com.foobar.conduit.model.UserChange.Clearable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's one object, read strictly. Every problem is kept, so that a person corrects a form once;
 * {@link #throwIfInvalid()} must be called before any value is used. Fields that nobody asks for are ignored.
 */
public final class RequestFields {

    private static final int MAXIMUM_TAGS = 10;

    private final Map<String, @Nullable Object> fields;
    private final Map<String, List<String>> problems = new LinkedHashMap<>();

    /**
     * Finds the object.
     *
     * @param body the whole body
     * @param envelope the name of the object in it
     * @throws ApiException 422 if the object is not there
     */
    @SuppressWarnings("unchecked") // Json makes no other maps
    static RequestFields of(Map<String, @Nullable Object> body, String envelope) {
        if (body.get(envelope) instanceof Map<?, ?> object) {
            return new RequestFields((Map<String, @Nullable Object>) object);
        }
        throw ApiException.invalid(envelope, "must be an object");
    }

    private RequestFields(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** A text that must be there. */
    public String required(String name, TextRule rule) {
        return text(name, rule, fields.get(name));
    }

    /** A text that may be left out, which gives null, but not be blank. */
    public @Nullable String optional(String name, TextRule rule) {
        return fields.containsKey(name) ? required(name, rule) : null;
    }

    /** A text that may be left out or, by null or by nothing but spaces, be taken away. */
    public Clearable clearable(String name, TextRule rule) {
        Object value = fields.get(name);
        if (value == null || (value instanceof String text && text.isBlank())) {
            return new Clearable(fields.containsKey(name), null);
        }
        return new Clearable(true, text(name, rule, value));
    }

    /** Text that is compared, not judged: for a login, where rules of today must not lock out accounts of yesterday. */
    public String credential(String name) {
        Object value = fields.get(name);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        reject(name, value == null || value instanceof String ? ApiException.BLANK : "must be a text");
        return "";
    }

    /** Tags, in order and each once; null if they were left out. */
    public @Nullable List<String> tags(String name) {
        if (!fields.containsKey(name)) {
            return null;
        }
        if (!(fields.get(name) instanceof List<?> elements)) {
            reject(name, "must be a list of texts");
            return List.of();
        }
        Set<String> tags = new LinkedHashSet<>();
        for (Object element : elements) {
            tags.add(text(name, TextRule.TAG, element));
        }
        if (tags.size() > MAXIMUM_TAGS) {
            reject(name, "has too many tags (maximum is " + MAXIMUM_TAGS + ")");
        }
        return new ArrayList<>(tags);
    }

    /**
     * Ends the reading.
     *
     * @throws ApiException 422 with every problem, if there is one
     */
    public void throwIfInvalid() {
        if (!problems.isEmpty()) {
            throw new ApiException(422, problems);
        }
    }

    private String text(String name, TextRule rule, @Nullable Object value) {
        if (value == null) {
            reject(name, ApiException.BLANK);
            return "";
        }
        if (!(value instanceof String text)) {
            reject(name, "must be a text");
            return "";
        }
        // A password keeps its spaces; an article's body keeps the indentation of its first line.
        String trimmed = rule == TextRule.PASSWORD || rule == TextRule.ARTICLE_BODY ? text : text.strip();
        if (text.isBlank()) {
            reject(name, ApiException.BLANK);
        } else {
            rule.problem(trimmed).ifPresent(problem -> reject(name, problem));
        }
        return trimmed;
    }

    private void reject(String name, String problem) {
        List<String> known = problems.computeIfAbsent(name, key -> new ArrayList<>());
        if (!known.contains(problem)) {
            known.add(problem);
        }
    }
}
