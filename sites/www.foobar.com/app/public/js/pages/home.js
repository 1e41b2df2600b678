// All articles, the reader's feed, or those with one tag; the site's tags beside them.

import { api } from '../api.js';
import { h } from '../dom.js';
import { articleList, empty, PAGE_SIZE, paths, tabs } from '../parts.js';
import { currentUser } from '../session.js';

const SHOWN_TAGS = 24;

function welcome() {
  return h('section', { class: 'welcome' },
    h('h1', { tabindex: '-1' }, 'A place to write.'),
    h('p', {}, 'And to read what others write: short or long, in your own words.'),
    h('p', { class: 'form-actions' },
      h('a', { class: 'button', href: '#/register' }, 'Start writing'),
      h('a', { class: 'button button-quiet', href: '#/login' }, 'Sign in')));
}

function tagPanel(names, current) {
  return h('aside', { class: 'tag-panel', 'aria-labelledby': 'tag-panel-title' },
    h('h2', { id: 'tag-panel-title' }, 'Tags'),
    names.length === 0
      ? h('p', { class: 'muted' }, 'No tags yet.')
      : h('ul', { class: 'tags' }, names.slice(0, SHOWN_TAGS).map((name) => h('li', {},
        h('a', { class: 'tag', href: paths.tag(name), 'aria-current': name === current && 'page' }, name)))));
}

function nothing(kind) {
  if (kind === 'feed') {
    return empty('Your feed has the articles of the people you follow. You follow nobody who has written yet.',
      h('a', { class: 'button button-quiet', href: '#/' }, 'See what everyone writes'));
  }
  if (kind === 'tag') {
    return empty('No article has this tag.', h('a', { class: 'button button-quiet', href: '#/' }, 'All articles'));
  }
  return empty('Nobody has written anything yet.',
    h('a', { class: 'button', href: currentUser() ? '#/editor' : '#/register' }, 'Write the first article'));
}

export async function home({ kind = 'all', tag, page, signal }) {
  const range = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const [list, names] = await Promise.all([
    kind === 'feed' ? api.feed(range, signal) : api.articles({ ...range, tag }, signal),
    // The tags are beside the point: without them the page is still worth showing.
    api.tags(signal).catch(() => []),
  ]);
  const user = currentUser();
  const base = { all: '#/', feed: '#/feed', tag: tag && paths.tag(tag) }[kind];
  const title = { all: 'Articles', feed: 'Your feed', tag: `Tagged “${tag}”` }[kind];
  const greeting = !user && kind === 'all' && page === 1;
  return {
    title: greeting ? null : title,
    content: [
      greeting ? welcome() : h('h1', { class: kind === 'all' ? 'visually-hidden' : 'page-title', tabindex: '-1' }, title),
      h('div', { class: 'columns' },
        h('section', { 'aria-label': title },
          tabs('Which articles', [
            user && { text: 'Your feed', href: '#/feed', current: kind === 'feed' },
            { text: 'Everyone', href: '#/', current: kind === 'all' },
            kind === 'tag' && { text: `# ${tag}`, href: base, current: true },
          ]),
          articleList(list, page, (number) => (number === 1 ? base : `${base}?page=${number}`), nothing(kind))),
        tagPanel(names, tag)),
    ],
  };
}
