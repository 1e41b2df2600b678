// What several pages show.

import { api, ApiError } from './api.js';
import { announce, h, icon, notice } from './dom.js';
import { currentUser } from './session.js';

export const PAGE_SIZE = 10;

/** As many as the style sheet has colours for letters. */
const HUES = 6;

const HEART = 'M12 20.5l-1.5-1.3C5.4 14.6 2 11.5 2 7.8 2 4.8 4.4 2.5 7.4 2.5c1.7 0 3.4.8 4.6 2.1 1.2-1.3 2.9-2.1 4.6-2.1 3 0 '
  + '5.4 2.3 5.4 5.3 0 3.7-3.4 6.8-8.5 11.4z';

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

export const paths = {
  article: (slug) => `#/article/${encodeURIComponent(slug)}`,
  profile: (username) => `#/@${encodeURIComponent(username)}`,
  tag: (tag) => `#/tag/${encodeURIComponent(tag)}`,
};

/** Sends whoever is not signed in to do so first; returns whether they may go on. */
export function signedInOrSent() {
  if (currentUser()) {
    return true;
  }
  location.hash = `#/login?to=${encodeURIComponent(location.hash)}`;
  return false;
}

/** Does what a button is for: once at a time, with a sentence when it fails. */
export async function attempt(button, action) {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  try {
    await action();
  } catch (failure) {
    if (!(failure instanceof ApiError)) {
      throw failure;
    }
    if (!handleEndedSession(failure)) {
      notice(sentence(failure));
    }
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** Set by main.js: signs out and goes to the sign-in page if that is what a failure means. */
export const sessionEnd = { handle: () => false };

export function handleEndedSession(failure) {
  return failure instanceof ApiError && failure.endsSession && sessionEnd.handle();
}

/** A failure as a sentence for people. */
export function sentence(failure) {
  if (failure.status === 0) {
    return 'The site cannot be reached. Check your connection and try again.';
  }
  if (failure.status >= 500) {
    return 'That did not work just now. Please try again in a moment.';
  }
  const [field, problems] = Object.entries(failure.errors)[0] ?? ['request', ['was refused']];
  return `${field[0].toUpperCase()}${field.slice(1)} ${problems[0]}.`;
}

export function time(iso) {
  return h('time', { datetime: iso }, dates.format(new Date(iso)));
}

/** A person's picture, or their first letter where there is none or it does not load. */
export function avatar(profile, size = '') {
  const hue = [...profile.username].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % HUES;
  const letter = h('span', { class: `avatar avatar-letter hue-${hue} ${size}`, 'aria-hidden': 'true' },
    [...profile.username][0].toUpperCase());
  if (!profile.image) {
    return letter;
  }
  const image = h('img', {
    class: `avatar ${size}`, src: profile.image, alt: '', loading: 'lazy', referrerpolicy: 'no-referrer',
    onerror: () => image.replaceWith(letter),
  });
  return image;
}

export function byline(article, size) {
  return h('div', { class: 'byline' },
    avatar(article.author, size),
    h('div', { class: 'byline-text' },
      h('a', { class: 'byline-name', href: paths.profile(article.author.username) }, article.author.username),
      h('span', { class: 'byline-date' }, time(article.createdAt))));
}

export function tags(names) {
  return names.length > 0 && h('ul', { class: 'tags', 'aria-label': 'Tags' },
    names.map((name) => h('li', {}, h('a', { class: 'tag', href: paths.tag(name) }, name))));
}

/** The heart with its count; one press each way. */
export function favoriteButton(article, onChange = () => {}) {
  const count = h('span', { class: 'count' });
  const button = h('button', { type: 'button', class: 'favorite', onclick: press }, icon(HEART), count);
  show(article);

  function show(state) {
    count.textContent = state.favoritesCount;
    button.setAttribute('aria-pressed', state.favorited);
    button.setAttribute('aria-label', `Favourite “${article.title}”, ${state.favoritesCount} so far`);
  }

  async function press() {
    if (signedInOrSent()) {
      const wanted = button.getAttribute('aria-pressed') !== 'true';
      await attempt(button, async () => {
        const changed = await api.setFavorite(article.slug, wanted);
        show(changed);
        announce(wanted ? 'Added to your favourites' : 'Removed from your favourites');
        onChange(changed);
      });
    }
  }

  return button;
}

export function followButton(profile) {
  const button = h('button', { type: 'button', class: 'button button-quiet button-small', onclick: press });
  let following;
  show(profile.following);

  function show(state) {
    following = state;
    button.classList.toggle('button-on', following);
    button.textContent = following ? 'Following' : 'Follow';
    button.setAttribute('aria-label', following ? `Following ${profile.username}; press to stop` : `Follow ${profile.username}`);
  }

  async function press() {
    if (signedInOrSent()) {
      const wanted = !following;
      await attempt(button, async () => {
        show((await api.setFollowing(profile.username, wanted)).following);
        announce(wanted ? `You follow ${profile.username}` : `You no longer follow ${profile.username}`);
      });
    }
  }

  return button;
}

function preview(article) {
  return h('article', { class: 'preview' },
    h('div', { class: 'preview-top' }, byline(article), favoriteButton(article)),
    h('h2', { class: 'preview-title' }, h('a', { href: paths.article(article.slug) }, article.title)),
    h('p', { class: 'preview-description' }, article.description),
    tags(article.tagList));
}

/** A page of articles with the way to the others, or what to do where there are none. */
export function articleList(page, number, pathOfPage, whenEmpty) {
  if (page.articles.length === 0) {
    return page.articlesCount > 0
      ? empty('There is nothing on this page.', h('a', { class: 'button button-quiet', href: pathOfPage(1) }, 'To the first page'))
      : whenEmpty;
  }
  return h('div', {},
    page.articles.map(preview),
    pagination(number, Math.ceil(page.articlesCount / PAGE_SIZE), pathOfPage));
}

function pagination(current, last, pathOfPage) {
  if (last <= 1) {
    return null;
  }
  const numbers = [1, current - 1, current, current + 1, last];
  const shown = [...new Set(numbers)].filter((number) => number >= 1 && number <= last).sort((a, b) => a - b);
  const items = [];
  shown.forEach((number, index) => {
    if (index > 0 && number > shown[index - 1] + 1) {
      items.push(h('li', { class: 'pagination-gap', 'aria-hidden': 'true' }, '…'));
    }
    items.push(h('li', {}, h('a', {
      href: pathOfPage(number), 'aria-label': `Page ${number}`, 'aria-current': number === current && 'page',
    }, String(number))));
  });
  return h('nav', { class: 'pagination', 'aria-label': 'Pages' },
    current > 1 ? h('a', { class: 'pagination-step', href: pathOfPage(current - 1), rel: 'prev' }, '← Newer') : h('span'),
    h('ul', {}, items),
    current < last ? h('a', { class: 'pagination-step', href: pathOfPage(current + 1), rel: 'next' }, 'Older →') : h('span'));
}

/** Where nothing is, a sentence and perhaps the next step. */
export function empty(text, ...next) {
  return h('div', { class: 'empty' }, h('p', {}, text), next);
}

export function tabs(label, items) {
  return h('nav', { class: 'tabs', 'aria-label': label },
    items.filter(Boolean).map(({ text, href, current }) => h('a', { href, 'aria-current': current && 'page' }, text)));
}

/** A labelled input. Its name is the API's name of the field, so that refusals find it. */
export function field({ label, name, hint, multiline = false, rows, ...attributes }) {
  const id = `field-${name}`;
  const input = h(multiline ? 'textarea' : 'input', { id, name, rows, class: 'input', ...attributes });
  const error = h('p', { class: 'field-error', id: `${id}-error` });
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(' ');
  input.setAttribute('aria-describedby', described);
  input.addEventListener('input', () => complain(''));

  function complain(text) {
    error.textContent = text;
    input.toggleAttribute('aria-invalid', text !== '');
    if (text !== '') {
      input.setAttribute('aria-invalid', 'true');
    }
  }

  const element = h('div', { class: 'field' },
    h('label', { for: id }, label),
    hint && h('p', { class: 'field-hint', id: `${id}-hint` }, hint),
    input, error);
  return { element, input, name, label, complain };
}

/**
 * A form of fields. Sends once at a time; shows each refusal at its field, others above, and moves the focus to the first.
 */
export function form({ fields, submit, send, explain = () => null, extra }) {
  const summary = h('p', { class: 'form-error', role: 'alert' });
  const button = h('button', { class: 'button', type: 'submit' }, submit);
  const element = h('form', { class: 'form', novalidate: true, onsubmit: onSubmit },
    summary, fields.map((each) => each.element), h('div', { class: 'form-actions' }, button, extra));

  async function onSubmit(event) {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') {
      return;
    }
    button.setAttribute('aria-disabled', 'true');
    summary.textContent = '';
    fields.forEach((each) => each.complain(''));
    try {
      await send();
    } catch (failure) {
      if (!(failure instanceof ApiError)) {
        throw failure;
      }
      if (!handleEndedSession(failure)) {
        refuse(failure);
      }
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }

  function refuse(failure) {
    const refused = failure.status === 422 ? fields.filter((each) => failure.errors[each.name]) : [];
    refused.forEach((each) => each.complain(`${each.label} ${failure.errors[each.name].join(', ')}.`));
    if (refused.length === 0) {
      summary.textContent = explain(failure) ?? sentence(failure);
    } else {
      summary.textContent = refused.length === 1 ? 'One thing needs a change:' : 'Some things need a change:';
      refused[0].input.focus();
    }
  }

  return element;
}
