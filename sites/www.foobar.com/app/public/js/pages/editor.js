// Writing and editing. What is not published yet is kept in this browser.

import { api } from '../api.js';
import { h, notice } from '../dom.js';
import { markdown } from '../markdown.js';
import { empty, field, form, paths } from '../parts.js';
import { currentUser } from '../session.js';

const DRAFT = 'foobar.draft';

function keptDraft() {
  try {
    return JSON.parse(localStorage.getItem(DRAFT)) ?? {};
  } catch {
    return {};
  }
}

function fieldsFor(article) {
  return {
    title: field({ label: 'Title', name: 'title', value: article.title ?? '', maxlength: 200, class: 'input input-title' }),
    description: field({
      label: 'Summary', name: 'description', value: article.description ?? '', maxlength: 500,
      hint: 'One or two sentences that stand below the title and in lists.',
    }),
    body: field({
      label: 'Text', name: 'body', value: article.body ?? '', multiline: true, rows: 16, class: 'input input-body',
      hint: 'Markdown: # heading, *emphasis*, **strong**, - list, > quote, `code`, [link](https://…)',
    }),
    tagList: field({
      label: 'Tags', name: 'tagList', value: (article.tagList ?? []).join(', '), autocapitalize: 'none',
      hint: 'Up to ten, separated by commas.',
    }),
  };
}

function values(fields) {
  return {
    title: fields.title.input.value,
    description: fields.description.input.value,
    body: fields.body.input.value,
    tagList: fields.tagList.input.value.split(',').map((tag) => tag.trim()).filter(Boolean),
  };
}

function previewPane(body) {
  const pane = h('div', { class: 'prose preview-pane', hidden: true, id: 'preview-pane' });
  const toggle = h('button', {
    type: 'button', class: 'button button-quiet', 'aria-controls': 'preview-pane',
    onclick: () => {
      const show = pane.hidden;
      pane.replaceChildren(...(body.value.trim() === '' ? [empty('Nothing to show yet.')] : markdown(body.value)));
      pane.hidden = !show;
      body.hidden = show;
      toggle.textContent = show ? 'Back to the text' : 'Preview';
    },
  }, 'Preview');
  body.after(pane);
  return toggle;
}

export async function editor({ slug, signal }) {
  const article = slug ? await api.article(slug, signal) : keptDraft();
  if (slug && article.author.username !== currentUser().username) {
    return {
      title: 'Not yours',
      content: empty('Only its author can edit this article.', h('a', { class: 'button', href: paths.article(slug) }, 'Read it')),
    };
  }
  const fields = fieldsFor(article);
  const element = form({
    fields: Object.values(fields),
    submit: slug ? 'Save' : 'Publish',
    extra: previewPane(fields.body.input),
    send: async () => {
      const saved = slug ? await api.changeArticle(slug, values(fields)) : await api.createArticle(values(fields));
      if (!slug) {
        localStorage.removeItem(DRAFT);
      }
      notice(slug ? 'Your changes are saved.' : 'Your article is published.');
      location.hash = paths.article(saved.slug);
    },
  });
  if (!slug) {
    element.addEventListener('input', () => localStorage.setItem(DRAFT, JSON.stringify(values(fields))));
  }
  const title = slug ? 'Edit your article' : 'Write an article';
  return { title, content: h('div', { class: 'writing' }, h('h1', { class: 'page-title', tabindex: '-1' }, title), element) };
}
