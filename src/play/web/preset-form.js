// The form of one preset, made from the fields that the server has made from the function's table of options.

import { el } from './dom.js';
import { fitPicture, places } from './pictures.js';
import { fields, readForms, removePreset } from './presets.js';
import { presets, shown, when } from './state.js';
import { t, tOr } from './texts.js';

/** These are seen at once; the others are one click away. */
const early = ['fit', 'gravity', 'format', 'quality'];

export function drawForm(n) {
  const form = presets.forms[n];
  const isEarly = ({ name }) => early.includes(name);
  const later = fields().filter((field) => !isEarly(field));
  const isOpen = later.some(({ name }) => form.options[name] !== undefined);
  const element = el(
    'form.preset-form',
    { 'data-preset': n, onsubmit: (event) => event.preventDefault(), oninput: () => readForms(readAll()) },
    el(
      'div.row',
      {},
      labelled(n, 'name', t('presetName'), input(n, 'name', form.name, 'small')),
      labelled(n, 'size', t('width'), input(n, 'width', form.width, '200', 'numeric')),
      labelled(n, 'height', t('height'), input(n, 'height', form.height, '200', 'numeric')),
    ),
    problemPlace('name'),
    problemPlace('size'),
    fields()
      .filter(isEarly)
      .map((field) => drawField(n, field, form)),
    el(
      'details',
      { open: isOpen },
      el('summary', {}, t('moreOptions')),
      later.map((field) => drawField(n, field, form)),
    ),
    form.others.length > 0 &&
      labelled(n, 'others', t('others'), input(n, 'others', form.others.join(','), '')),
    problemPlace(''),
    presets.forms.length > 1 &&
      el('button.quiet', { type: 'button', onclick: () => removePreset(n) }, t('removePreset')),
  );
  drawProblems(element, n);
  return element;
}

function drawField(n, field, form) {
  const value = form.options[field.name] ?? '';
  const label = tOr(
    `option${field.name.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())}`,
    field.name,
  );
  const hint = tOr(`hint_${field.name}`, '');
  return el(
    'div.field',
    {},
    drawControl(n, field, value, label),
    hint && el('p.soft.hint', { id: `${idOf(n, field.name)}-hint` }, hint),
    problemPlace(field.name),
  );
}

function drawControl(n, field, value, label) {
  if (field.kind === 'switch') {
    const box = el('input', { type: 'checkbox', 'data-field': field.name, id: idOf(n, field.name) });
    box.checked = value !== '';
    return el('label.check', { for: idOf(n, field.name) }, box, label);
  }
  if (field.kind === 'value')
    return labelled(
      n,
      field.name,
      label,
      input(n, field.name, value, t('example', { example: field.example })),
    );
  if (field.name === 'fit' || field.name === 'gravity') return drawPicker(n, field, value, label);
  const select = el('select', { 'data-field': field.name, id: idOf(n, field.name) });
  for (const choice of field.choices) select.append(el('option', { value: choice }, choice));
  select.value = value || field.standard;
  return labelled(n, field.name, label, select);
}

/** Radio buttons that look like pictures: the arrow keys work as in any group of radio buttons. */
function drawPicker(n, { name, choices, standard }, value, label) {
  const options = choices.map((choice) => {
    const radio = el('input', {
      type: 'radio',
      name: `${name}-${n}`,
      value: choice,
      'data-field': name,
      'data-standard': standard,
      'aria-label': name === 'fit' ? `${choice}: ${tOr(`fit_${choice}`, '')}` : choice,
    });
    radio.checked = choice === (value || standard);
    const place = places[choice];
    const picture = name === 'fit' ? fitPicture(choice) : place && el('span.dot');
    const shape = name === 'gravity' && place ? `at-${place.join('-')}` : 'wide';
    const text = name === 'fit' ? el('span', {}, choice) : !place && choice;
    const title = name === 'fit' ? tOr(`fit_${choice}`, choice) : choice;
    return el(`label.pick.${shape}`, { title }, radio, ...[picture, text].filter(Boolean));
  });
  return el(`fieldset.picker.${name}`, {}, el('legend', {}, label), el('div.options', {}, options));
}

function input(n, field, value, example, inputmode) {
  const element = el('input', {
    type: 'text',
    id: idOf(n, field === 'width' ? 'size' : field),
    'data-field': field,
    placeholder: example,
    inputmode,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  element.value = value;
  return element;
}

function labelled(n, field, text, control) {
  return el('div.labelled', {}, el('label', { for: idOf(n, field) }, text), control);
}

function idOf(n, field) {
  return `preset-${n}-${field}`;
}

function problemPlace(field) {
  return el('div.problems', { 'data-problems': field });
}

/** Reads every form of the page; those that are not shown stay as they are. */
function readAll() {
  return presets.forms.map((form, n) => {
    const element = document.querySelector(`form[data-preset="${n}"]`);
    return element ? readForm(element, form) : form;
  });
}

function readForm(element, before) {
  const texts = { name: '', width: '', height: '', others: '' };
  const options = {};
  for (const control of element.querySelectorAll('[data-field]')) {
    const { field, standard } = control.dataset;
    const value = textOf(control);
    if (field in texts) texts[field] = value.trim();
    else if (value !== '' && value !== standard) options[field] = value;
  }
  const { name, width, height, others } = texts;
  const left = element.querySelector('[data-field="others"]') ? others : before.others.join(',');
  return {
    name,
    width,
    height,
    options,
    others: left === '' ? [] : left.split(','),
    before: before.before,
    after: before.after,
  };
}

function textOf(control) {
  if (control.type === 'checkbox') return control.checked ? 'on' : '';
  if (control.type === 'radio') return control.checked ? control.value : '';
  return control.value;
}

function drawProblems(element, n) {
  const own = presets.problems.filter(({ preset }) => preset === n);
  for (const place of element.querySelectorAll('[data-problems]')) {
    const here = own.filter(({ field }) => field === place.dataset.problems);
    place.replaceChildren(...here.map(({ message }) => el('p.problem', {}, message[shown.lang])));
  }
  for (const control of element.querySelectorAll('[data-field]')) {
    const field = ['width', 'height'].includes(control.dataset.field) ? 'size' : control.dataset.field;
    control.setAttribute('aria-invalid', String(own.some((problem) => problem.field === field)));
  }
}

when('problems', () => {
  for (const element of document.querySelectorAll('form[data-preset]')) {
    drawProblems(element, Number(element.dataset.preset));
  }
});
