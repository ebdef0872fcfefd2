// How large bytes are on their way to a browser: compressed once and well, as a CDN does it.
import { brotliCompressSync, constants } from "node:zlib";

export function brotliSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}
