package dev.tandem.routing.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Passing calls through dynamic proxies, used where an interface has some hundred methods and only a few are ours. */
public final class Calls {
    private Calls() {}

    /** The instance of {@code type} that hands every call to {@code handler}. */
    public static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Calls.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Calls the method and throws what it throws, not reflection's wrapping of it. */
    public static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException wrapped) {
            Throwable cause = wrapped.getCause();
            throw cause == null ? wrapped : cause;
        }
    }

    /** The one argument of a method that has one. */
    public static @Nullable Object only(@Nullable Object @Nullable [] arguments) throws SQLException {
        if (arguments == null || arguments.length != 1) {
            throw new SQLException("one argument expected");
        }
        return arguments[0];
    }

    /** The answer to {@code equals} of a proxy that is equal to itself only. */
    @SuppressWarnings("ReferenceEquality") // identity is what is asked
    public static boolean isSame(Object proxy, @Nullable Object @Nullable [] arguments) throws SQLException {
        return proxy == only(arguments);
    }
}
