// Every fault that the local server can be told to make, with the steps it makes sense at and what it means:
//
// - `passing` goes away when the request is sent again
// - `expired` is a presigned URL that has died
// - `tag` is an ETag that is not the object's
// - `harmless` is no failure at all
// - `final` is a failure that repetition need not help against
//
// `codes` are the error codes that a call may then fail with, for all calls or `about` one. `files` are what the call's
// files must be like; `wrongKey` gives the client no key, or one that is unknown to the server, which `asks` for one. What
// has a `weight` comes so many times as often, since few of its cases can show a mistake. A fault with a `change` is none
// of the server's: that becomes of the local file.

const answersJson = ["retrieve", "list", "start"];
const answersBody = [...answersJson, "get"];
const sendsBytes = ["put", "part"];
const storesOrDeletes = [...sendsBytes, "complete", "delete"];
const everywhere = [...answersBody, ...storesOrDeletes];

const html = "<html><head><title>Gateway</title></head><body>no</body></html>";
const xml = (code, message) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

/** Words of a server that repeats what it should not: the key as it is, in JSON and in a query, and signed links. */
function tellingBody(random, { apiKey }) {
  const signed = `http://127.0.0.1:1/bucket/key?X-Amz-Credential=AKIA%2Ftoday&X-Amz-Signature=${random.hex(64)}`;
  return random.pick([
    "",
    html,
    `you sent Authorization: ${apiKey} and asked for ${signed}`,
    JSON.stringify({ code: 500, message: `no entry with ${apiKey}; see ${signed}` }),
    JSON.stringify({ errors: [`apiKey=${new URLSearchParams({ apiKey })}`, signed] }),
    xml("InternalError", `${signed} by ${apiKey}`).replace("</Error>", `<Resource>${signed}</Resource></Error>`),
  ]);
}

/** What a server may ask to be waited for. The date is written when the rule is ordered. */
const waits = [
  {},
  {},
  {},
  { "Retry-After": "0" },
  { "Retry-After": "1" },
  { "Retry-After": "{date}" },
  { "RateLimit-Reset": "1" },
  { "RateLimit-Reset": "0" },
];

const amount = (random, about) => {
  const most = about.step === "get" || sendsBytes.includes(about.step) ? about.size : 300;
  return random.chance(0.15) ? 0 : random.int(0, most);
};

const places = {
  "at once": { steps: everywhere, of: () => ({}) },
  "within the request": {
    steps: [...sendsBytes, "start", "complete"],
    of: (random, about) => ({ request_bytes: Math.max(1, amount(random, about)) }),
  },
  "within the answer": { steps: answersBody, of: (random, about) => ({ response_bytes: amount(random, about) }) },
  "after the work": { steps: everywhere, of: () => ({ after_work: true }) },
};

const statuses = [408, 429, 500, 502, 503, 504, 520, 522, 524].map((status) => ({
  name: `status ${status}`,
  steps: everywhere,
  kind: "passing",
  codes: [status === 429 ? "RATE_LIMITED" : "API_ERROR"],
  action: (random, about) => ({
    type: "status",
    status,
    headers: random.pick(waits),
    body: tellingBody(random, about),
    after_work: random.chance(0.3),
    bare: random.chance(0.2),
  }),
}));

const breaks = Object.entries(places).flatMap(([place, { steps, of }]) => [
  {
    name: `reset ${place}`,
    steps,
    kind: "passing",
    codes: ["NETWORK_ERROR"],
    action: (random, about) => ({ type: "reset", ...of(random, about) }),
  },
  {
    name: `stall ${place}`,
    steps,
    kind: "passing",
    stalls: true,
    // Some stalls end in a reset.
    codes: ["TIMEOUT", "NETWORK_ERROR"],
    action: (random, about) => ({
      type: "stall",
      ...of(random, about),
      ...(random.chance(0.3) && { seconds: random.pick([0.1, 0.5, 1]) }),
    }),
  },
]);

const refusals = [
  [413, everywhere.filter((step) => step !== "get"), html, ["FILE_TOO_LARGE"], true],
  [400, everywhere, '{"errors":["no"]}', ["API_ERROR"]],
  [401, ["retrieve", "list", "start", "put", "complete", "delete"], '{"code":401,"message":"no"}', ["UNAUTHORIZED"]],
  [
    403,
    ["retrieve", "list", "start", "put", "complete", "delete"],
    '{"code":403,"message":"no"}',
    ["FORBIDDEN"],
  ],
  [404, ["list", "part", "get", "complete"], xml("NoSuchKey", "gone"), ["API_ERROR"]],
].map(([status, steps, body, codes, bare = false]) => ({
  name: `refusal ${status}`,
  steps,
  kind: "final",
  codes,
  action: (random) => ({
    type: "status",
    status,
    body,
    bare,
    after_work: random.chance(0.3),
    headers: bare ? { "Content-Type": "text/html" } : {},
  }),
}));

