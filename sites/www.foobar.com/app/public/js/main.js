// The frame: the address after the # says which page is shown.

import { api, ApiError } from './api.js';
import { announce, h, notice } from './dom.js';
import { login, register, settings } from './pages/account.js';
import { articlePage } from './pages/article.js';
import { editor } from './pages/editor.js';
import { home } from './pages/home.js';
import { profilePage } from './pages/profile.js';
import { empty, paths, sentence, sessionEnd, signedInOrSent } from './parts.js';
import { currentUser, onUserChange, setUser } from './session.js';

const SITE = 'Foobar';
const PATIENCE_MS = 150;

const ROUTES = [
  { path: /^\/$/, page: home },
  { path: /^\/feed$/, page: (at) => home({ ...at, kind: 'feed' }), member: true },
  { path: /^\/tag\/([^/]+)$/, page: (at, tag) => home({ ...at, kind: 'tag', tag }) },
  { path: /^\/article\/([^/]+)$/, page: (at, slug) => articlePage({ ...at, slug }) },
  { path: /^\/editor$/, page: editor, member: true },
  { path: /^\/editor\/([^/]+)$/, page: (at, slug) => editor({ ...at, slug }), member: true },
  { path: /^\/@([^/]+)$/, page: (at, username) => profilePage({ ...at, username }) },
  { path: /^\/@([^/]+)\/favorites$/, page: (at, username) => profilePage({ ...at, username, favorites: true }) },
  { path: /^\/login$/, page: login },
  { path: /^\/register$/, page: register },
  { path: /^\/settings$/, page: settings, member: true },
];

const main = document.getElementById('main');
const progress = document.getElementById('progress');
let leaving = new AbortController();
let first = true;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parse(hash) {
  const [path, search = ''] = (hash.replace(/^#/, '') || '/').split('?', 2);
  const parameters = new URLSearchParams(search);
  const page = Math.max(1, Number.parseInt(parameters.get('page') ?? '1', 10) || 1);
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match) {
      return { route, values: match.slice(1).map(decoded), page, to: parameters.get('to') };
    }
  }
  return null;
}

function notFound() {
  return {
    title: 'Not found',
    content: [
      h('h1', { class: 'page-title', tabindex: '-1' }, 'Not found'),
      empty('There is nothing here. It may have been deleted or renamed.', h('a', { class: 'button', href: '#/' }, 'To all articles')),
    ],
  };
}

function failed(failure) {
  const retry = h('button', { type: 'button', class: 'button', onclick: show }, 'Try again');
  return {
    title: 'Not available',
    content: [h('h1', { class: 'page-title', tabindex: '-1' }, 'Not available'), empty(sentence(failure), retry)],
  };
}

async function load(target, signal) {
  if (!target) {
    return notFound();
  }
  try {
    return await target.route.page({ page: target.page, to: target.to, signal }, ...target.values);
  } catch (failure) {
    if (!(failure instanceof ApiError)) {
      throw failure;
    }
    if (failure.endsSession && sessionEnd.handle()) {
      return null;
    }
    return failure.status === 404 ? notFound() : failed(failure);
  }
}

/** Shows the page of the address. A page that is still loading when the person goes on is given up. */
async function show() {
  const target = parse(location.hash);
  if (target?.route.member && !signedInOrSent()) {
    return;
  }
  leaving.abort();
  const here = new AbortController();
  leaving = here;
  const slow = setTimeout(() => { progress.hidden = false; }, PATIENCE_MS);
  main.setAttribute('aria-busy', 'true');
  try {
    const page = await load(target, here.signal);
    if (page && !here.signal.aborted) {
      put(page);
    }
  } catch (failure) {
    if (!here.signal.aborted) {
      put(failed(new ApiError(500, {})));
      throw failure;
    }
  } finally {
    clearTimeout(slow);
    if (leaving === here) {
      progress.hidden = true;
      main.removeAttribute('aria-busy');
    }
  }
}

function put(page) {
  document.title = page.title ? `${page.title} · ${SITE}` : `${SITE}: a place to write`;
  main.replaceChildren(...[page.content].flat());
  frame();
  if (!first) {
    window.scrollTo(0, 0);
    (main.querySelector('h1') ?? main).focus({ preventScroll: true });
    announce(document.title);
  }
  first = false;
}

/** The navigation for whoever is signed in or not. */
function frame() {
  const user = currentUser();
  const here = location.hash.split('?')[0] || '#/';
  const items = user
    ? [['#/', 'Home'], ['#/editor', 'Write'], ['#/settings', 'Settings'], [paths.profile(user.username), user.username]]
    : [['#/', 'Home'], ['#/login', 'Sign in'], ['#/register', 'Sign up']];
  document.getElementById('site-nav').replaceChildren(h('ul', {},
    items.map(([href, text]) => h('li', {}, h('a', { href, 'aria-current': href === here && 'page' }, text)))));
}

sessionEnd.handle = () => {
  if (!currentUser()) {
    return false;
  }
  setUser(null);
  notice('Your session has ended. Please sign in again.');
  location.hash = `#/login?to=${encodeURIComponent(location.hash)}`;
  return true;
};

document.getElementById('skip-link').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});

window.addEventListener('hashchange', show);
onUserChange(frame);
frame();
show();
if (currentUser()) {
  // A fresh token for another while; without an answer the old one does.
  api.refreshUser().catch((failure) => {
    if (failure instanceof ApiError && failure.endsSession) {
      sessionEnd.handle();
    }
  });
}
