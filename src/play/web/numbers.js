// Numbers as texts, in the language of the page.

import { shown } from './state.js';

function format(value, options) {
  return new Intl.NumberFormat(shown.lang, options).format(value);
}

export function bytes(value) {
  if (value < 1000) return `${value} B`;
  if (value < 1_000_000) return `${format(value / 1000, { maximumFractionDigits: 1 })} kB`;
  return `${format(value / 1_000_000, { maximumFractionDigits: 1 })} MB`;
}

export function milliseconds(value) {
  if (value < 1000) return `${Math.round(value)} ms`;
  return `${format(value / 1000, { maximumFractionDigits: 1 })} s`;
}

export function percent(fraction) {
  return format(fraction, { style: 'percent', maximumFractionDigits: 0 });
}

export function decimal(value, digits) {
  return format(value, { maximumFractionDigits: digits, minimumFractionDigits: digits });
}
