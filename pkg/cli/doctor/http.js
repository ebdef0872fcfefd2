// Requests of the doctor: sent once, with a time limit, without following redirects.

/** The longest that a request of the doctor takes. */
export const timeoutMs = 8000;

/** As much of an answer as is read: enough for the message of an error. */
const maxTextLength = 10_000;

/**
 * Sends a request. Resolves to the `status`, `headers` and `text` of the answer. Rejects with an error whose message says
 * why there was no answer.
 *
 * @param {{ url: string, method: string, headers: Record<string, string>, body?: BodyInit }} request
 * @param {AbortSignal} signal
 */
export async function send({ url, method, headers, body }, signal) {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { method, headers, body, redirect: "manual", signal: limit });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(reasonOf(error), { cause: error });
  }
}

/** Reads the start of the body, and closes the connection if there is more. */
async function readText(response) {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxTextLength) break;
  }
  return text;
}

function reasonOf(error) {
  if (error.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} seconds`;
  return `no answer (${error.cause?.code ?? error.cause?.message ?? error.message})`;
}

/** Returns the message in an error of Opik's; undefined for other answers. */
export function errorMessage({ text }) {
  try {
    const { message, errors } = JSON.parse(text);
    return message ?? errors?.join("; ");
  } catch {
    return undefined;
  }
}
