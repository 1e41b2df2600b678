-- The position keeps the tags in the order in which the author wrote them.
CREATE TABLE article_tags (
  article_id BIGINT UNSIGNED  NOT NULL,
  tag_id     BIGINT UNSIGNED  NOT NULL,
  position   TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (article_id, tag_id),
  KEY article_tags_tag (tag_id, article_id),
  CONSTRAINT article_tags_article FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
  CONSTRAINT article_tags_tag FOREIGN KEY (tag_id) REFERENCES tags (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_uca1400_ai_ci;
