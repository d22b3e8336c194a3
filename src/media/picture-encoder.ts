export type EncodedPicture =
  | { readonly ok: true; readonly mime: 'image/jpeg' | 'image/webp'; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: 'broken-picture' | 'no-picture-encoder' };

/**
 * Draws a picture anew, upright and no larger than a screen, so that nothing of the original's bytes is left: no place
 * where it was taken, no camera, no hidden second content. Never throws for what a file can hold.
 */
export interface PictureEncoder {
  encode(bytes: Uint8Array): Promise<EncodedPicture>;
}
