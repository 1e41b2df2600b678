package com.foobar.conduit.model;

/** A validated registration whose password is hashed already. */
public record NewUser(String username, String email, String passwordHash) {}
