// The class that users construct. It makes one of the module's own class and passes every call on, so that importing it
// compiles nothing.
import { AttachmentClient as WasmClient } from "../dist/wasm/opik_attachments.js";
import { errorAt, hasUnreadVariables, invalid, placeAmongOthers, placed, streamPlaces } from "../dist/wasm/opik_attachments.js";
import { cannotCompile, compile } from "./module.js";

/** Holds a function, since state libraries replace objects by proxies, and those would be freed twice. */
const invoke = Symbol("invoke");

/**
 * Completes a client. Where the module cannot be compiled its calls fail with the reason, and the program goes on.
 * `method` is what was called, and `hasUnread` says whether variables are set that it does not read.
 */
function complete(client, method, make, hasUnread) {
  let thrown;
  let inner;
  try {
    thrown = compile();
    inner = thrown ? { free() {} } : make();
  } catch (error) {
    throw placed(error, errorAt(method));
  }
  const value = (name, argument) => {
    if (!inner[name]) throw cannotCompile(name, thrown);
    return inner[name](argument);
  };
  value.hasUnread = hasUnread;
  Object.defineProperty(client, invoke, { value, configurable: true, writable: true });
  return client;
}

export class AttachmentClient {
  constructor(options) {
    complete(this, AttachmentClient, () => new WasmClient(options), () => hasUnreadVariables(options));
  }

  static fromEnv(options) {
    const client = Object.create(AttachmentClient.prototype);
    return complete(client, AttachmentClient.fromEnv, () => WasmClient.fromEnv(options), () => false);
  }

  free() {
    this[invoke]?.("free");
    this[invoke] = undefined;
  }
}

/** Adds to an error that variables would have had the right key or project, if that may be. */
function hintAtVariables(error, client) {
  if (![401, 404].includes(error.status) || !client[invoke]?.hasUnread()) return;
  const hint = "OPIK_... variables are set, and only AttachmentClient.fromEnv() reads them.";
  error.hint = error.hint ? `${error.hint} ${hint}` : hint;
}

/** A method that begins the stack of what it fails with where it is called. */
function method(name) {
  /** @this {AttachmentClient | undefined} */
  const value = async function (argument) {
    const place = errorAt(value);
    try {
      if (!this?.[invoke]) {
        throw invalid(`${name}: expected an AttachmentClient, got ${this ? "one that was freed" : "none"}`, name);
      }
      const result = await this[invoke](name, argument);
      if (name === "downloadAttachment") streamPlaces.set(result, place);
      if (name === "uploadAttachments") {
        for (const { reason } of result) if (placeAmongOthers(reason, place)) hintAtVariables(reason, this);
      }
      return result;
    } catch (thrown) {
      const error = placed(thrown, place);
      if (error === place) hintAtVariables(error, this);
      throw error;
    }
  };
  return Object.defineProperty(value, "name", { value: name });
}

for (const name of ["getAttachmentList", "downloadAttachment", "uploadAttachment", "uploadAttachments", "deleteAttachments"]) {
  Object.defineProperty(AttachmentClient.prototype, name, { value: method(name), configurable: true, writable: true });
}

if (Symbol.dispose) AttachmentClient.prototype[Symbol.dispose] = AttachmentClient.prototype.free;

// Minifiers rename classes, and consoles show that name.
Object.defineProperty(AttachmentClient, "name", { value: "AttachmentClient" });
