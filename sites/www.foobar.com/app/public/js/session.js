// Who is signed in. Kept in localStorage, so that it survives the tab and other tabs know.

const KEY = 'foobar.session';

let user = read();
const listeners = new Set();

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** The signed-in user ({username, email, bio, image, token}) or null. */
export function currentUser() {
  return user;
}

/** Remembers who is signed in; null signs out. */
export function setUser(next) {
  user = next;
  if (next) {
    localStorage.setItem(KEY, JSON.stringify(next));
  } else {
    localStorage.removeItem(KEY);
  }
  listeners.forEach((listener) => listener(user));
}

/** Calls back whenever somebody signs in, signs out or changes, here or in another tab. */
export function onUserChange(listener) {
  listeners.add(listener);
}

window.addEventListener('storage', (event) => {
  if (event.key === KEY) {
    user = read();
    listeners.forEach((listener) => listener(user));
  }
});
