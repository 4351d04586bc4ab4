// XMP's data model (ISO 16684-1, 6): named properties, independent of the format that they are read from or written into.

/** The value of a property. */
export type Value = Text | List | Structure;

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  /** The language of one of several alternatives: `x-default`, `zh-CN`. */
  readonly language?: string | undefined;
  /** Is it an address, written as a resource? */
  readonly isResource?: boolean | undefined;
}

export interface List {
  readonly kind: 'list';
  readonly of: 'Alt' | 'Bag' | 'Seq';
  readonly items: readonly Value[];
}

export interface Structure {
  readonly kind: 'structure';
  readonly fields: readonly Property[];
}

export interface Property {
  /** With the usual prefix, whatever the packet called it: `dc:rights`. See namespaces.ts. */
  readonly name: string;
  readonly value: Value;
}

/** A property that lists texts. @returns Nothing where there are no texts. */
export function listed(name: string, texts: readonly string[]): Property[] {
  if (texts.length === 0) return [];
  const items = texts.map((text): Text => ({ kind: 'text', text }));
  return [{ name, value: { kind: 'list', of: 'Seq', items } }];
}

/** A text that may have translations. @returns Nothing for an empty one. */
export function localised(name: string, text: string): Property[] {
  if (text === '') return [];
  return [
    { name, value: { kind: 'list', of: 'Alt', items: [{ kind: 'text', text, language: 'x-default' }] } },
  ];
}

/** Of properties of the same name only the first. */
export function firstOfName(properties: readonly Property[]): Property[] {
  const seen = new Set<string>();
  return properties.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** The properties of these names, and in structures the fields of these names. What is empty is left out. */
export function select(properties: readonly Property[], names: ReadonlySet<string>): Property[] {
  const named = properties.filter(({ name }) => names.has(name));
  const left = named.map(({ name, value }) => ({ name, value: selectIn(value, names) }));
  return left.filter((one): one is Property => one.value !== undefined);
}

function selectIn(value: Value, names: ReadonlySet<string>): Value | undefined {
  switch (value.kind) {
    case 'text':
      return value.text.trim() === '' ? undefined : value;
    case 'list': {
      const left = value.items.map((item) => selectIn(item, names));
      const items = left.filter((item): item is Value => item !== undefined);
      return items.length > 0 ? { ...value, items } : undefined;
    }
    case 'structure': {
      const fields = select(value.fields, names);
      return fields.length > 0 ? { ...value, fields } : undefined;
    }
  }
}

/** The property as one text: the default one of its translations, or all items of a list. Empty if there is no such property. */
export function textOf(properties: readonly Property[], wanted: string): string {
  const value = properties.find(({ name }) => name === wanted)?.value;
  if (!value || value.kind === 'structure') return '';
  if (value.kind === 'text') return value.text.trim();
  const texts = value.items.filter((item): item is Text => item.kind === 'text');
  const chosen = value.of === 'Alt' ? [texts.find(isDefault) ?? texts[0]] : texts;
  return chosen.map((one) => one?.text.trim() ?? '').join('; ');
}

function isDefault({ language }: Text): boolean {
  return language === 'x-default';
}