/** A rule that only notes that the request came. */
const idle = (random) => ({ type: "delay", ms: random.int(0, 5) });

const lied = [
  "CORRUPTED",
  "API_ERROR",
  "NETWORK_ERROR",
  "ATTACHMENT_NOT_FOUND",
  "URL_EXPIRED",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "ETAG_NOT_EXPOSED",
];

/**
 * What looks whole, and has another length than the file, is told from it before anybody has a byte of it, and so it
 * passes; in a page of another origin, which believes no length, only at its end. What was read then cannot be taken back.
 */
const looksWhole = [
  { steps: ["get"], engines: ["node"], kind: "passing" },
  { steps: ["get"], engines: ["chromium"], kind: "final" },
];

/** Faults that only bytes on their way up can meet. */
const uploadFaults = [
  {
    // A store whose disk is full says so while the bytes are still coming. The answer may be lost with the connection.
    name: "early answer",
    steps: sendsBytes,
    weight: 6,
    kind: "final",
    codes: ["API_ERROR", "NETWORK_ERROR"],
    files: (random) => ({ size: random.int(2 ** 20, 12 * 2 ** 20) }),
    action: () => ({ type: "status", status: 507, body: "<Error><Code>XMinioStorageFull</Code></Error>" }),
  },
  {
    // Another program writes to the file once so many requests have been sent.
    name: "changing file",
    steps: sendsBytes,
    operations: ["uploadAttachment filePath"],
    weight: 6,
    kind: "final",
    codes: ["FILE_CHANGED"],
    change: (random) => ({
      what: random.pick(["grows", "is cut", "is rewritten", "is replaced", "goes", "becomes a folder"]),
      requests: random.pick([1, 2, 2, 3, 4]),
    }),
    files: (random) => ({ size: random.pick([0, 1, 1000, random.int(1, 400 * 1024), random.int(2 ** 20, 16 * 2 ** 20)]) }),
    action: (random) => ({ type: "delay", ms: random.int(1, 20) }),
  },
];

