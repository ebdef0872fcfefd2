// The slim entry: the same names, and `init`. Compiled, never run.
import * as all from "opik-attachments";
import { AttachmentClient, AttachmentError, init, VERSION } from "opik-attachments/slim";
import type { Attachment, ClientOptions } from "opik-attachments/slim";
import { same } from "./same.mjs";

same<typeof AttachmentClient, typeof all.AttachmentClient>(true);
same<typeof AttachmentError, typeof all.AttachmentError>(true);
same<typeof VERSION, typeof all.VERSION>(true);
same<Attachment, all.Attachment>(true);
same<ClientOptions, all.ClientOptions>(true);
same<ReturnType<typeof init>, Promise<void>>(true);

init();
init(undefined);
init("/opik_attachments.wasm");
init(new URL("https://cdn.example.com/opik_attachments.wasm"));
init(await fetch("/opik_attachments.wasm"));
init(fetch("/opik_attachments.wasm"));
init(new ArrayBuffer(1));
init(new Uint8Array(1));
// @ts-expect-error a location, not a boolean
init(true);
// @ts-expect-error `null` is not `undefined`
init(null);
// @ts-expect-error one location
init("/opik_attachments.wasm", {});
