// Signing up, signing in, and one's settings.

import { api } from '../api.js';
import { h, notice } from '../dom.js';
import { field, form } from '../parts.js';
import { currentUser, setUser } from '../session.js';

const email = (value = '') =>
  field({ label: 'E-mail address', name: 'email', type: 'email', autocomplete: 'email', autocapitalize: 'none', value });

const username = (value = '', hint = 'Letters and digits; everybody sees it.') =>
  field({ label: 'Name', name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', value, hint });

const password = (attributes) => field({ label: 'Password', name: 'password', type: 'password', ...attributes });

function narrow(title, ...content) {
  return { title, content: h('div', { class: 'narrow' }, h('h1', { class: 'page-title', tabindex: '-1' }, title), content) };
}

/** Back to where the person came from; only to pages of this site. */
function goOn(to) {
  location.hash = to?.startsWith('#/') ? to : '#/';
}

export function register({ to }) {
  const fields = [username(), email(), password({ autocomplete: 'new-password', hint: 'At least eight characters.' })];
  return narrow('Sign up',
    h('p', { class: 'muted' }, 'Have an account? ', h('a', { href: '#/login' }, 'Sign in')),
    form({
      fields,
      submit: 'Sign up',
      send: async () => {
        await api.register(Object.fromEntries(fields.map((each) => [each.name, each.input.value])));
        notice(`Welcome, ${currentUser().username}.`);
        goOn(to);
      },
    }));
}

const REFUSED = {
  401: 'The address or the password is wrong.',
  429: 'That was tried too often. Wait a minute, then try again.',
};

export function login({ to }) {
  const fields = [email(), password({ autocomplete: 'current-password' })];
  return narrow('Sign in',
    h('p', { class: 'muted' }, 'New here? ', h('a', { href: '#/register' }, 'Sign up')),
    form({
      fields,
      submit: 'Sign in',
      explain: (failure) => REFUSED[failure.status] ?? null,
      send: async () => {
        await api.login(Object.fromEntries(fields.map((each) => [each.name, each.input.value])));
        goOn(to);
      },
    }));
}

export function settings() {
  const user = currentUser();
  const fields = {
    image: field({
      label: 'Picture', name: 'image', type: 'url', value: user.image ?? '', hint: 'The address of a picture on the web, https://…',
    }),
    username: username(user.username),
    bio: field({ label: 'About you', name: 'bio', multiline: true, rows: 4, maxlength: 1000, value: user.bio ?? '' }),
    email: email(user.email),
    password: password({
      label: 'New password', autocomplete: 'new-password', hint: 'Leave it empty to keep the old one. A new one signs you out elsewhere.',
    }),
  };
  const signOut = h('button', {
    type: 'button', class: 'button button-quiet',
    onclick: () => {
      setUser(null);
      notice('You are signed out.');
      location.hash = '#/';
    },
  }, 'Sign out');
  return narrow('Settings', form({
    fields: Object.values(fields),
    submit: 'Save',
    extra: signOut,
    send: async () => {
      const change = Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, each.input.value]));
      if (change.password === '') {
        delete change.password;
      }
      await api.changeUser(change);
      fields.password.input.value = '';
      notice('Your settings are saved.');
    },
  }));
}
