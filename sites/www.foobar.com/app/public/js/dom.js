// Elements without HTML strings: whatever a person wrote becomes text, never markup.

/**
 * Makes an element. Properties that start with "on" are listeners, "class" is the class, true makes an empty attribute,
 * false, null and undefined leave it out. Children are nodes or text; false, null and undefined are left out.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value') {
      element.value = value;
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== false && child !== null && child !== undefined) {
      element.append(child);
    }
  }
  return element;
}

/** An icon from a path in a 24 by 24 box; decoration, so hidden from screen readers. */
export function icon(path, className = '') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon ${className}`);
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/** Says something to screen readers only. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

/** Shows a sentence for some seconds, to everybody. */
export function notice(text) {
  const box = h('p', { class: 'notice' }, text);
  const notices = document.getElementById('notices');
  notices.replaceChildren(box);
  setTimeout(() => box.remove(), 6000);
}

/** Asks before something that cannot be undone; resolves to whether it shall happen. */
export function confirmed(question, action) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-question' },
      h('form', { method: 'dialog' },
        h('p', { id: 'dialog-question', class: 'dialog-question' }, question),
        h('div', { class: 'form-actions' },
          h('button', { class: 'button button-danger', value: 'yes' }, action),
          h('button', { class: 'button button-quiet', value: '', autofocus: true }, 'Keep it'))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
