// One article with its comments.

import { api } from '../api.js';
import { announce, confirmed, h, notice } from '../dom.js';
import { markdown } from '../markdown.js';
import { attempt, avatar, byline, empty, favoriteButton, field, followButton, form, paths, tags, time } from '../parts.js';
import { currentUser } from '../session.js';

function ownActions(article) {
  const remove = h('button', {
    type: 'button', class: 'button button-quiet button-small button-danger-quiet',
    onclick: async () => {
      if (await confirmed(`Delete “${article.title}” with all its comments?`, 'Delete the article')) {
        await attempt(remove, async () => {
          await api.deleteArticle(article.slug);
          notice('The article is deleted.');
          location.hash = paths.profile(article.author.username);
        });
      }
    },
  }, 'Delete');
  return [h('a', { class: 'button button-quiet button-small', href: `#/editor/${encodeURIComponent(article.slug)}` }, 'Edit'), remove];
}

function comment(slug, each, onDelete) {
  const user = currentUser();
  const remove = user?.username === each.author.username && h('button', {
    type: 'button', class: 'link-button', 'aria-label': 'Delete your comment',
    onclick: async () => {
      if (await confirmed('Delete your comment?', 'Delete the comment')) {
        await attempt(remove, async () => {
          await api.deleteComment(slug, each.id);
          onDelete();
        });
      }
    },
  }, 'Delete');
  return h('li', { class: 'comment' },
    avatar(each.author),
    h('div', {},
      h('div', { class: 'comment-top' },
        h('a', { class: 'byline-name', href: paths.profile(each.author.username) }, each.author.username),
        h('span', { class: 'muted' }, time(each.createdAt)), remove),
      h('p', { class: 'comment-body' }, each.body)));
}

function commentForm(slug, onComment) {
  if (!currentUser()) {
    const to = encodeURIComponent(location.hash);
    return h('p', { class: 'comment-invitation' },
      h('a', { href: `#/login?to=${to}` }, 'Sign in'), ' or ', h('a', { href: '#/register' }, 'sign up'), ' to comment.');
  }
  const body = field({ label: 'Your comment', name: 'body', multiline: true, rows: 3, maxlength: 10000 });
  return form({
    fields: [body],
    submit: 'Comment',
    send: async () => {
      onComment(await api.createComment(slug, body.input.value));
      body.input.value = '';
    },
  });
}

function comments(slug, list) {
  const heading = h('h2', { id: 'comments-title', tabindex: '-1' });
  const items = h('ol', { class: 'comments' });
  const none = empty('No comments yet.');
  let count = 0;

  function recount(difference) {
    count += difference;
    heading.textContent = count === 0 ? 'Comments' : count === 1 ? 'One comment' : `${count} comments`;
    none.hidden = count > 0;
  }

  function add(each, first) {
    const item = comment(slug, each, () => {
      item.remove();
      recount(-1);
      heading.focus();
      announce('The comment is deleted');
    });
    items[first ? 'prepend' : 'append'](item);
  }

  list.forEach((each) => add(each, false));
  recount(list.length);
  return h('section', { class: 'discussion', 'aria-labelledby': 'comments-title' },
    heading,
    commentForm(slug, (each) => {
      add(each, true);
      recount(1);
      announce('Your comment is there');
    }),
    items, none);
}

export async function articlePage({ slug, signal }) {
  const [article, list] = await Promise.all([api.article(slug, signal), api.comments(slug, signal)]);
  const own = currentUser()?.username === article.author.username;
  const changed = article.updatedAt.slice(0, 10) !== article.createdAt.slice(0, 10);
  return {
    title: article.title,
    content: h('div', { class: 'reading' },
      h('article', {},
        h('header', { class: 'article-header' },
          h('h1', { tabindex: '-1' }, article.title),
          h('p', { class: 'article-description' }, article.description),
          h('div', { class: 'article-meta' },
            byline(article, 'avatar-middle'),
            h('div', { class: 'article-actions' },
              own ? ownActions(article) : followButton(article.author), favoriteButton(article)))),
        h('div', { class: 'prose' }, markdown(article.body)),
        h('footer', { class: 'article-footer' },
          tags(article.tagList),
          changed && h('p', { class: 'muted' }, 'Last changed on ', time(article.updatedAt), '.'))),
      comments(slug, list)),
  };
}
