// The faults that the local server can make, with the endpoints at which they make sense and their meaning:
//
// - `transient` goes away when the request is sent again
// - `expired` is a presigned URL that has died
// - `etag` is an ETag that is not the object's
// - `benign` is no failure at all
// - `permanent` is a failure that a retry need not overcome
//
// `codes` are the error codes that a call may then fail with, or a function that returns them for the `context` of a case.
// `files` returns fields of the call's files. `wrongKey` gives the client no key, or one that is unknown to the server;
// `requiresKey` restricts a fault to servers that ask for a key. A `weight` multiplies how often a fault is chosen, for
// faults few of whose cases can reveal a mistake. A fault with a `change` is not the server's: the local file changes.

const answersJson = ["retrieve", "list", "start"];
const answersBody = [...answersJson, "get"];
const sendsBytes = ["put", "part"];
const storesOrDeletes = [...sendsBytes, "complete", "delete"];
const everywhere = [...answersBody, ...storesOrDeletes];

const html = "<html><head><title>Gateway</title></head><body>no</body></html>";
const xml = (code, message) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

/** Returns the body of a server that repeats secrets: the key as it is, in JSON and in a query, and signed links. */
function leakingBody(random, { apiKey }) {
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

/** Headers by which a server asks for a wait. The worker fills in the date when it orders the rule. */
const waitHeaders = [
  {},
  {},
  {},
  { "Retry-After": "0" },
  { "Retry-After": "1" },
  { "Retry-After": "{date}" },
  { "RateLimit-Reset": "1" },
  { "RateLimit-Reset": "0" },
];

const amount = (random, context) => {
  const max = context.endpoint === "get" || sendsBytes.includes(context.endpoint) ? context.size : 300;
  return random.chance(0.15) ? 0 : random.int(0, max);
};

const moments = {
  "at once": { endpoints: everywhere, of: () => ({}) },
  "within the request": {
    endpoints: [...sendsBytes, "start", "complete"],
    of: (random, context) => ({ request_bytes: Math.max(1, amount(random, context)) }),
  },
  "within the answer": { endpoints: answersBody, of: (random, context) => ({ response_bytes: amount(random, context) }) },
  "after the work": { endpoints: everywhere, of: () => ({ after_work: true }) },
};

const statuses = [408, 429, 500, 502, 503, 504, 520, 522, 524].map((status) => ({
  name: `status ${status}`,
  endpoints: everywhere,
  kind: "transient",
  codes: [status === 429 ? "RATE_LIMITED" : "API_ERROR"],
  action: (random, context) => ({
    type: "status",
    status,
    headers: random.pick(waitHeaders),
    body: leakingBody(random, context),
    after_work: random.chance(0.3),
    bare: random.chance(0.2),
  }),
}));

const breaks = Object.entries(moments).flatMap(([moment, { endpoints, of }]) => [
  {
    name: `reset ${moment}`,
    endpoints,
    kind: "transient",
    codes: ["NETWORK_ERROR"],
    action: (random, context) => ({ type: "reset", ...of(random, context) }),
  },
  {
    name: `stall ${moment}`,
    endpoints,
    kind: "transient",
    stalls: true,
    // Some stalls end in a reset.
    codes: ["TIMEOUT", "NETWORK_ERROR"],
    action: (random, context) => ({
      type: "stall",
      ...of(random, context),
      ...(random.chance(0.3) && { seconds: random.pick([0.1, 0.5, 1]) }),
    }),
  },
]);

const refusals = [
  [413, everywhere.filter((endpoint) => endpoint !== "get"), html, ["FILE_TOO_LARGE"], true],
  [400, everywhere, '{"errors":["no"]}', ["API_ERROR"]],
  [401, ["retrieve", "list", "start", "put", "complete", "delete"], '{"code":401,"message":"no"}', ["UNAUTHORIZED"]],
  [
    403,
    ["retrieve", "list", "start", "put", "complete", "delete"],
    '{"code":403,"message":"no"}',
    ["FORBIDDEN"],
  ],
  [404, ["list", "part", "get", "complete"], xml("NoSuchKey", "gone"), ["API_ERROR"]],
].map(([status, endpoints, body, codes, bare = false]) => ({
  name: `refusal ${status}`,
  endpoints,
  kind: "permanent",
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

/** A rule that only records that the request arrived. */
const idle = (random) => ({ type: "delay", ms: random.int(0, 5) });

const codesOfFalseAnswers = [
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
 * An answer that looks complete and is not as long as the file. In Node the package notices before the caller has a byte,
 * so it can retry. A page of another origin trusts no length and notices only at the end, when the caller has the bytes.
 */
const wrongLength = [
  { endpoints: ["get"], engines: ["node"], kind: "transient" },
  { endpoints: ["get"], engines: ["chromium"], kind: "permanent" },
];

/** Faults that only the body of an upload can meet. */
const uploadFaults = [
  {
    // A store whose disk is full says so while the bytes are still coming. The answer may be lost with the connection.
    name: "early answer",
    endpoints: sendsBytes,
    weight: 6,
    kind: "permanent",
    codes: ["API_ERROR", "NETWORK_ERROR"],
    files: (random) => ({ size: random.int(2 ** 20, 12 * 2 ** 20) }),
    action: () => ({ type: "status", status: 507, body: "<Error><Code>XMinioStorageFull</Code></Error>" }),
  },
  {
    // Another program changes the file after a number of requests.
    name: "changing file",
    endpoints: sendsBytes,
    operations: ["uploadAttachment filePath"],
    weight: 6,
    kind: "permanent",
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
    endpoints: ["part", "get"],
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
    endpoints: answersBody,
    kind: "transient",
    codes: ["NETWORK_ERROR", "CORRUPTED"],
    action: (random, context) => ({ type: "truncate", bytes: amount(random, context), length: "whole" }),
  },
  ...wrongLength.flatMap((context) => [
    {
      name: "download too short, and looks whole",
      weight: 4,
      codes: ["CORRUPTED", "NETWORK_ERROR"],
      action: (random, context) => ({ type: "truncate", bytes: amount(random, context), length: "cut" }),
      ...context,
    },
    {
      name: "a page instead of the file",
      codes: ["CORRUPTED"],
      action: () => ({ type: "status", status: 200, body: html }),
      ...context,
    },
  ]),
  {
    name: "JSON too short, and looks whole",
    endpoints: answersJson,
    kind: "permanent",
    codes: ["API_ERROR", "NETWORK_ERROR"],
    action: (random, context) => ({ type: "truncate", bytes: amount(random, context), length: "cut" }),
  },
  {
    name: "a page of another server",
    endpoints: [...answersJson, ...storesOrDeletes],
    weight: 2,
    kind: "permanent",
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
    endpoints: ["put", "complete", "delete"],
    kind: "permanent",
    codes: ["API_ERROR"],
    action: (random) => ({ type: "status", status: random.pick([200, 201]), body: random.pick(["OK", '{"user":null}']) }),
  },
  {
    name: "nothing, with another status of success",
    endpoints: ["put", "complete", "delete"],
    kind: "benign",
    codes: [],
    action: () => ({ type: "status", status: 200, body: "", after_work: true }),
  },
  {
    name: "a sign-in page instead of the file",
    endpoints: ["get"],
    modes: ["direct"],
    kind: "permanent",
    codes: ["API_ERROR"],
    action: () => ({ type: "status", status: 200, body: html, headers: { "Content-Type": "text/html" } }),
  },
  {
    name: "the store's code for what passes, with a status for what does not",
    endpoints: ["part", "get"],
    modes: ["store"],
    weight: 2,
    kind: "transient",
    codes: ["API_ERROR"],
    action: (random, { endpoint }) => {
      const [status, code] = random.pick([
        [400, "RequestTimeout"],
        [409, "OperationAborted"],
        [endpoint === "part" ? 200 : 501, "InternalError"],
        [400, "SlowDown"],
      ]);
      return { type: "status", status, body: xml(code, "Please try again."), after_work: random.chance(0.3) };
    },
  },
  {
    name: "wrong or missing ETag of a part",
    endpoints: ["part"],
    kind: "permanent",
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
    endpoints: ["get"],
    kind: "etag",
    codes: ["CORRUPTED"],
    action: (random) =>
      random.pick([{ type: "etag" }, { type: "etag", value: '"00000000000000000000000000000000-1"' }]),
  },
  {
    name: "fewer or more part URLs",
    endpoints: ["start"],
    modes: ["store"],
    kind: "permanent",
    codes: ["API_ERROR"],
    action: (random, { parts }) => ({
      type: "part_urls",
      count: random.pick([parts - 1, parts + 1, 0].filter((count) => count >= 0)),
    }),
  },
  {
    name: "wrong upload id",
    endpoints: ["start"],
    kind: "permanent",
    codes: codesOfFalseAnswers,
    action: (random) => ({
      type: "replace",
      pointer: "/upload_id",
      value: random.pick([random.uuid(), "BEMinIO", "", null]),
    }),
  },
  {
    name: "wrong total of a list",
    endpoints: ["list"],
    kind: "benign",
    codes: [],
    action: (random) => ({ type: "replace", pointer: "/total", value: random.pick([0, 1, 2, 7, 5000]) }),
  },
  {
    name: "malformed list",
    endpoints: ["list"],
    kind: "permanent",
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
    endpoints: ["list"],
    // A list has no other source than this answer: it cannot know better.
    methods: ["downloadAttachment"],
    kind: "permanent",
    codes: codesOfFalseAnswers,
    action: (random, { size }) => ({
      type: "replace",
      pointer: "/content/0/file_size",
      value: random.pick([size + 1, size + 5000, size * 2, Math.max(0, size - 1), 0]),
    }),
  },
  {
    name: "wrong link in a list",
    endpoints: ["list"],
    methods: ["downloadAttachment"],
    kind: "permanent",
    codes: codesOfFalseAnswers,
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
    endpoints: ["get"],
    modes: ["direct"],
    engines: ["chromium"],
    weight: 6,
    kind: "benign",
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
    endpoints: ["retrieve", "start"],
    requiresKey: true,
    weight: 4,
    kind: "permanent",
    wrongKey: true,
    // With an unknown key, Opik answers readers as if they were anonymous, and refuses only writers.
    codes: ({ method }) => [method.startsWith("upload") ? "UNAUTHORIZED" : "PROJECT_NOT_FOUND"],
    action: idle,
  },
  {
    name: "slow",
    endpoints: everywhere,
    kind: "benign",
    slow: true,
    codes: [],
    action: (_random, context) => ({ type: "slow", bytes_per_second: Math.max(4000, Math.ceil(context.size / 0.4)) }),
  },
  {
    name: "late",
    endpoints: everywhere,
    kind: "benign",
    slow: true,
    codes: [],
    action: (random) => ({ type: "delay", ms: random.int(1, 150) }),
  },
];
