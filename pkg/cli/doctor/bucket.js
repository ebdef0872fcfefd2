// Checks of the bucket in object-store mode. Its address is known from the presigned URL of an attachment only.
import { corsProblems, isExposed, isMixedContent, originProblems, preflight } from "./cors.js";
import { failed, ok, skipped } from "./findings.js";
import { send } from "./http.js";

/** Checks that the bucket can be reached from this machine, by reading the first byte of an attachment. */
export async function checkBucket(row, signal) {
  const { origin } = new URL(row.link);
  try {
    const { status } = await send(firstByteOf(row), signal);
    // 416 is the answer for an empty file.
    if ((status >= 200 && status < 300) || status === 416)
      return ok("bucket", `${origin} answers`, undefined, { origin });
    const hint = "Check the bucket's endpoint and region in Opik's configuration, and the clocks of both servers.";
    return failed("bucket", `${origin} refuses the presigned URL: ${status}`, hint, { origin });
  } catch (error) {
    signal.throwIfAborted();
    const hint = `Opik gives clients this address, so it must be one that they can reach. Check the endpoint of the \
bucket in Opik's configuration.`;
    return failed("bucket", `${origin}: ${error.message}`, hint, { origin });
  }
}

/** @type {(row: { link: string }, headers?: Record<string, string>) => { url: string, method: string, headers: Record<string, string> }} */
const firstByteOf = ({ link }, headers) => ({ url: link, method: "GET", headers: { ...headers, Range: "bytes=0-0" } });

/** Checks whether a page at `origin` may download from and upload to the bucket. */
export async function checkBucketCors(row, { uploadPart }, origin, signal) {
  const check = "bucketCors";
  const link = new URL(row.link);
  if (link.origin === origin) return ok(check, "not needed: the bucket has the origin of the page");
  if (isMixedContent(row.link, origin)) {
    return failed(check, `pages on https may not send requests to ${link.origin}`, "Serve the bucket over https.");
  }
  // A preflight is not signed: without the query, the signature stays here.
  const url = link.origin + link.pathname;
  const put = await preflight({ ...uploadPart, url }, origin, signal);
  const get = await send(firstByteOf(row, { Origin: origin }), signal);
  const problems = corsProblems([put, { about: "answer to GET", problems: originProblems(get.headers, origin) }]);
  // Some stores expose headers in the answer to the preflight, too, where it is that of the rule for PUT.
  const exposing = put.headers.has("access-control-expose-headers") ? put.headers : get.headers;
  if (problems.length === 0 && !isExposed(exposing, "ETag")) {
    problems.push("Access-Control-Expose-Headers does not include ETag, which uploads need");
  }
  if (problems.length === 0) return ok(check, `pages at ${origin} can download and upload`);
  const rule = {
    AllowedOrigins: [origin],
    AllowedMethods: ["GET", "PUT"],
    AllowedHeaders: ["*"],
    ExposeHeaders: ["ETag"],
  };
  return failed(check, problems.join("; "), `Add this CORS rule to the bucket: ${JSON.stringify(rule)}`, { problems });
}

/**
 * The finding where no attachment gives the address of the bucket away.
 *
 * @param {string} check
 * @param {{ entityType?: string, entityId?: string }} [target]
 */
export const bucketUnknown = (check, { entityType, entityId } = {}) =>
  skipped(
    check,
    entityId ? `not checked: ${entityType} ${entityId} has no attachment` : "not checked: its address is not known",
    "Give the --trace or --span of an attachment that exists, because only its presigned URL has the address.",
  );
