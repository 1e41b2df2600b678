/** Tests of dev.tandem.agent.etcd. */
@NullMarked
package dev.tandem.agent.etcd;

import org.jspecify.annotations.NullMarked;
