// Markdown to elements: headings, paragraphs, lists, quotes, code, rules, emphasis, links and pictures. It makes elements
// and text, never HTML, so what an author writes cannot become a script. Anything it does not know stays text.

import { h } from './dom.js';

const MAXIMUM_DEPTH = 8;

/** Spans end within this many characters, so that a body of unpaired stars is read in linear time. */
const SPAN = '{0,1000}?';

const INLINE = new RegExp([
  '\\\\([\\\\`*_{}\\[\\]()#+\\-.!~<>|])', // 1: an escaped sign
  `(?<!\`)(\`+)(?!\`)([^\`]|[^\`][\\s\\S]${SPAN}[^\`])\\2(?!\`)`, // 2, 3: code
  '!\\[([^\\]\\n]{0,300})\\]\\(([^()\\s]{1,1000})\\)', // 4, 5: a picture
  '\\[([^\\]\\n]{1,500})\\]\\(([^()\\s]{1,1000}|[^()\\s]{0,500}\\([^()\\s]{0,300}\\)[^()\\s]{0,200})\\)', // 6, 7: a link
  `(\\*\\*|(?<!\\w)__)(?=\\S)([\\s\\S]${SPAN}\\S)\\8(?!\\*)`, // 8, 9: strong
  '\\*(?=[^\\s*])((?:[^*]|\\*\\*[^*]{1,300}\\*\\*){1,1000}?)(?<![\\s*])\\*(?![\\w*])', // 10: emphasis
  '(?<!\\w)_(?=[^\\s_])((?:[^_]|(?<=\\w)_(?=\\w)){1,1000}?)(?<![\\s_])_(?!\\w)', // 11: emphasis
  `~~(?=\\S)([\\s\\S]${SPAN}\\S)~~`, // 12: struck
  '<?(https?:\\/\\/[^\\s<>"\']{1,1000}[^\\s<>"\'.,;:!?)\\]])>?', // 13: a bare address
  '(?:(?<! ) {2,}|\\\\)\\n', // a hard line break
].join('|'), 'g');

/** An address that may be followed: of the web, of mail, or of this site. Null for every other scheme. */
export function safeAddress(address) {
  return /^(https?:\/\/|mailto:|#\/)/i.test(address) ? address : null;
}

function link(address, children) {
  const href = safeAddress(address);
  if (!href) {
    return h('span', {}, children);
  }
  return href.startsWith('#') ? h('a', { href }, children) : h('a', { href, rel: 'nofollow ugc noopener noreferrer' }, children);
}

function picture(alt, address) {
  return /^https?:\/\//i.test(address)
    ? h('img', { src: address, alt, loading: 'lazy', referrerpolicy: 'no-referrer' })
    : alt;
}

function span(match, depth) {
  if (match[1] !== undefined) {
    return match[1];
  }
  if (match[3] !== undefined) {
    return h('code', {}, match[3].replace(/^ (.+) $/, '$1'));
  }
  if (match[5] !== undefined) {
    return picture(match[4], match[5]);
  }
  if (match[7] !== undefined) {
    return link(match[7], inline(match[6], depth + 1));
  }
  if (match[9] !== undefined) {
    return h('strong', {}, inline(match[9], depth + 1));
  }
  if (match[10] !== undefined || match[11] !== undefined) {
    return h('em', {}, inline(match[10] ?? match[11], depth + 1));
  }
  if (match[12] !== undefined) {
    return h('s', {}, inline(match[12], depth + 1));
  }
  return match[13] !== undefined ? link(match[13], [match[13]]) : h('br');
}

function inline(text, depth = 0) {
  if (depth > MAXIMUM_DEPTH) {
    return [text];
  }
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) {
      nodes.push(text.slice(end, match.index));
    }
    nodes.push(span(match, depth));
    end = match.index + match[0].length;
  }
  if (end < text.length) {
    nodes.push(text.slice(end));
  }
  return nodes;
}

// None of these has two neighbours that can take the same characters: every test is linear, whatever an author writes.
const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])[ \t]+(?=\S)/;
const BLANK = /^\s*$/;

function startsBlock(line) {
  return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line);
}

/** Reads lines front to back; each reader takes what belongs to its block and returns an element. */
class Blocks {
  constructor(lines, depth, topLevel) {
    this.lines = lines;
    this.at = 0;
    this.depth = depth;
    this.topLevel = topLevel;
  }

