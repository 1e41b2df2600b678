/**
 * What is signed and hashed: tokens, passwords, the mark of a recent write. May import the JDK and the libraries that do
 * the cryptography; none of it is written here.
 */
@NullMarked
package com.foobar.conduit.security;

import org.jspecify.annotations.NullMarked;
