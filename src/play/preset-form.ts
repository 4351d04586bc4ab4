// Pure: presets as the fields of a form, and as the text of THUMB_PRESETS. The fields are made from the table of options, so that
// an option of the function is never missing in the form. What is wrong, the function's own parser says.

import { parseRoutes } from '../function/config/by-folder.ts';
import { ConfigError } from '../function/errors.ts';
import { valueOptions, words } from '../function/preset/options.ts';
import { parsePresets } from '../function/preset/parse.ts';
import { presetDefaults } from '../function/preset/preset.ts';

/** One field of the form of a preset, beside its name and its two sides. */
export type FormField =
  /** One of several words. */
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly choices: readonly string[];
      readonly standard: string;
    }
  /** A word that is written or not. */
  | { readonly kind: 'switch'; readonly name: string }
  /** `name=value`. */
  | { readonly kind: 'value'; readonly name: string; readonly example: string };

/** A preset as it stands in the form. What has its default is left out of `options`. */
export interface PresetForm {
  readonly name: string;
  /** As written, like `200`; empty if the side is not given. */
  readonly width: string;
  readonly height: string;
  /** Name of a field -> its value as written; `on` for a switch. */
  readonly options: Readonly<Record<string, string>>;
  /** What is no option, as written: the parser refuses it, and it must not get lost. */
  readonly others: readonly string[];
  /** What stands before the preset and after it and is none, as written: `for=avatars/**`, `none`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface FieldProblem {
  /** Which preset, from 0. */
  readonly preset: number;
  /** The name of a field, `name` or `size`; empty if the problem concerns several fields. */
  readonly field: string;
  readonly message: string;
}

const defaults: Readonly<Record<string, unknown>> = { ...presetDefaults };

export const formFields: readonly FormField[] = [...choiceFields(), ...valueFields(), ...switchFields()];

function choiceFields(): FormField[] {
  const choices = new Map<string, Set<string>>();
  for (const sets of words.values()) {
    for (const [key, value] of Object.entries(sets)) {
      if (typeof value === 'string') choices.set(key, (choices.get(key) ?? new Set()).add(value));
    }
  }
  return [...choices].map(([name, values]) => {
    return { kind: 'choice', name, choices: [...values], standard: String(defaults[name] ?? '') };
  });
}

function valueFields(): FormField[] {
  return [...valueOptions].map(([name, { example }]) => ({ kind: 'value', name, example }));
}

function switchFields(): FormField[] {
  const isSwitch = (word: string) => Object.values(words.get(word) ?? {}).includes(true);
  return [...words.keys()].filter(isSwitch).map((name) => ({ kind: 'switch', name }));
}

/** Is this the beginning of a route, or a route without presets? config/by-folder.ts has its grammar. */
function isOfRoute(part: string): boolean {
  return /^for\s*=|^none$/.test(part);
}

/** Reads the text into forms, one for each preset; it never fails. Without any preset there is an empty one. */
export function toForms(text: string): PresetForm[] {
  const forms: PresetForm[] = [];
  let before: string[] = [];
  for (const part of partsOf(text)) {
    if (isOfRoute(part)) before.push(part);
    else {
      forms.push({ ...toForm(part), before });
      before = [];
    }
  }
  const last = forms.pop() ?? { ...toForm(''), before: [] };
  return [...forms, { ...last, after: before }];
}

function partsOf(text: string): string[] {
  return text.split(';').map((part) => part.trim());
}

function toForm(part: string): Omit<PresetForm, 'before'> & { readonly after: readonly string[] } {
  const [first = '', ...tokens] = part.split(',').map((token) => token.trim());
  const colon = first.indexOf(':');
  const box = first.slice(colon + 1).trim();
  const [, width, height] = /^(\d*)[x×](\d*)$/i.exec(box) ?? [];
  const options: Record<string, string> = {};
  const others: string[] = width === undefined && box !== '' ? [box] : [];
  for (const token of tokens.filter((one) => one !== '')) {
    const read = toOption(token);
    if (read === undefined || read[0] in options) others.push(token);
    else if (read[1] !== '' && read[1] !== standardOf(read[0])) options[read[0]] = read[1];
  }
  return {
    name: colon < 0 ? '' : first.slice(0, colon).trim(),
    width: width ?? '',
    height: height ?? '',
    options,
    others,
    after: [],
  };
}

function standardOf(name: string): string | undefined {
  const field = formFields.find((one) => one.name === name);
  return field?.kind === 'choice' ? field.standard : undefined;
}

