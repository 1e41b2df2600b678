package dev.tandem.runner.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A connection of which somebody is told that it was closed, and by that given back to its pool; passes everything else on. As safe for threads as what it is of. */
final class LentConnection implements InvocationHandler {
    private final Connection physical;
    private final Runnable closed;

    private LentConnection(Connection physical, Runnable closed) {
        this.physical = physical;
        this.closed = closed;
    }

    /** @param closed run after each close, whether it succeeded or not */
    static Connection of(Connection physical, Runnable closed) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LentConnection(physical, closed));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "close" -> {
                try {
                    physical.close();
                } finally {
                    closed.run();
                }
                yield null;
            }
            case "equals" -> arguments != null && isSame(proxy, arguments[0]);
            default -> passOn(method, arguments);
        };
    }

    @SuppressWarnings("ReferenceEquality") // identity is what is asked
    private static boolean isSame(Object proxy, @Nullable Object other) {
        return proxy == other;
    }

    /** Throws what the connection throws, not reflection's wrapping of it. */
    private @Nullable Object passOn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(physical, arguments);
        } catch (InvocationTargetException wrapped) {
            Throwable cause = wrapped.getCause();
            throw cause == null ? wrapped : cause;
        }
    }
}
