/** What a machine should be: items put together to components, each with its stage, its checks and what shows that it answers. Imports {@code state}. */
@NullMarked
package dev.tandem.control.state.desired;

import org.jspecify.annotations.NullMarked;
