// Pure: what a thumbnail takes over of its source's Content-Disposition (RFC 6266).

/** As browsers see it before they save a file: these would be taken off, or end the name early. */
const trailing = /[. ]+$/;
const dispositionType = /^\s*(inline|attachment)\s*$/i;
/** The parameters of RFC 2183 that are no name. */
const harmless = /^\s*(creation-date|modification-date|read-date|size)\s*=/i;
/** A value without quotes ends where a token does (RFC 9110, 5.6.2): `a.html, b.jpg` is `a.html` to some. */
const unquoted = /^[^\s()<>@,;:\\"/[\]?={}]+$/;
const unsafe = /[\p{Cc}/\\"]|=\?/u;

/**
 * Takes over whether the object is shown or saved, and the file name only where its extension is one of the thumbnail's format. A
 * photo may have been uploaded to be saved as `invoice.html`; its thumbnail is not.
 *
 * @param extensions In lower case, without the dot.
 * @returns undefined if nothing is left.
 * @example dispositionOf('attachment; filename="cat.jpg"', ['jpg']) // attachment; filename="cat.jpg"
 * @example dispositionOf('attachment; filename="cat.html"', ['jpg']) // attachment
 */
export function dispositionOf(source: string, extensions: readonly string[]): string | undefined {
  const [type = '', ...parameters] = parametersOf(source);
  if (!dispositionType.test(type)) return undefined;
  // Others go: old browsers take the name from `name`, and what a new parameter says nobody knows.
  const kept = parameters.filter((parameter) => {
    // A name may also be hidden in another parameter's text, which some programs would split differently.
    if (harmless.test(parameter)) return !/filename/i.test(parameter);
    const name = fileNameIn(parameter);
    return name !== undefined && isOf(name, extensions);
  });
  return [type, ...kept].join(';').trim();
}

/** The parts between semicolons that are not in quotes. A part whose quotes do not end is left out. */
function parametersOf(text: string): string[] {
  const parameters = [''];
  let isQuoted = false;
  let isEscaped = false;
  for (const character of text) {
    if (character === ';' && !isQuoted) {
      parameters.push('');
      continue;
    }
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = isQuoted && character === '\\' && !isEscaped;
    parameters[parameters.length - 1] += character;
  }
  return isQuoted ? parameters.slice(0, -1) : parameters;
}

/** @returns undefined for what is no `filename` or `filename*`, and for one that cannot be read with certainty. */
function fileNameIn(parameter: string): string | undefined {
  const [, star, value = ''] = /^\s*filename(\*?)\s*=\s*(.*)$/i.exec(parameter) ?? [];
  if (star === undefined) return undefined;
  const text = value.trim();
  const plain = /^"(.*)"$/.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? unquoted.exec(text)?.[0];
  if (plain === undefined) return undefined;
  const encoded = star === '' ? plain : /^[^']*'[^']*'(.*)$/.exec(plain)?.[1];
  try {
    // Some browsers decode a plain `filename` as well.
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function isOf(name: string, extensions: readonly string[]): boolean {
  const [, extension = ''] = /\.([^.]*)$/.exec(name.replace(trailing, '')) ?? [];
  return !unsafe.test(name) && extensions.includes(extension.toLowerCase());
}
