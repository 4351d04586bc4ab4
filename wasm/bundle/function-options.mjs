// How esbuild makes one file of the function. Whoever bundles a part of it alone, to see what that part costs, does it in the same way.
// @ts-check

/** @satisfies {import('esbuild').BuildOptions} */
export const functionOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // Syntax that SCF's oldest runtime can parse, so that it can at least say that it is too old. The APIs are limited
  // by tsconfig.json's lib.
  target: 'node6.10',
  minifyWhitespace: true,
  // Syntax is not minified: esbuild would write syntax that Node.js 6 cannot parse.
  minifyIdentifiers: true,
  legalComments: 'none',
};

/**
 * Dependencies of the COS SDK that the function does not use. The SDK only makes and signs requests: its HTTP client and its XML
 * parser never run (src/function/cos/sign.ts), and its table of file types is only read for uploads without a Content-Type.
 */
export const sdkStubs = {
  'cos-request':
    "module.exports = () => { throw new Error('the COS SDK has no HTTP client in this file'); };",
  'cos-fast-xml-parser': 'exports.XMLParser = exports.XMLBuilder = function () {};',
  'mime-types': 'module.exports = { lookup() { return false; } };',
};
