// Instead of ../env_settings.js in the browsers' build: there are neither variables nor files.

/** Throws what `arguments.rs` puts into words. */
export function withEnvironment() {
  throw {
    field: "fromEnv",
    expected: "Node, Deno or Bun",
    received: "a place without environment variables and files; use new AttachmentClient(options)",
  };
}

export const hasUnreadVariables = () => false;

export const ignoresProxy = () => false;
