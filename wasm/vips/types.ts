// The names that this folder uses for wasm-vips' types.

import type VipsModule from 'wasm-vips';

export type Module = typeof VipsModule;

export type Image = VipsModule.Image;

export type Source = VipsModule.Source;