  blocksOf(lines) {
    return new Blocks(lines, this.depth + 1, this.topLevel).all();
  }

  all() {
    const elements = [];
    while (this.at < this.lines.length) {
      if (BLANK.test(this.lines[this.at])) {
        this.at++;
      } else {
        elements.push(this.next());
      }
    }
    return elements;
  }

  next() {
    const line = this.lines[this.at];
    if (FENCE.test(line)) {
      return this.code();
    }
    if (HEADING.test(line)) {
      return this.heading();
    }
    if (RULE.test(line)) {
      this.at++;
      return h('hr');
    }
    if (this.depth < MAXIMUM_DEPTH && QUOTE.test(line)) {
      return this.quote();
    }
    return this.depth < MAXIMUM_DEPTH && ITEM.test(line) ? this.list() : this.paragraph();
  }

  code() {
    const [, fence] = FENCE.exec(this.lines[this.at++]);
    const text = [];
    while (this.at < this.lines.length && !this.lines[this.at].trimStart().startsWith(fence)) {
      text.push(this.lines[this.at++]);
    }
    this.at++;
    return h('pre', { tabindex: '0' }, h('code', {}, text.join('\n')));
  }

  /** The page has the one h1, so the highest level that the author uses becomes h2. */
  heading() {
    const [, signs, rest] = HEADING.exec(this.lines[this.at++]);
    const text = rest.trimEnd().replace(/(^|[ \t])#+$/, '');
    return h(`h${Math.min(6, signs.length - this.topLevel + 2)}`, {}, inline(text));
  }

  quote() {
    const inner = [];
    while (this.at < this.lines.length && QUOTE.test(this.lines[this.at])) {
      inner.push(this.lines[this.at++].replace(QUOTE, ''));
    }
    return h('blockquote', {}, this.blocksOf(inner));
  }

  list() {
    const ordered = /\d/.test(ITEM.exec(this.lines[this.at])[2]);
    const start = ordered ? Number.parseInt(ITEM.exec(this.lines[this.at])[2], 10) : 1;
    const items = [];
    while (this.at < this.lines.length) {
      const match = ITEM.exec(this.lines[this.at]);
      if (!match || /\d/.test(match[2]) !== ordered || RULE.test(this.lines[this.at])) {
        break;
      }
      items.push(this.item(match[0].length));
    }
    return h(ordered ? 'ol' : 'ul', start === 1 ? {} : { start }, items);
  }

  /** An item's lines: its first, and those after it that are indented or, within a paragraph, simply go on. */
  item(width) {
    const inner = [this.lines[this.at++].slice(width)];
    let loose = false;
    while (this.at < this.lines.length) {
      const line = this.lines[this.at];
      if (BLANK.test(line)) {
        if (!this.goesOnAfterBlank()) {
          break;
        }
        loose = true;
        inner.push('');
      } else if (/^(?: {2,}|\t)/.test(line)) {
        inner.push(line.replace(new RegExp(`^(?:\\t| {1,${width}})`), ''));
      } else if (startsBlock(line)) {
        break;
      } else {
        inner.push(line);
      }
      this.at++;
    }
    const blocks = this.blocksOf(inner);
    // In a tight list the text stands in the item itself.
    return h('li', {}, blocks.map((block) => (!loose && block.tagName === 'P' ? [...block.childNodes] : block)));
  }

  goesOnAfterBlank() {
    let next = this.at;
    while (next < this.lines.length && BLANK.test(this.lines[next])) {
      next++;
    }
    const found = next < this.lines.length && /^(?: {2,}|\t)/.test(this.lines[next]);
    this.at = found ? next - 1 : next;
    return found;
  }

  paragraph() {
    const text = [this.lines[this.at++]];
    while (this.at < this.lines.length && !BLANK.test(this.lines[this.at]) && !startsBlock(this.lines[this.at])) {
      text.push(this.lines[this.at++]);
    }
    return h('p', {}, inline(text.map((line) => line.trimStart()).join('\n').trimEnd()));
  }
}

/** The elements of a text in Markdown. */
export function markdown(text) {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const topLevel = lines.reduce((top, line) => Math.min(top, HEADING.exec(line)?.[1].length ?? top), 6);
  return new Blocks(lines, 0, topLevel).all();
}
