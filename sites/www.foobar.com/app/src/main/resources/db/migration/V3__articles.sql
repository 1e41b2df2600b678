-- Lists are ordered by id: it rises with time, is unique, and ends every secondary index, so no list needs a sort.
CREATE TABLE articles (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  author_id       BIGINT UNSIGNED NOT NULL,
  slug            VARCHAR(250)    NOT NULL COLLATE utf8mb4_bin,
  title           VARCHAR(200)    NOT NULL,
  description     VARCHAR(500)    NOT NULL,
  body            MEDIUMTEXT      NOT NULL,
  -- Kept with each favourite in its own transaction, so that a list does not count rows for every article.
  favorites_count INT UNSIGNED    NOT NULL DEFAULT 0,
  created_at      DATETIME(3)     NOT NULL,
  updated_at      DATETIME(3)     NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY articles_slug (slug),
  KEY articles_author (author_id),
  CONSTRAINT articles_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;
