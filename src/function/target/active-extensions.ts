// The file name extensions by which something is run when it is opened.

import { splitKey } from './object-key.ts';

const pages = 'html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt pdf';
const scripts = 'js mjs cjs php phtml phar asp aspx jsp jspx cgi pl py rb sh';
const programs = 'exe com bat cmd ps1 vbs vbe wsf hta scr msi jar swf lnk url app';

/** Run by a browser, a web server or an operating system. In lower case, without the dot. */
const activeExtensions: readonly string[] = [pages, scripts, programs].join(' ').split(' ');

/** @returns The extension of a key if what has it is run; undefined if it is not. Windows leaves out dots and spaces at the end. */
export function activeExtensionOf(key: string): string | undefined {
  const extension = splitKey(key.replace(/[. ]+$/, '')).extension.toLowerCase();
  return activeExtensions.includes(extension) ? extension : undefined;
}
