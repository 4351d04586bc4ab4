// The file name extensions by which something is run when it is opened, as data.

const pages = 'html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt pdf';
const scripts = 'js mjs cjs php phtml phar asp aspx jsp jspx cgi pl py rb sh';
const programs = 'exe com bat cmd ps1 vbs vbe wsf hta scr msi jar swf lnk url app';

/** Run by a browser, a web server or an operating system. In lower case, without the dot. */
export const activeExtensions: readonly string[] = [pages, scripts, programs].join(' ').split(' ');
