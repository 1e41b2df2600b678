/** Tests of the plan, with tables and with machines that exist only in memory. */
@NullMarked
package dev.tandem.control.plan;

import org.jspecify.annotations.NullMarked;
