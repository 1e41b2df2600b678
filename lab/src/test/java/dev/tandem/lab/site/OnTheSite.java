package dev.tandem.lab.site;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
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
@interface OnTheSite {
    /** Keeps the site for the whole run: it comes up with the first test that wants it. */
    final class Extension implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace ALL = ExtensionContext.Namespace.create(OnTheSite.class);

        static SiteUnderTest site(ExtensionContext context) {
            return context.getRoot()
                    .getStore(ALL)
                    .computeIfAbsent(SiteUnderTest.class, _ -> SiteUnderTest.up(), SiteUnderTest.class);
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
