// opik-attachments: the command line of the package.

import { inTermsOfOptions } from "./argument-errors.js";
import { doctor } from "./commands/doctor.js";
import { get } from "./commands/get.js";
import { ls } from "./commands/ls.js";
import { put } from "./commands/put.js";
import { rm } from "./commands/rm.js";
import { UsageError } from "./errors.js";
import { parse } from "./options.js";
import { Session } from "./session.js";
import { help, usage } from "./ui/help.js";
import { Output } from "./ui/output.js";
import { Progress } from "./ui/progress.js";
import { abortOnSignals, exitBySignal, exitOnClosedPipe } from "./ui/signals.js";

const commands = { ls, get, put, rm, doctor };
const successStatus = 0;
const failedStatus = 1;
const usageStatus = 2;

/** Resolves to the exit status. */
async function main(args) {
  const request = parseOrExplain(args);
  if (!request) return usageStatus;
  const { command, values } = request;
  if (values.version) return say(`${__VERSION__}\n`);
  if (values.help) return say(help(command, process.stdout.columns));

  const signal = abortOnSignals();
  const progress = new Progress(process.stderr);
  const output = new Output(progress, values);
  try {
    const session = await Session.open(values, signal, (text) => output.note(text));
    await commands[command](session, request, output, progress);
  } catch (error) {
    if (!signal.aborted) return failed(error, request, output);
  } finally {
    progress.end();
  }
  if (signal.aborted) exitBySignal(signal.reason);
  return output.failed ? failedStatus : successStatus;
}

/** The parsed command line; undefined, with an explanation on stderr, if it is wrong. */
function parseOrExplain(args) {
  try {
    return parse(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(error.usage ? usage : `opik-attachments: ${error.message}\n${hintAt(args)}\n`);
  }
}

const hintAt = ([first]) => `See opik-attachments ${Object.hasOwn(commands, first ?? "") ? `${first} ` : ""}--help.`;

function say(text) {
  process.stdout.write(text);
  return successStatus;
}

/** Prints an error that ended the command. Returns the exit status. */
function failed(error, request, output) {
  output.error(inTermsOfOptions(error, request));
  return error instanceof UsageError || error.code === "INVALID_ARGUMENT" ? usageStatus : failedStatus;
}

exitOnClosedPipe();
// process.exit would cut off output that a pipe has not taken yet.
process.exitCode = await main(process.argv.slice(2));
