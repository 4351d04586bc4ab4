// Rust as WebAssembly.

import { loadPeer } from '../../peers.ts';
import type { StartContender } from '../contender.ts';

/** What is used of it. */
interface PhotonModule {
  readonly PhotonImage: { new_from_byteslice(bytes: Uint8Array): PhotonImage };
  readonly SamplingFilter: { readonly Lanczos3: number };
  resize(image: PhotonImage, width: number, height: number, filter: number): PhotonImage;
}

interface PhotonImage {
  get_width(): number;
  get_height(): number;
  get_bytes_jpeg(quality: number): Uint8Array;
  free(): void;
}

export const start: StartContender = async () => {
  const photon = await loadPeer<PhotonModule>('@silvia-odwyer/photon-node');
  return {
    async render(photo, { sizes }) {
      const image = photon.PhotonImage.new_from_byteslice(photo);
      const longest = Math.max(image.get_width(), image.get_height());
      const thumbnails = sizes.map((size) => {
        const scale = Math.min(1, size / longest);
        const width = Math.round(image.get_width() * scale);
        const height = Math.round(image.get_height() * scale);
        const resized = photon.resize(image, width, height, photon.SamplingFilter.Lanczos3);
        const bytes = resized.get_bytes_jpeg(80);
        resized.free();
        return bytes;
      });
      image.free();
      return thumbnails;
    },
  };
};
