/** The agent's way to etcd: what it reads there and the three writes that compare. Imports {@code protocol} and the JSON library. */
@NullMarked
package dev.tandem.agent.etcd;

import org.jspecify.annotations.NullMarked;