export const catalogue = [
  ...statuses,
  ...breaks,
  ...refusals,
  ...uploadFaults,
  {
    name: "expired",
    steps: ["part", "get"],
    modes: ["store"],
    weight: 4,
    kind: "expired",
    codes: ["URL_EXPIRED", "API_ERROR"],
    action: (random) => ({
      type: "status",
      status: 403,
      body: random.pick([
        xml("AccessDenied", "Request has expired"),
        xml("ExpiredToken", "old"),
        xml("AccessDenied", "Access Denied"),
      ]),
    }),
  },
  {
    name: "answer too short, connection closed",
    steps: answersBody,
    kind: "passing",
    codes: ["NETWORK_ERROR", "CORRUPTED"],
    action: (random, about) => ({ type: "truncate", bytes: amount(random, about), length: "whole" }),
  },
  ...looksWhole.flatMap((about) => [
    {
      name: "download too short, and looks whole",
      weight: 4,
      codes: ["CORRUPTED", "NETWORK_ERROR"],
      action: (random, about) => ({ type: "truncate", bytes: amount(random, about), length: "cut" }),
      ...about,
    },
    {
      name: "a page instead of the file",
      codes: ["CORRUPTED"],
      action: () => ({ type: "status", status: 200, body: html }),
      ...about,
    },
  ]),
  {
    name: "JSON too short, and looks whole",
    steps: answersJson,
    kind: "final",
    codes: ["API_ERROR", "NETWORK_ERROR"],
    action: (random, about) => ({ type: "truncate", bytes: amount(random, about), length: "cut" }),
  },
  {
    name: "a page of another server",
    steps: [...answersJson, ...storesOrDeletes],
    weight: 2,
    kind: "final",
    codes: ["API_ERROR"],
    action: (random) => ({
      type: "status",
      status: 200,
      body: random.pick([html, "<!DOCTYPE html><title>Sign in</title>"]),
      headers: random.pick([{}, { "Content-Type": "text/html" }, { "Content-Type": "text/html", ETag: '"1"' }]),
    }),
  },
  {
    name: "an answer of another server",
    steps: ["put", "complete", "delete"],
    kind: "final",
    codes: ["API_ERROR"],
    action: (random) => ({ type: "status", status: random.pick([200, 201]), body: random.pick(["OK", '{"user":null}']) }),
  },
  {
    name: "nothing, with another status of success",
    steps: ["put", "complete", "delete"],
    kind: "harmless",
    codes: [],
    action: () => ({ type: "status", status: 200, body: "", after_work: true }),
  },
  {
    name: "a sign-in page instead of the file",
    steps: ["get"],
    modes: ["direct"],
    kind: "final",
    codes: ["API_ERROR"],
    action: () => ({ type: "status", status: 200, body: html, headers: { "Content-Type": "text/html" } }),
  },
  {
    name: "the store's code for what passes, with a status for what does not",
    steps: ["part", "get"],
    modes: ["store"],
    weight: 2,
    kind: "passing",
    codes: ["API_ERROR"],
    action: (random, { step }) => {
      const [status, code] = random.pick([
        [400, "RequestTimeout"],
        [409, "OperationAborted"],
        [step === "part" ? 200 : 501, "InternalError"],
        [400, "SlowDown"],
      ]);
      return { type: "status", status, body: xml(code, "Please try again."), after_work: random.chance(0.3) };
    },
  },
  {
    name: "wrong or missing ETag of a part",
    steps: ["part"],
    kind: "final",
    codes: ["API_ERROR", "ETAG_NOT_EXPOSED"],
    action: (random) =>
      random.pick([
        { type: "etag" },
        { type: "etag", value: '"00000000000000000000000000000000"' },
        { type: "etag", value: "x" },
      ]),
  },
  {
    name: "wrong or missing ETag of a download",
    steps: ["get"],
    kind: "tag",
    codes: ["CORRUPTED"],
    action: (random) =>
      random.pick([{ type: "etag" }, { type: "etag", value: '"00000000000000000000000000000000-1"' }]),
  },
  {
    name: "fewer or more part URLs",
    steps: ["start"],
    modes: ["store"],
    kind: "final",
    codes: ["API_ERROR"],
    action: (random, { parts }) => ({
      type: "part_urls",
      count: random.pick([parts - 1, parts + 1, 0].filter((count) => count >= 0)),
    }),
  },
  {
    name: "wrong upload id",
    steps: ["start"],
    kind: "final",
    codes: lied,
    action: (random) => ({
      type: "replace",
      pointer: "/upload_id",
      value: random.pick([random.uuid(), "BEMinIO", "", null]),
    }),
  },
  {
    name: "wrong total of a list",
    steps: ["list"],
    kind: "harmless",
    codes: [],
    action: (random) => ({ type: "replace", pointer: "/total", value: random.pick([0, 1, 2, 7, 5000]) }),
  },
  {
    name: "malformed list",
    steps: ["list"],
    kind: "final",
    codes: ["API_ERROR"],
    action: (random) => ({
      type: "replace",
      ...random.pick([
        { pointer: "/content", value: null },
        { pointer: "/content/0", value: "x" },
        { pointer: "/content/0/file_size", value: "many" },
        { pointer: "/total", value: -1 },
      ]),
    }),
  },
  {
    name: "wrong size in a list",
    steps: ["list"],
    // A list has no other source than this answer: it cannot know better.
    methods: ["downloadAttachment"],
    kind: "final",
    codes: lied,
    action: (random, { size }) => ({
      type: "replace",
      pointer: "/content/0/file_size",
      value: random.pick([size + 1, size + 5000, size * 2, Math.max(0, size - 1), 0]),
    }),
  },
  {
    name: "wrong link in a list",
    steps: ["list"],
    methods: ["downloadAttachment"],
    kind: "final",
    codes: lied,
    action: (random) => ({
      type: "replace",
      pointer: "/content/0/link",
      value: random.pick([
        `{storeUrl}/opik/nothing?X-Amz-Expires=60&X-Amz-Signature=${random.hex(64)}`,
        `http://127.0.0.1:1/nobody?X-Amz-Credential=x&X-Amz-Signature=${random.hex(64)}`,
        "not a link",
      ]),
    }),
  },
  {
    name: "a length of what was compressed, in a page of another origin",
    steps: ["get"],
    modes: ["direct"],
    engines: ["chromium"],
    weight: 6,
    kind: "harmless",
    codes: [],
    // The server does it by itself, to files of such types and sizes.
    files: (random) => ({
      mimeType: random.pick(["application/octet-stream", "text/plain", "application/json"]),
      size: random.int(256, 8192),
      words: random.chance(0.7),
    }),
    action: idle,
  },
  {
    name: "wrong key",
    steps: ["retrieve", "start"],
    asks: true,
    weight: 4,
    kind: "final",
    wrongKey: true,
    // Opik shows a reader what is public, and tells only those who write that it does not know them.
    codes: ({ method }) => [method.startsWith("upload") ? "UNAUTHORIZED" : "PROJECT_NOT_FOUND"],
    action: idle,
  },
  {
    name: "slow",
    steps: everywhere,
    kind: "harmless",
    slow: true,
    codes: [],
    action: (random, about) => ({ type: "slow", bytes_per_second: Math.max(4000, Math.ceil(about.size / 0.4)) }),
  },
  {
    name: "late",
    steps: everywhere,
    kind: "harmless",
    slow: true,
    codes: [],
    action: (random) => ({ type: "delay", ms: random.int(1, 150) }),
  },
];
