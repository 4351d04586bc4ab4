// Makes elements. Text always goes in as text, never as HTML.

/**
 * @param name A tag, with classes: `p.problem`.
 * @param attributes `onclick` and the like are listeners; `true` is an attribute without a value; `false` and undefined are left out.
 */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  setAll(element, attributes);
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

function setAll(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? '' : value);
  }
}

/** Replaces what an element holds. What had the keyboard's focus has it again, if it has an id. */
export function fill(place, ...children) {
  const element = typeof place === 'string' ? document.getElementById(place) : place;
  const focused = document.activeElement?.id;
  const hadFocus = element.contains(document.activeElement);
  element.replaceChildren(...children.flat().filter(Boolean));
  if (hadFocus && focused) document.getElementById(focused)?.focus();
}

/** The heading of a section; those that lead from a photo to the cloud are numbered. */
export function heading(text, number) {
  return el('h2', {}, number !== undefined && el('span.number', { 'aria-hidden': 'true' }, number), text);
}

/** A button that copies a text, and says so. */
export function copyButton(label, done, text) {
  const button = el('button.copy', { type: 'button', onclick: copy }, label);
  async function copy() {
    await navigator.clipboard.writeText(text());
    button.textContent = done;
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  }
  return button;
}
