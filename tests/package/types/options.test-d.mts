// The options of a client, one by one. Compiled, never run.
import { AttachmentClient } from "opik-attachments";
import type { ClientOptions, RetryEvent } from "opik-attachments";
import { same } from "./same.mjs";

same<
  ClientOptions,
  {
    apiUrl?: string | undefined;
    apiKey?: string | undefined;
    workspaceName?: string | undefined;
    projectName?: string | undefined;
    concurrency?: number | undefined;
    partSize?: number | undefined;
    maxAttempts?: number | undefined;
    stallTimeout?: number | undefined;
    onRetry?: ((event: RetryEvent) => void) | undefined;
    fetch?: ((url: string, init: RequestInit & { headers: Record<string, string> }) => Promise<Response>) | undefined;
  }
>(true);

const options: ClientOptions = {
  apiUrl: "http://localhost:5173/api",
  apiKey: "key",
  workspaceName: "default",
  projectName: "demo",
  concurrency: 2,
  partSize: 8 * 1024 * 1024,
  maxAttempts: 3,
  stallTimeout: 5000,
  onRetry: ({ operation, attempt, delay, error }) => console.log(operation, attempt + delay, error.code),
  fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, "X-Added": "1" }, keepalive: false }),
};
new AttachmentClient(options);
AttachmentClient.fromEnv(options);
new AttachmentClient({});
new AttachmentClient({ fetch, onRetry: console.log, apiKey: undefined });
// Settings of another program, with more fields.
const settings = { apiUrl: "/api", colour: "green" };
new AttachmentClient(settings);

// @ts-expect-error a URL as text
new AttachmentClient({ apiUrl: new URL("http://localhost:5173/api") });
// @ts-expect-error text
new AttachmentClient({ apiKey: 5 });
// @ts-expect-error text
new AttachmentClient({ workspaceName: 5 });
// @ts-expect-error text
new AttachmentClient({ projectName: 5 });
// @ts-expect-error a number
new AttachmentClient({ concurrency: "2" });
// @ts-expect-error bytes as a number
new AttachmentClient({ partSize: "8 MiB" });
// @ts-expect-error a number
new AttachmentClient({ maxAttempts: true });
// @ts-expect-error milliseconds as a number
new AttachmentClient({ stallTimeout: "15 s" });
// @ts-expect-error a function
new AttachmentClient({ onRetry: true });
// @ts-expect-error a function that takes the event alone
new AttachmentClient({ onRetry: (event: RetryEvent, more: string) => console.log(event, more) });
// @ts-expect-error it resolves to a response
new AttachmentClient({ fetch: async () => "text" });
// @ts-expect-error it is called with text
new AttachmentClient({ fetch: async (url: URL) => new Response(url.href) });
// @ts-expect-error a misspelt option
new AttachmentClient({ apiURL: "http://localhost:5173/api" });
// @ts-expect-error options, not the URL alone
new AttachmentClient("http://localhost:5173/api");
// @ts-expect-error the same options as of the constructor
AttachmentClient.fromEnv({ apiKey: 5 });
