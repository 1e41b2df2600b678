package dev.tandem.control.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for several machines at the same time, each on a virtual thread of its own. */
public final class InParallel {
    private InParallel() {}

    /**
     * Calls a function for every input and waits for all of them, also when one fails.
     *
     * @return the results by key, in the order of the inputs
     * @throws RuntimeException the first failure in the order of the inputs; the others are suppressed in it
     */
    public static <I, K, R> Map<K, R> map(List<I> inputs, Function<I, K> key, Function<I, R> function) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<K, Future<R>> futures = new LinkedHashMap<>();
            for (I input : inputs) {
                futures.put(key.apply(input), threads.submit(() -> function.apply(input)));
            }
            Map<K, R> results = new LinkedHashMap<>();
            List<RuntimeException> failures = new ArrayList<>();
            futures.forEach((name, future) -> collect(name, future, results, failures));
            throwFirst(failures);
            return results;
        }
    }

    private static <K, R> void collect(K name, Future<R> future, Map<K, R> results, List<RuntimeException> failures) {
        try {
            results.put(name, future.get());
        } catch (ExecutionException e) {
            failures.add(e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e));
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            failures.add(new IllegalStateException("interrupted", e));
        }
    }

    private static void throwFirst(List<RuntimeException> failures) {
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream().skip(1).filter(other -> !other.equals(first)).forEach(first::addSuppressed);
            throw first;
        }
    }
}
