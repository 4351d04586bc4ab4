// Small drawings of fits and gravities, to pick from.

import { svg } from './dom.js';

/** For each fit: the photo, and the box; a photo of 3:2 in a square box. Left, top, width, height. */
const fits = {
  inside: { photo: [10, 13, 28, 18], box: [10, 8, 28, 28] },
  cover: { photo: [3, 8, 42, 28], box: [10, 8, 28, 28], cropped: true },
  contain: { photo: [10, 13, 28, 18], box: [10, 8, 28, 28], padded: true },
  outside: { photo: [3, 8, 42, 28], box: [10, 8, 28, 28] },
  fill: { photo: [10, 8, 28, 28], box: [10, 8, 28, 28], stretched: true },
};

/** @returns A drawing; undefined for a fit that this page does not know. */
export function fitPicture(fit) {
  const known = fits[fit];
  if (!known) return undefined;
  const { photo, box, cropped, padded, stretched } = known;
  const [left, top, width, height] = photo;
  const middle = [left + width / 2, top + height / 2];
  const [radiusX, radiusY] = stretched ? [width / 6, height / 3.6] : [height / 3.6, height / 3.6];
  const kept = cropped ? box : photo;
  return svg(
    'svg',
    { viewBox: '0 0 48 44', 'aria-hidden': 'true' },
    ...(padded ? [rect(box, 'padding')] : []),
    rect(photo, cropped ? 'lost' : 'photo-area'),
    ...(cropped ? [rect(kept, 'photo-area')] : []),
    svg('ellipse', { cx: middle[0], cy: middle[1], rx: radiusX, ry: radiusY, class: 'motif' }),
    rect(box, 'frame'),
  );
}

function rect([x, y, width, height], name) {
  return svg('rect', { x, y, width, height, class: name });
}

/** Column and row in a grid of three by three; those that are not here look at what the photo shows. */
export const places = {
  northwest: [1, 1],
  north: [2, 1],
  northeast: [3, 1],
  west: [1, 2],
  centre: [2, 2],
  east: [3, 2],
  southwest: [1, 3],
  south: [2, 3],
  southeast: [3, 3],
};
