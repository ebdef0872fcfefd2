// The class that users construct. It makes one of the module's own class and passes every call on, so that importing it
// compiles nothing.
import { AttachmentClient as WasmClient } from "../dist/wasm/opik_attachments.js";
import { AttachmentError } from "../dist/wasm/opik_attachments.js";
import { cannotCompile, compile } from "./module.js";

/** Holds a function, since state libraries replace objects by proxies, and those would be freed twice. */
const invoke = Symbol("invoke");

/** Completes a client. Where the module cannot be compiled its calls fail with the reason, and the program goes on. */
function complete(client, make) {
  const thrown = compile();
  const inner = thrown ? { free() {} } : make();
  const value = (name, argument) => {
    if (!inner[name]) throw cannotCompile(name, thrown);
    return inner[name](argument);
  };
  Object.defineProperty(client, invoke, { value, configurable: true, writable: true });
  return client;
}

export class AttachmentClient {
  constructor(options) {
    complete(this, () => new WasmClient(options));
  }

  static fromEnv(options) {
    return complete(Object.create(AttachmentClient.prototype), () => WasmClient.fromEnv(options));
  }

  free() {
    this[invoke]?.("free");
    this[invoke] = undefined;
  }
}

const methods = ["getAttachmentList", "downloadAttachment", "uploadAttachment", "uploadAttachments", "deleteAttachments"];
for (const name of methods) {
  const value = async function (argument) {
    if (!this?.[invoke]) {
      const message = `${name}: expected to be called on an AttachmentClient, got ${this ? "one that was freed" : "none"}`;
      throw new AttachmentError(message, { code: "INVALID_ARGUMENT", operation: name });
    }
    return this[invoke](name, argument);
  };
  Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(AttachmentClient.prototype, name, { value, configurable: true, writable: true });
}

if (Symbol.dispose) AttachmentClient.prototype[Symbol.dispose] = AttachmentClient.prototype.free;

// Minifiers rename classes, and consoles show that name.
Object.defineProperty(AttachmentClient, "name", { value: "AttachmentClient" });
