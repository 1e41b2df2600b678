package dev.tandem.lab.site;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A class of tests on the one site that they all share: a parameter of type {@link SiteUnderTest} is that site, well when the
 * test begins.
 */
@Tag("lab")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnTheSite.Extension.class)
public @interface OnTheSite {
    /** Keeps the site for the whole run: it comes up with the first test that wants it. */
    final class Extension implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace ALL = ExtensionContext.Namespace.create(OnTheSite.class);

        /** The site, or why there is none: bringing it up is tried once. */
        private record Attempt(
                @Nullable SiteUnderTest site, @Nullable Throwable failure) implements AutoCloseable {
            static Attempt make() {
                try {
                    return new Attempt(SiteUnderTest.up(), null);
                } catch (RuntimeException | AssertionError e) {
                    return new Attempt(null, e);
                }
            }

            SiteUnderTest orThrow() {
                if (site == null) {
                    throw new IllegalStateException("the site did not come up", failure);
                }
                return site;
            }

            @Override
            public void close() {
                if (site != null) {
                    site.close();
                }
            }
        }

        private static SiteUnderTest site(ExtensionContext context) {
            return context.getRoot()
                    .getStore(ALL)
                    .computeIfAbsent(Attempt.class, _ -> Attempt.make(), Attempt.class)
                    .orThrow();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(SiteUnderTest.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return site(context);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            site(context).bringBack();
        }
    }
}
