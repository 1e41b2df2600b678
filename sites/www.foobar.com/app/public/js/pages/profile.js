// A person: what they wrote and what they favourited.

import { api } from '../api.js';
import { h } from '../dom.js';
import { articleList, avatar, empty, followButton, PAGE_SIZE, paths, tabs } from '../parts.js';
import { currentUser } from '../session.js';

export async function profilePage({ username, favorites = false, page, signal }) {
  const range = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const [profile, list] = await Promise.all([
    api.profile(username, signal),
    api.articles({ ...range, [favorites ? 'favorited' : 'author']: username }, signal),
  ]);
  const own = currentUser()?.username === profile.username;
  const path = paths.profile(profile.username);
  const base = favorites ? `${path}/favorites` : path;
  const who = own ? 'You have' : `${profile.username} has`;
  const nothing = empty(favorites ? `${who} no favourites yet.` : `${who} not written anything yet.`,
    own && !favorites && h('a', { class: 'button', href: '#/editor' }, 'Write an article'));
  return {
    title: profile.username,
    content: [
      h('header', { class: 'profile-header' },
        avatar(profile, 'avatar-large'),
        h('div', { class: 'profile-text' },
          h('h1', { tabindex: '-1' }, profile.username),
          profile.bio && h('p', { class: 'profile-bio' }, profile.bio)),
        own ? h('a', { class: 'button button-quiet button-small', href: '#/settings' }, 'Settings') : followButton(profile)),
      h('section', { class: 'single-column', 'aria-label': favorites ? 'Favourites' : 'Articles' },
        tabs(`Of ${profile.username}`, [
          { text: 'Articles', href: path, current: !favorites },
          { text: 'Favourites', href: `${path}/favorites`, current: favorites },
        ]),
        articleList(list, page, (number) => (number === 1 ? base : `${base}?page=${number}`), nothing)),
    ],
  };
}
