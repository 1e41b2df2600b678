-- All times are UTC, written with UTC_TIMESTAMP(3): the server's and the session's time zone do not matter.
-- Names and addresses are unique without regard to case, so that nobody can pose as "Jake" beside "jake".
CREATE TABLE users (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  username      VARCHAR(40)     NOT NULL COLLATE utf8mb4_uca1400_as_ci,
  email         VARCHAR(254)    NOT NULL COLLATE utf8mb4_uca1400_as_ci,
  password_hash VARCHAR(255)    NOT NULL COLLATE utf8mb4_bin,
  -- Rises with every new password; a token with an older number is no longer accepted.
  token_version INT UNSIGNED    NOT NULL DEFAULT 0,
  bio           VARCHAR(1000)   NULL,
  image         VARCHAR(500)    NULL,
  created_at    DATETIME(3)     NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY users_username (username),
  UNIQUE KEY users_email (email)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;
