// The entry for bundlers that build for browsers: the default entry, whose module is inlined in a form that compresses
// better and takes some milliseconds longer to read.
import { size, texts } from "../dist/wasm/opik_attachments_bg.wasm";
import { provideModule } from "./module.js";
import { textToBytes } from "./text-to-bytes.js";
import { joinStreams } from "./wasm-streams.js";

provideModule(() => {
  const streams = [];
  for (const [text, singleBytes, ...lengths] of texts) {
    const bytes = textToBytes(text, singleBytes);
    for (let at = 0; lengths.length > 0; ) {
      const [stream, length] = lengths.splice(0, 2);
      streams[stream] = bytes.subarray(at, (at += length));
    }
  }
  return joinStreams(streams, size);
});

export * from "./surface.js";
