// The API. A read that meets a server in trouble is tried again; a write is not, since it may have happened.

import { currentUser, setUser } from './session.js';

const TIMEOUT_MS = 15000;
const READ_RETRIES_MS = [300, 1000];
const TROUBLE = [502, 503, 504];

/** What the API refused, by field: {title: ["can't be blank"]}. Status 0: no answer came. */
export class ApiError extends Error {
  constructor(status, errors) {
    super(Object.entries(errors).map(([field, problems]) => `${field} ${problems.join(', ')}`).join('; '));
    this.status = status;
    this.errors = errors;
  }

  /** The session has ended; the person must sign in again. */
  get endsSession() {
    return this.status === 401 && 'token' in this.errors;
  }
}

async function once(method, path, body, signal) {
  const user = currentUser();
  const headers = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (user) {
    headers.Authorization = `Token ${user.token}`;
  }
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new ApiError(0, { site: ['cannot be reached'] });
  }
  if (response.status === 204) {
    return null;
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    throw new ApiError(response.status, answer?.errors ?? { site: ['is not available at the moment'] });
  }
  return answer;
}

async function read(path, signal) {
  for (const delay of READ_RETRIES_MS) {
    try {
      return await once('GET', path, undefined, signal);
    } catch (failure) {
      if (!(failure instanceof ApiError) || (failure.status !== 0 && !TROUBLE.includes(failure.status))) {
        throw failure;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return once('GET', path, undefined, signal);
}

function query(parameters) {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

const part = encodeURIComponent;

export const api = {
  articles: (parameters, signal) => read(`/articles${query(parameters)}`, signal),
  feed: (parameters, signal) => read(`/articles/feed${query(parameters)}`, signal),
  article: async (slug, signal) => (await read(`/articles/${part(slug)}`, signal)).article,
  comments: async (slug, signal) => (await read(`/articles/${part(slug)}/comments`, signal)).comments,
  tags: async (signal) => (await read('/tags', signal)).tags,
  profile: async (username, signal) => (await read(`/profiles/${part(username)}`, signal)).profile,

  createArticle: async (article) => (await once('POST', '/articles', { article })).article,
  changeArticle: async (slug, article) => (await once('PUT', `/articles/${part(slug)}`, { article })).article,
  deleteArticle: (slug) => once('DELETE', `/articles/${part(slug)}`),
  setFavorite: async (slug, wanted) =>
    (await once(wanted ? 'POST' : 'DELETE', `/articles/${part(slug)}/favorite`)).article,
  createComment: async (slug, body) =>
    (await once('POST', `/articles/${part(slug)}/comments`, { comment: { body } })).comment,
  deleteComment: (slug, id) => once('DELETE', `/articles/${part(slug)}/comments/${id}`),
  setFollowing: async (username, wanted) =>
    (await once(wanted ? 'POST' : 'DELETE', `/profiles/${part(username)}/follow`)).profile,

  async register(user) {
    setUser((await once('POST', '/users', { user })).user);
  },
  async login(user) {
    setUser((await once('POST', '/users/login', { user })).user);
  },
  async changeUser(user) {
    setUser((await once('PUT', '/user', { user })).user);
  },
  /** Fetches the signed-in user anew, with a fresh token. */
  async refreshUser() {
    setUser((await read('/user')).user);
  },
};