/** @returns The field and its value; undefined for what is no option. */
function toOption(token: string): readonly [string, string] | undefined {
  const [sets] = Object.entries(words.get(token) ?? {});
  if (sets !== undefined) {
    const [key, value] = sets;
    if (value === true) return [token, 'on'];
    // `trim` alone is short for `trim=10`.
    return typeof value === 'string' ? [key, value] : [token, String(value)];
  }
  const short = /^q(auto|[-+.\d].*)$/.exec(token)?.[1];
  if (short !== undefined) return ['quality', short];
  const equals = token.indexOf('=');
  if (equals < 0 || !valueOptions.has(token.slice(0, equals).trim())) return undefined;
  return [token.slice(0, equals).trim(), token.slice(equals + 1).trim()];
}

/** Writes forms as the text of THUMB_PRESETS, its options in the order of the form. */
export function toText(forms: readonly PresetForm[]): string {
  const parts = forms.flatMap((form) => {
    const part = toPart(form);
    const isEmpty = part === 'x' && form.after.length > 0;
    return [...form.before, ...(isEmpty ? [] : [part]), ...form.after];
  });
  return parts.join(';');
}

function toPart({ name, width, height, options, others }: PresetForm): string {
  // A box that cannot be read stands first among what is no option, where the parser expects the box.
  const box = width === '' && height === '' && others.length > 0 ? [] : [`${width}x${height}`];
  const written = formFields.flatMap((field) => {
    const value = options[field.name]?.trim();
    if (value === undefined || value === '' || value === standardOf(field.name)) return [];
    if (field.kind === 'choice') return [value];
    if (field.kind === 'switch') return [field.name];
    const isShort = field.name === 'quality' && /^(auto|\d+)$/.test(value);
    return [isShort ? `q${value}` : `${field.name}=${value}`];
  });
  const [first = '', ...last] = [...box, ...others];
  return [`${name === '' ? '' : `${name}:`}${first}`, ...written, ...last].join(',');
}

/** Finds what is wrong with the text, each problem with the field that it belongs to. */
export function findProblems(text: string): FieldProblem[] {
  const all = listProblems(text, parseRoutes);
  const presets = partsOf(text).filter((part) => !isOfRoute(part));
  const own = presets.flatMap((part, preset) => {
    const messages = problemsOf(part).filter((message) =>
      all.some((one) => one.includes(ofPart(part) + message)),
    );
    return messages.map((message) => ({ preset, field: fieldOf(part, message), message }));
  });
  const isOwn = (problem: string) => presets.some((part) => problem.includes(ofPart(part)));
  const shared = all.filter((problem) => !isOwn(problem));
  const preset = firstMisnamed(text);
  return [
    ...own,
    ...shared.map((message) => ({ preset, field: /name/.test(message) ? 'name' : '', message })),
  ];
}

/** What is wrong with a preset begins like this. */
function ofPart(part: string): string {
  return `preset "${part}": `;
}

/** The first preset without a name, or with that of another one of its route. */
function firstMisnamed(text: string): number {
  let route = 0;
  const names = toForms(text).map(({ name, before }) => {
    if (before.length > 0) route += 1;
    return `${route} ${name}`;
  });
  const at = names.findIndex((name, n) => name.endsWith(' ') || names.indexOf(name) < n);
  return Math.max(at, 0);
}

/** The problems of one preset, without its text before them. */
function problemsOf(part: string): string[] {
  return listProblems(part, parsePresets).map((problem) => problem.replace(ofPart(part), ''));
}

/** The field is the one that alone leads to the same problem; for a conflict, the last option that the problem names. */
function fieldOf(part: string, message: string): string {
  const [first = '', ...tokens] = part.split(',').map((token) => token.trim());
  const colon = first.indexOf(':');
  if (colon >= 0 && problemsOf(`${first.slice(0, colon)}:1x1`).includes(message)) return 'name';
  if (problemsOf(first.slice(colon + 1)).includes(message)) return 'size';
  const guilty =
    tokens.find((token) => problemsOf(`1x1,${token}`).includes(message)) ??
    tokens.findLast((token) => message.includes(`"${token}"`)) ??
    tokens.find((token) => message.split(/[ ,;:]/).includes(token));
  return guilty === undefined ? '' : (toOption(guilty)?.[0] ?? '');
}

function listProblems(text: string, parse: (text: string) => unknown): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
